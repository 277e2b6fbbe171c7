/** The ways between the cards: of the requests, as wide as the traffic, and of the data, to whoever leads. */
const picture = document.getElementById('ways');
const LEADERS = ['primary', 'leader'];
const WIDEST = 9;

export function drawWays(nodes, cards, flow) {
  const area = picture.getBoundingClientRect();
  const ofTier = (tier) => nodes.filter((node) => node.tier === tier);
  const leader = (tier) => ofTier(tier).find(({ role, state }) => state === 'up' && LEADERS.includes(role));
  const lines = [];
  const join = (from, to, kind, count = 0) => {
    if (from && to && cards.has(from) && cards.has(to)) {
      lines.push(line(cards.get(from), cards.get(to), area, kind, count));
    }
  };
  const perGateway = {};
  for (const [path, count] of Object.entries(flow)) {
    const [gateway, server] = path.split('>');
    perGateway[gateway] = (perGateway[gateway] ?? 0) + count;
    join(gateway, server, 'request', count);
  }
  Object.entries(perGateway).forEach(([gateway, count]) => join('edge', gateway, 'request', count));
  for (const [tier, stores] of [['catalog', ['redis', 'postgres']], ['order', ['postgres', 'kafka']]]) {
    for (const { name } of ofTier(tier).filter(({ state }) => state === 'up')) {
      stores.forEach((store) => join(name, leader(store)?.name, 'data'));
    }
  }
  reuse(lines);
}

/** From the bottom of one card to the top of another, in a soft curve. */
function line(from, to, area, kind, count) {
  const start = from.getBoundingClientRect();
  const end = to.getBoundingClientRect();
  const [x1, y1] = [start.left + start.width / 2 - area.left, start.bottom - area.top];
  const [x2, y2] = [end.left + end.width / 2 - area.left, end.top - area.top];
  const bend = (y2 - y1) / 2;
  return {
    d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`,
    kind,
    width: kind === 'data' ? 1.5 : Math.min(WIDEST, 1.5 + count),
  };
}

/** Elements stay where they are, so that their animation goes on. */
function reuse(lines) {
  while (picture.childElementCount < lines.length) {
    picture.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  }
  while (picture.childElementCount > lines.length) {
    picture.lastElementChild.remove();
  }
  lines.forEach(({ d, kind, width }, index) => {
    const path = picture.children[index];
    path.setAttribute('d', d);
    path.setAttribute('class', `way way-${kind}`);
    path.setAttribute('stroke-width', width);
  });
}
