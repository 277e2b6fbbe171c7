import { Refused } from '../http.js';
import { html, nothing } from '../html.js';
import { loginPath, session, signsInElsewhere } from '../session.js';

export function loginPage({ query, show, go }) {
  const backTo = safePath(query.get('to'));
  if (signsInElsewhere()) {
    show('Sign in', html`<h1>One moment …</h1>`);
    location.replace(loginPath(backTo));
    return;
  }
  let failure = null;
  let isBusy = false;

  const draw = () => show('Sign in', html`
    <section class="narrow">
      <h1>Sign in</h1>
      ${backTo === '/checkout' ? html`<p class="lead">Then we go straight on with your order.</p>` : nothing}
      <form class="form" @submit=${submit} novalidate>
        <div id="login-failure" role="alert">${failure ? html`<p class="note note-bad">${failure}</p>` : nothing}</div>
        <label for="username">Name</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false"
               required aria-describedby="login-failure">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required
               aria-describedby="login-failure">
        <button class="button button-wide" type="submit" ?disabled=${isBusy}>
          ${isBusy ? 'One moment …' : 'Sign in'}
        </button>
      </form>
      <p class="note note-quiet">Demo: <b>alice</b> / <b>alice-demo</b></p>
    </section>`);

  async function submit(event) {
    event.preventDefault();
    const { username, password } = event.target.elements;
    if (!username.value || !password.value) {
      failure = 'Please enter your name and your password.';
      draw();
      (username.value ? password : username).focus();
      return;
    }
    isBusy = true;
    failure = null;
    draw();
    try {
      await session.login(username.value.trim(), password.value);
      go(backTo, { replace: true });
    } catch (caught) {
      failure = wordsFor(caught);
      isBusy = false;
      draw();
      password.select();
    }
  }

  draw();
}

function wordsFor(failure) {
  if (failure instanceof Refused && (failure.status === 401 || failure.status === 400)) {
    return 'This name and password do not belong together. Please try again.';
  }
  if (failure instanceof Refused && failure.status === 429) {
    return 'Too many attempts. Please wait a minute.';
  }
  return 'We could not reach the door. Please try again in a moment; your basket is safe.';
}

/** Only paths of this shop: a link from elsewhere must not lead on to elsewhere. */
function safePath(path) {
  try {
    const url = new URL(path ?? '/', location.origin);
    return url.origin === location.origin ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}
