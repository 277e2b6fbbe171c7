import { html } from '../html.js';

/** A picture that is replaced by a quiet placeholder if it does not come. Text comes first: most are lazy. */
export function picture(url, { alt = '', eager = false } = {}) {
  return html`
    <span class="picture">
      <img src=${url} alt=${alt} width="400" height="400" decoding="async" loading=${eager ? 'eager' : 'lazy'}
           @error=${({ target }) => showPlaceholder(target)}>
    </span>`;
}

export function showPlaceholder(image) {
  if (!image.src.endsWith('/placeholder.svg')) {
    image.src = '/placeholder.svg';
  }
}
