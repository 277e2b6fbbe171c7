/** The numbers that can be read from the back of the room. */
const list = document.getElementById('figures');
const fields = new Map();

export function showTraffic({ ok, degraded, refused, failed, p99 }) {
  show('Answered', `${ok + degraded}/s`, degraded ? `${degraded} degraded` : 'as usual', degraded ? 'warn' : 'good');
  show('Not answered', `${refused + failed}/s`, refused ? `${refused} asked to wait` : '', refused + failed ? 'bad' : 'good');
  show('99 % within', milliseconds(p99), 'last 30 s', p99 > 1000 ? 'warn' : 'good');
}

export function showGauges({ breakers, breakersInAll, hitRate, outboxPending, outboxAgeSeconds, intakeBacklog }) {
  show('Cache hits', hitRate < 0 ? '–' : `${Math.round(hitRate * 100)} %`, 'of catalog pages');
  show('Outbox', number(outboxPending), outboxPending ? `oldest ${outboxAgeSeconds.toFixed(1)} s` : 'events to send',
    outboxAgeSeconds > 5 ? 'warn' : 'good');
  show('Orders queued', number(intakeBacklog), 'until the database is back', intakeBacklog ? 'warn' : 'good');
  show('Breakers open', `${breakers.length} of ${breakersInAll}`, breakers.slice(0, 3).join(', ') || 'all closed',
    breakers.length ? 'warn' : 'good');
}

export function milliseconds(value) {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function number(value) {
  return Math.round(value).toLocaleString('en-GB');
}

function show(name, value, more, mood = 'good') {
  if (!fields.has(name)) {
    const group = document.createElement('div');
    const parts = ['dt', 'dd', 'dd'].map((tag) => document.createElement(tag));
    parts[0].textContent = name;
    parts[2].className = 'more';
    group.append(...parts);
    list.append(group);
    fields.set(name, { group, parts });
  }
  const { group, parts } = fields.get(name);
  group.dataset.mood = mood;
  parts[1].textContent = value;
  parts[2].textContent = more;
}
