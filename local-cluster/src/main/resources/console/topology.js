import { drawWays } from './ways.js';

/** The nodes as cards in their tiers, with what they are, what they do, and what can be done to them. */
const TIERS = [['edge', 'Edge'], ['gateway', 'Gateways'], ['catalog', 'Catalog'], ['order', 'Orders'],
  ['redis', 'Redis'], ['sentinel', 'Sentinels'], ['postgres', 'PostgreSQL'], ['kafka', 'Kafka']];
const WORDS = { paused: 'frozen' };
/** Traffic is shown as the mean of so many seconds. */
const SMOOTH = 3;

const tiers = new Map();
const cards = new Map();
const recent = [];
let nodes = [];

export function showNodes(now) {
  nodes = now;
  if (!cards.size) {
    now.forEach(addCard);
  }
  now.forEach(update);
  redraw();
}

/** Lag and role in the quorum, on the cards of the standbys. */
export function showStandbys(standbys) {
  for (const { name } of nodes.filter(({ tier }) => tier === 'postgres')) {
    const lag = standbys[name];
    more(name, lag ? `${lag.sync}, ${bytes(lag.bytes)} behind` : '');
  }
}

/** Which instances served: numbers on their cards, and ways that are as wide as what went along them. */
export function showWays(paths) {
  recent.push(paths);
  if (recent.length > SMOOTH) recent.shift();
  const served = {};
  for (const { name, tier } of nodes.filter(({ tier: each }) => ['gateway', 'catalog', 'order'].includes(each))) {
    const count = recent.flatMap(Object.entries)
      .filter(([path]) => path.split('>')[tier === 'gateway' ? 0 : 1] === name)
      .reduce((sum, [, number]) => sum + number, 0);
    served[name] = count / recent.length;
    more(name, `${served[name].toFixed(1)}/s`);
  }
  redraw();
}

/** Lets go on what is frozen, and starts what is down. */
export function healAll() {
  nodes.filter(({ state }) => state === 'paused').forEach(({ name }) => order(name, 'resume'));
  nodes.filter(({ state }) => state === 'down').forEach(({ name }) => order(name, 'start'));
}

function redraw() {
  const flow = {};
  recent.flatMap(Object.entries).forEach(([path, count]) => { flow[path] = (flow[path] ?? 0) + count / recent.length; });
  drawWays(nodes, cards, flow);
}

function addCard({ name, tier }) {
  const card = element('li', 'node', [
    element('p', 'node-name', [element('span', 'lamp'), name]),
    element('p', 'node-what'),
    element('p', 'node-more'),
  ]);
  card.dataset.node = name;
  if (tier !== 'edge') {
    card.append(element('p', 'acts', [
      button(name, 'kill', 'Kill', `Kill ${name}; it comes back by itself`),
      button(name, 'stop', 'Stop', `Stop ${name}; it stays down until it is healed`),
      button(name, 'pause', 'Freeze', `Freeze ${name}`),
    ]));
  }
  cards.set(name, card);
  tierOf(tier).append(card);
}

function tierOf(tier) {
  if (!tiers.has(tier)) {
    const list = element('ul');
    const title = element('h3', '', [TIERS.find(([each]) => each === tier)?.[1] ?? tier]);
    const section = element('section', 'tier', [title, list]);
    section.dataset.tier = tier;
    document.getElementById('tiers').append(section);
    tiers.set(tier, list);
  }
  return tiers.get(tier);
}

function update({ name, role, state, port, rssMiB }) {
  const card = cards.get(name);
  card.dataset.state = state;
  card.dataset.role = role ?? '';
  card.querySelector('.node-what').textContent = state === 'up' ? role : WORDS[state] ?? state;
  card.title = `port ${port}, ${rssMiB} MiB`;
  const third = card.querySelector('.acts button:last-child');
  if (third) {
    const isAway = state === 'paused' || state === 'down';
    third.textContent = isAway ? 'Heal' : 'Freeze';
    third.dataset.act = state === 'paused' ? 'resume' : state === 'down' ? 'start' : 'pause';
    third.setAttribute('aria-label', `${third.textContent} ${name}`);
  }
}

function more(name, text) {
  cards.get(name).querySelector('.node-more').textContent = text;
}

function button(name, act, text, label) {
  const made = element('button', '', [text]);
  made.type = 'button';
  made.dataset.act = act;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', () => order(name, made.dataset.act));
  return made;
}

async function order(name, act) {
  const answer = await fetch(`/nodes/${name}/${act}`, { method: 'POST', headers: { 'Everstore-Console': '1' } });
  if (!answer.ok) {
    more(name, await answer.text());
  }
}

function bytes(count) {
  return count < 1024 ? `${count} B` : count < 1024 * 1024 ? `${Math.round(count / 1024)} KiB`
    : `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

function element(tag, className = '', children = []) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
