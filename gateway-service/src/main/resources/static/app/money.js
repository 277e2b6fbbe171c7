/**
 * Money as the API speaks it: {amount: 12.5, currency: 'GBP'}. Sums are made in whole pence, so that no rounding error
 * of binary fractions gets into a total.
 */
const formats = new Map();

export function format({ amount, currency }) {
  if (!formats.has(currency)) {
    formats.set(currency, new Intl.NumberFormat('en-GB', { style: 'currency', currency }));
  }
  return formats.get(currency).format(amount);
}

export function times(money, quantity) {
  return fromPence(pence(money) * quantity, money.currency);
}

export function sum(monies) {
  const total = monies.reduce((subtotal, money) => subtotal + pence(money), 0);
  return fromPence(total, monies[0]?.currency ?? 'GBP');
}

export function same(one, other) {
  return one.currency === other.currency && pence(one) === pence(other);
}

function pence({ amount }) {
  return Math.round(Number(amount) * 100);
}

function fromPence(count, currency) {
  return { amount: count / 100, currency };
}
