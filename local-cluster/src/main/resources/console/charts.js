/* global uPlot */
import { milliseconds } from './figures.js';

/** The last five minutes, drawn by uPlot: what became of the requests, and how long they took. */
const SECONDS = 300;
const OUTCOMES = [['failed', 'failed', '--bad'], ['refused', 'asked to wait', '--warn'],
  ['degraded', 'degraded', '--cold'], ['ok', 'answered', '--good']];
const PERCENTILES = [['p999', '99.9 %', '--bad'], ['p99', '99 %', '--warn'], ['p50', '50 %', '--good']];

const DECADES = [1, 10, 100, 1000, 10_000];

const seconds = [];
const marks = [];
let requests;
let latency;

export function showPast(past) {
  seconds.splice(0, seconds.length, ...past);
  draw();
}

export function showSecond(second) {
  seconds.push(second);
  if (seconds.length > SECONDS) seconds.shift();
  draw();
}

/** A fault somebody injected: a line through both charts. */
export function mark(at, text) {
  marks.push({ at, text });
}

/** Anew, in the colours of the theme. */
export function drawCharts() {
  requests?.destroy();
  latency?.destroy();
  requests = chart('requests', OUTCOMES, { y: { range: (_, __, most) => [0, Math.max(12, most * 1.1)] } }, true);
  latency = chart('latency', PERCENTILES,
    { y: { distr: 3, range: (_, least, most) => [Math.min(1, least ?? 1), Math.max(100, (most ?? 1) * 1.5)] } }, false);
  draw();
}

function chart(id, lines, scales, isFilled) {
  const place = document.getElementById(id);
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
    font: '14px system-ui, sans-serif' };
  const plot = new uPlot({
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true, range: () => [now() - SECONDS, now()] }, ...scales },
    axes: [
      { ...axis, space: 90, size: 32, values: (_, ticks) => ticks.map((tick) => clock(new Date(tick * 1000))) },
      isFilled ? { ...axis, size: 62 } : { ...axis, size: 62, splits: () => DECADES,
        values: (_, ticks) => ticks.map((tick) => (tick == null ? '' : milliseconds(tick).replace(/\.0+/, ''))) },
    ],
    series: [{}, ...lines.map(([, , name]) => ({
      stroke: colour(name), width: isFilled ? 1 : 2.5, fill: isFilled ? colour(name) : undefined, points: { show: false },
    }))],
    hooks: { draw: [drawMarks] },
  }, [[], ...lines.map(() => [])], place);
  new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: place.clientHeight })).observe(place);
  return plot;
}

function draw() {
  if (!requests) return;
  const times = seconds.map(({ at }) => at);
  requests.setData([times, ...OUTCOMES.map((_, index) => seconds.map((second) =>
    OUTCOMES.slice(index).reduce((sum, [name]) => sum + second[name], 0)))]);
  latency.setData([times, ...PERCENTILES.map(([name]) => seconds.map((second) => second[name] || null))]);
  const last = seconds.at(-1);
  if (last) {
    key('requests-key', [...OUTCOMES].reverse(), (name) => last[name]);
    key('latency-key', [...PERCENTILES].reverse(), (name) => milliseconds(last[name]));
  }
}

function key(id, lines, value) {
  document.getElementById(id).replaceChildren(...lines.flatMap(([name, words, tint]) => {
    const entry = document.createElement('span');
    entry.dataset.tint = tint;
    entry.textContent = `${words} ${value(name)}`;
    return [entry, ' '];
  }));
}

function drawMarks(plot) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour('--ink');
  ctx.setLineDash([4, 4]);
  for (const { at } of marks.filter((each) => each.at > now() - SECONDS)) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function clock(date) {
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function now() {
  return seconds.at(-1)?.at ?? Date.now() / 1000;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
