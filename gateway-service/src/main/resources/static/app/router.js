import { html, render } from './html.js';

/**
 * Real URLs without page loads. A page is a function of its visit:
 *   params, query   from the URL
 *   signal          aborted when the visitor leaves
 *   isReturn        true when the visitor came by Back or Forward
 *   show(title, template)   draws the page; may be called as often as something changes
 *   go(path, {replace})     leads on
 */
const main = document.getElementById('main');
const page = document.getElementById('page');
let routes = [];
let leave = new AbortController();
let firstPage = true;

export function start(table) {
  routes = table.map(([pattern, page]) => [toExpression(pattern), page]);
  page.replaceChildren();
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => visit({ isReturn: true }));
  document.addEventListener('click', followInPlace);
  addEventListener('scroll', noteScroll, { passive: true });
  visit({});
}

/** keepFocus: the visitor is typing in the search box and wants to go on typing there. */
export function go(path, { replace = false, keepFocus = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  visit({ keepFocus });
}

function visit({ isReturn = false, keepFocus = false }) {
  leave.abort(new DOMException('The visitor has left the page', 'AbortError'));
  leave = new AbortController();
  const { signal } = leave;
  const [draw, params] = match(location.pathname);
  let isFirstDrawing = true;
  let wantsFocus = !keepFocus && !firstPage;
  firstPage = false;
  const show = (title, template) => {
    if (signal.aborted) {
      return;
    }
    document.title = title ? `${title} · Everstore` : 'Everstore';
    render(template, page);
    if (isFirstDrawing && !keepFocus) {
      scrollTo(0, isReturn ? (history.state?.scroll ?? 0) : 0);
    }
    if (wantsFocus) {
      wantsFocus = !focusHeading(isFirstDrawing);
    }
    isFirstDrawing = false;
  };
  dispatchEvent(new Event('visit'));
  const query = new URLSearchParams(location.search);
  Promise.resolve(draw({ params, query, signal, isReturn, show, go })).catch((failure) => {
    if (!signal.aborted) {
      console.error(failure);
      show('Something went wrong', brokenPage());
    }
  });
}

/**
 * Brings keyboard and screen reader to the new page's heading, as a page load would. True when done, or when the
 * visitor has meanwhile moved on; false while there is no heading yet (a page that is still loading).
 */
function focusHeading(isFirstDrawing) {
  if (!isFirstDrawing && ![main, document.body].includes(document.activeElement)) {
    return true;
  }
  const heading = main.querySelector('h1:not([hidden] *)');
  const target = heading ?? main;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  return heading !== null;
}

function match(path) {
  for (const [expression, page] of routes) {
    const found = expression.exec(path);
    if (found) {
      return [page, decoded(found.groups ?? {})];
    }
  }
  throw new Error('The last route must match every path');
}

function decoded(groups) {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => {
    try {
      return [name, decodeURIComponent(text)];
    } catch {
      return [name, text];
    }
  }));
}

function toExpression(pattern) {
  return new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace('*', '.*')}/?$`);
}

function followInPlace(event) {
  const link = event.target.closest?.('a[href]');
  const isPlainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlainClick || event.defaultPrevented || link.origin !== location.origin || link.target
      || link.getAttribute('href').startsWith('#')) {
    return;
  }
  event.preventDefault();
  go(link.pathname + link.search);
}

let scrollTimer;
function noteScroll() {
  clearTimeout(scrollTimer);
  const { href } = location;
  scrollTimer = setTimeout(() => {
    if (href === location.href) {
      history.replaceState({ ...history.state, scroll: scrollY }, '');
    }
  }, 120);
}

function brokenPage() {
  return html`
    <section class="empty">
      <h1>That was our mistake</h1>
      <p>This page did not come together. Your basket is safe.</p>
      <a class="button" href=${location.pathname + location.search}>Try again</a>
    </section>`;
}
