import { products } from '../catalogue.js';
import { html, nothing } from '../html.js';
import { announce } from '../parts/announcer.js';
import { bones, closeMatchesNote, emptyState, limitedNote, patienceNote, problemNote } from '../parts/messages.js';
import { productGrid } from '../parts/product-grid.js';
import { patiently } from '../patience.js';

/** The lists of this tab by their address, so that Back shows the same products at the same place. */
const kept = new Map();
const KEPT_AT_MOST = 20;
let lastSearch = null;

export function categoryPage(visit) {
  const { category } = visit.params;
  return listing(visit, { title: category, filter: { category } });
}

export function searchPage(visit) {
  const query = (visit.query.get('q') ?? '').trim();
  return listing(visit, { title: query ? `“${query}”` : 'Everything', filter: { query }, isSearch: true });
}

async function listing({ signal, isReturn, show }, { title, filter, isSearch = false }) {
  const address = location.pathname + location.search;
  // While somebody types, the last results stay until the next ones are there: no flicker.
  let list = (isReturn && kept.get(address)) || null;
  let previous = isSearch && !list ? lastSearch : null;
  let isLoading = !list;
  let hasTrouble = false;
  let failure = null;

  const draw = () => show(title, page({
    title, isSearch, isLoading, hasTrouble, failure, list: list ?? previous, isPrevious: !list && !!previous, more,
  }));

  async function load(after) {
    isLoading = true;
    draw();
    try {
      const answer = await patiently(() => products({ ...filter, after }, signal), {
        signal,
        onTrouble: () => { hasTrouble = true; draw(); },
      });
      const isFirst = !list;
      list = {
        items: [...(list?.items ?? []), ...answer.items],
        next: answer.next,
        isLimited: !!(list?.isLimited || answer.limited),
      };
      // Back shows the same list again, but a limited one is better asked for once more.
      if (!list.isLimited) keep(address, list);
      lastSearch = isSearch ? list : null;
      tell(isFirst, answer.items.length, list);
    } catch (caught) {
      if (signal.aborted) throw caught;
      failure = caught;
    }
    isLoading = hasTrouble = false;
    draw();
  }

  async function more() {
    const shown = list.items.length;
    await load(list.next);
    // On to the first new product: the button has moved down, or is gone.
    document.querySelectorAll('.products .card-link')[shown]?.focus({ preventScroll: true });
  }

  if (isLoading) {
    await load(null);
  } else {
    draw();
  }
}

function page({ title, isSearch, isLoading, hasTrouble, failure, list, isPrevious, more }) {
  if (failure) {
    return html`<h1>${title}</h1>${problemNote(failure.problem ?? { title: 'This list could not be loaded.' })}`;
  }
  if (list && !isPrevious && list.items.length === 0) {
    return html`${list.isLimited ? limitedNote() : nothing}${nothingFound(title, isSearch)}`;
  }
  return html`
    <div class="page-head">
      <h1>${isSearch && title !== 'Everything' ? html`<span class="soft">Results for</span> ${title}` : title}</h1>
      ${list && !isPrevious ? html`<p class="soft">${countOf(list)}</p>` : nothing}
    </div>
    ${hasTrouble ? patienceNote() : nothing}
    ${list?.isLimited ? limitedNote() : nothing}
    ${isSearch && list && !isPrevious && !isSpelledLikeThis(list.items, title) ? closeMatchesNote(title) : nothing}
    ${list ? productGrid(list.items, { busy: isLoading, eager: 8 }) : bones(8)}
    ${list && !isPrevious && list.next
      ? html`<p class="more"><button class="button button-quiet" type="button" ?disabled=${isLoading} @click=${more}>
          ${isLoading ? 'Fetching more …' : 'Show more'}</button></p>`
      : nothing}`;
}

function nothingFound(title, isSearch) {
  return isSearch
    ? emptyState({
        title: `Nothing found for ${title}`,
        text: 'Try fewer letters or another word: “lamp”, “tea”, “garden”.',
        action: 'See everything',
        link: '/search',
      })
    : emptyState({
        title: `No ${title} yet`,
        text: 'This shelf is empty, or it has moved.',
        action: 'See everything',
        link: '/search',
      });
}

/** The shop finds misspelled words; if none of what it found is spelled like the query, that deserves a word. */
function isSpelledLikeThis(items, title) {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  const texts = items.map((item) => `${item.sku} ${item.name} ${item.description} ${item.category}`.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word.replace(/(es|s|ing)$/, ''))));
}

function countOf({ items, next }) {
  if (next) return `${items.length} shown, more below`;
  return `${items.length} ${items.length === 1 ? 'product' : 'products'}`;
}

function tell(isFirst, count, list) {
  const what = count === 1 ? 'product' : 'products';
  const first = `${count === 0 ? 'No' : count} ${what}${list.next ? ' shown, there are more' : ''}.`;
  announce(isFirst ? first : `${count} more ${what}.`);
}

function keep(address, list) {
  kept.delete(address);
  kept.set(address, list);
  if (kept.size > KEPT_AT_MOST) {
    kept.delete(kept.keys().next().value);
  }
}
