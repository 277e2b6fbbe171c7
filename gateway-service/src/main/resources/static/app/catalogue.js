import { get } from './http.js';
import { recall, remember } from './memory.js';

/** How many products a page of a list has. A multiple of 2, 3 and 4, so that every grid ends with a full row. */
export const PAGE_SIZE = 24;

export async function products({ query, category, after, limit = PAGE_SIZE }, signal) {
  const parameters = new URLSearchParams({ limit });
  if (query) parameters.set('query', query);
  if (category) parameters.set('category', category);
  if (after) parameters.set('after', after);
  const { data } = await get(`/api/products?${parameters}`, { signal });
  return data.limited ? { ...data, items: data.items.map(ofUnknownNumber) } : data;
}

/** A limited answer knows whether there are any, but not how many. */
function ofUnknownNumber(product) {
  return { ...product, available: product.available > 0 ? Infinity : 0 };
}

export async function product(sku, signal, headers = {}) {
  const { data } = await get(`/api/products/${encodeURIComponent(sku)}`, { headers, signal });
  return data.limited ? ofUnknownNumber(data) : data;
}

/** A product that is being bought: when there is too much to do, the shop refuses this last. */
export function productForCheckout(sku, signal) {
  return product(sku, signal, { 'Everstore-Purpose': 'checkout' });
}

/** The categories with their counts; remembered, so that the aisles are there at once on the next visit. */
export async function categories(signal) {
  const { data } = await get('/api/categories', { signal });
  remember('categories', data.items);
  return data.items;
}

export function categoriesOfLastVisit() {
  return recall('categories', []);
}

export async function bestsellers(signal) {
  return (await get('/api/bestsellers', { signal })).data.items;
}

/** The path of a product's or a category's picture; needed where there is no product at hand to ask. */
export function pictureOf(sku) {
  return `/images/${encodeURIComponent(sku)}.svg`;
}
