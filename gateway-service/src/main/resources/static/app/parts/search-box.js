import { go } from '../router.js';

/** Shorter than a keystroke's pause when searching for letters, longer than one when typing fluently. */
const DEBOUNCE_MS = 180;

/** Search as you type: each pause in typing shows the results for what is there so far. */
export function wireSearchBox() {
  const form = document.getElementById('search');
  const field = form.elements.q;
  let timer;

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(field.value.trim(), true), DEBOUNCE_MS);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    search(field.value.trim(), false);
  });
  addEventListener('visit', () => {
    clearTimeout(timer);
    if (document.activeElement !== field || !isSearching()) {
      field.value = isSearching() ? new URLSearchParams(location.search).get('q') ?? '' : '';
    }
  });
}

/** While somebody types, the address changes but the history does not grow by one entry a letter. */
function search(words, isTyping) {
  if (isTyping && !words && !isSearching()) {
    return;
  }
  go(`/search?${new URLSearchParams({ q: words })}`, { replace: isSearching(), keepFocus: isTyping });
}

function isSearching() {
  return location.pathname === '/search';
}
