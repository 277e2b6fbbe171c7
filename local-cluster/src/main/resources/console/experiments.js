/** Experiments: one is chosen and started, and its verdict shown. The steps are in the log. */
const form = document.getElementById('experiment');
const choice = document.getElementById('choice');
const outcome = document.getElementById('outcome');
const MOODS = { PASSED: 'good', FAILED: 'bad' };

export function wireExperiments() {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch(`/experiments/${choice.value}`, { method: 'POST', headers: { 'Everstore-Console': '1' } });
    if (!answer.ok) {
      say(await answer.text(), 'bad');
    }
  });
}

export function showExperiments({ choices, running, verdict }) {
  form.hidden = choices.length === 0;
  if (choice.childElementCount !== choices.length) {
    choice.replaceChildren(...choices.map(({ name, title }) => new Option(title, name)));
  }
  form.querySelector('button').disabled = running !== '';
  if (running !== '') {
    choice.value = running;
    say('Running: about two minutes', 'warn');
  } else if (verdict !== '') {
    say(verdict, MOODS[verdict.split(' ')[0]] ?? 'warn');
  }
}

function say(words, mood) {
  outcome.textContent = words;
  outcome.dataset.mood = mood;
}
