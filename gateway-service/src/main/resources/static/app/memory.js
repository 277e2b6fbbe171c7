/**
 * What this browser remembers between visits. Where the browser allows no storage (some private windows), the page's
 * own memory has to do: the shop works, and forgets when the tab is closed.
 */
const PREFIX = 'everstore.';
const fallback = new Map();

export function recall(name, otherwise) {
  try {
    const text = localStorage.getItem(PREFIX + name) ?? fallback.get(name);
    return text == null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    fallback.set(name, text);
  }
}

export function forget(name) {
  fallback.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was stored, so there is nothing to forget.
  }
}

/** Calls back when another tab has changed what is remembered under this name. */
export function whenChangedElsewhere(name, callback) {
  addEventListener('storage', (event) => {
    if (event.key === PREFIX + name || event.key === null) {
      callback();
    }
  });
}
