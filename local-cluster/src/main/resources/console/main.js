import { showEvents } from './events.js';
import { showExperiments, wireExperiments } from './experiments.js';
import { drawCharts, showPast, showSecond } from './charts.js';
import { showGauges, showTraffic } from './figures.js';
import { healAll, showNodes, showStandbys, showWays } from './topology.js';
import { wireTheme } from './theme.js';

/** Everything comes as server-sent events; after a break EventSource connects again, and is told everything anew. */
const verdict = document.getElementById('verdict');
const hear = {
  nodes(nodes) {
    showNodes(nodes);
    const away = nodes.filter(({ state }) => state !== 'up');
    const names = away.map(({ name, state }) => `${name} is ${state === 'paused' ? 'frozen' : state}`);
    say(away.length === 0 ? `All ${nodes.length} nodes are up` : names.slice(0, 4).join(', ')
      + (names.length > 4 ? ` and ${names.length - 4} more` : ''), away.length === 0 ? 'good' : 'bad');
  },
  past(seconds) {
    showPast(seconds);
    seconds.slice(-1).forEach(showTraffic);
  },
  second(second) {
    showSecond(second);
    showTraffic(second);
    showWays(second.paths);
  },
  gauges: showGauges,
  standbys: showStandbys,
  log: showEvents,
  experiments: showExperiments,
};

document.getElementById('heal').addEventListener('click', healAll);
wireTheme(drawCharts);
wireExperiments();
drawCharts();

const source = new EventSource('/stream');
Object.entries(hear).forEach(([type, show]) => source.addEventListener(type, ({ data }) => show(JSON.parse(data))));
source.addEventListener('error', () => say('The launcher does not answer. Is it stopped?', 'bad'));

function say(words, mood) {
  if (verdict.textContent !== words) {
    verdict.textContent = words;
    verdict.dataset.mood = mood;
  }
}
