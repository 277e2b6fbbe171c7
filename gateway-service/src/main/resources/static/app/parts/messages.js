import { html, nothing } from '../html.js';

/** What a page shows where it has nothing to show: kind words and one thing to do. */
export function emptyState({ title, text, action, link, picture = '/empty-shelf.svg' }) {
  return html`
    <section class="empty">
      <img src=${picture} alt="" width="180" height="120">
      <h1>${title}</h1>
      <p>${text}</p>
      ${link ? html`<a class="button" href=${link}>${action}</a>` : nothing}
    </section>`;
}

/** Shown while a page waits for a shop that has trouble; the page goes on asking by itself. */
export function patienceNote(text = 'This is taking longer than usual. We keep trying, there is no need to reload.') {
  return html`<p class="note note-wait" role="status"><span class="pulse" aria-hidden="true"></span>${text}</p>`;
}

/** Shown above what a shop without its database knows by heart. */
export function limitedNote() {
  return html`<p class="note note-wait" role="status">Limited results: right now we can only search some of our products.
    What you see here can be ordered as always.</p>`;
}

/** Shown instead of a description that only the database has. */
export function limitedProductNote() {
  return html`<p class="note note-wait" role="status">Right now we can only show the main facts.
    You can order it as always.</p>`;
}

/** Shown above what is spelled a little differently than what was asked for. */
export function closeMatchesNote(query) {
  return html`<p class="note note-quiet" role="status">We have nothing spelled exactly like ${query}. These come closest.</p>`;
}

/** A problem (RFC 9457) as it came, with the fields it names and perhaps a way out. */
export function problemNote({ title, detail, errors = [] }, wayOut = nothing) {
  return html`
    <div class="note note-bad" role="alert">
      <p><strong>${title ?? 'That did not work.'}</strong> ${detail && detail !== title ? detail : nothing}</p>
      ${errors.length
        ? html`<ul>${errors.map(({ field, reason }) => html`<li>${field ? `${field}: ` : ''}${reason}</li>`)}</ul>`
        : nothing}
      ${wayOut}
    </div>`;
}

/** The shape of what is coming. */
export function bones(count) {
  return html`
    <div class="grid" aria-hidden="true">
      ${Array.from({ length: count }, () => html`<div class="bone bone-card"></div>`)}
    </div>`;
}
