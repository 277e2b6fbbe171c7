const announcer = document.getElementById('announcer');

/** Says something to users of screen readers, politely. Saying the same twice is heard twice. */
export function announce(text) {
  announcer.textContent = '';
  setTimeout(() => {
    announcer.textContent = text;
  }, 60);
}
