import { get } from './http.js';
import { recall, remember } from './memory.js';

/**
 * The customer's orders. What the shop has acknowledged is also noted in this browser, so that the receipt can be shown
 * while the shop itself cannot look the order up (it is queued, or its database is away).
 */
const NOTED_AT_MOST = 20;

export async function order(id, signal) {
  return (await get(`/api/orders/${encodeURIComponent(id)}`, { signal })).data;
}

export async function orders(after, signal) {
  const query = after ? `?after=${encodeURIComponent(after)}` : '';
  return (await get(`/api/orders${query}`, { signal })).data;
}

/** True while the shop still has something to do about the order, so that asking again is worth it. */
export function isUnderWay(order) {
  return order.status === 'QUEUED' || order.status === 'PLACED';
}

/** A queued order has neither names nor prices yet, but the browser that sent it has. */
export function withReceipt(order, receipt) {
  const known = order.status === 'QUEUED' && receipt ? { lines: receipt.lines, total: receipt.total } : {};
  return { ...receipt, ...order, ...known };
}

export function noteReceipt(customer, receipt) {
  const others = receipts(customer).filter((each) => each.id !== receipt.id);
  remember(`receipts.${customer}`, [receipt, ...others].slice(0, NOTED_AT_MOST));
}

export function receipts(customer) {
  return recall(`receipts.${customer}`, []);
}
