import { mark } from './charts.js';

const AT_MOST = 200;
const list = document.getElementById('events');
const GOOD = /promoted|up after|placed again|promotable again|^ready|streams|follows|^PASSED/;
const BAD = /ended|hangs|fenced|not taken|queued|cannot|silent|lost|not promoting|not back|^FAILED|VIOLATED/;

/** Newest first, with the milliseconds, which are what it is about. */
export function showEvents(lines) {
  for (const { at, text } of lines) {
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = at;
    time.textContent = clock(new Date(at));
    const isOrder = text.includes('as ordered');
    item.dataset.mood = isOrder ? 'order' : GOOD.test(text) ? 'good' : BAD.test(text) ? 'bad' : 'plain';
    item.append(time, ` ${text}`);
    list.prepend(item);
    if (isOrder) {
      mark(Date.parse(at) / 1000, text.replace(', as ordered', ''));
    }
  }
  while (list.childElementCount > AT_MOST) {
    list.lastElementChild.remove();
  }
}

function clock(date) {
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
}
