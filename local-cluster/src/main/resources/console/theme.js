/** As the system wishes, until the visitor wishes otherwise: a projector may need what a laptop does not. */
const KEY = 'everstore.console.theme';

export function wireTheme(changed) {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem(KEY) ?? (system.matches ? 'dark' : 'light');
  const apply = () => {
    document.documentElement.dataset.theme = chosen();
    button.textContent = chosen() === 'dark' ? 'Light' : 'Dark';
  };
  button.addEventListener('click', () => {
    localStorage.setItem(KEY, chosen() === 'dark' ? 'light' : 'dark');
    apply();
    changed();
  });
  system.addEventListener('change', () => {
    apply();
    changed();
  });
  apply();
}
