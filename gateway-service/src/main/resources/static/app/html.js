// The one place that knows where the rendering library is, and its version.
export { html, nothing, render } from '/webjars/lit-html/3.3.2/lit-html.js';
