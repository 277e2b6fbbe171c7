import { emptyState } from '../parts/messages.js';

export function notFoundPage({ show }) {
  show('Not found', emptyState({
    title: 'There is nothing at this address',
    text: 'The link may be old, or a letter got lost on the way.',
    action: 'Back to the shop',
    link: '/',
  }));
}
