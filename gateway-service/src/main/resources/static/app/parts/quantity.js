import { html } from '../html.js';

/** A number with a minus and a plus; `of` names the product for those who cannot see which row they are in. */
export function quantityField({ id, value, of, most = 999, onChange }) {
  const change = (wanted) => {
    const number = Math.trunc(Number(wanted));
    onChange(Number.isFinite(number) ? Math.max(1, Math.min(number, most)) : value);
  };
  return html`
    <span class="quantity">
      <button type="button" aria-label="One ${of} less" ?disabled=${value <= 1}
              @click=${() => change(value - 1)}>−</button>
      <label class="hidden" for=${id}>Quantity of ${of}</label>
      <input id=${id} type="text" inputmode="numeric" pattern="[0-9]*" maxlength="3" .value=${String(value)}
             @change=${(event) => { change(event.target.value); event.target.value = String(value); }}>
      <button type="button" aria-label="One ${of} more" ?disabled=${value >= most}
              @click=${() => change(value + 1)}>+</button>
    </span>`;
}
