/**
 * Do what every page needs: the language link, the theme's single keys, the check for a new
 * build, and the calculators where there are any.
 */

/** The build that this module belongs to. */
export const build = import.meta.url.split("/").at(-2);

/** The root of this language, taken before instant navigation moves the address. */
const root = new URL(JSON.parse(document.getElementById("__config").textContent).base, location).pathname;
/** @type {typeof import("./calculator.js") | undefined} */
let calculators;
let attempts = 0;

/** Show one of the messages that stand hidden in every calculator, or none; an old page stays one. */
export function tell(name) {
  const { dataset } = document.documentElement;
  if (dataset.runtime !== "updated") dataset.runtime = name;
}

/** Reload for another build, once a visit; after that say so. */
export function compare(other) {
  if (!other || other === build) return;
  const key = `${root}build`;
  try {
    if (sessionStorage[key] !== other) {
      sessionStorage[key] = other;
      calculators?.flush();
      location.reload();
      return;
    }
  } catch {
    // Storage is denied: without the guard a reload could come again and again.
  }
  tell("updated");
}

/** Compare with the build that the server has by now, after a file of ours did not come. */
export async function checkBuild() {
  const page = await fetch(location.pathname, { cache: "reload" }).then((response) => response.text(), String);
  compare(/data-build="(\w+)/.exec(page)?.[1]);
}

/** Load the calculators; a retry takes another address, since a failed import is remembered. */
async function load() {
  const url = new URL("calculator.js", import.meta.url);
  const late = setTimeout(tell, 10000, "failed");
  try {
    if (attempts++) await fetch(url, { cache: "reload" });
    url.hash = attempts;
    const module = await import(url);
    module.mount();
    calculators = module;
    tell("");
  } catch {
    tell("failed");
    checkBuild();
  }
  clearTimeout(late);
}

/** Point the language link at this page's pair, with the reader's numbers or the anchor. */
function onLink(event) {
  const link = event.target.closest?.("a[data-root]");
  if (!link) return;
  calculators?.flush();
  link.href = link.dataset.root + location.pathname.slice(root.length) + location.hash;
  // Material would take the click for a page of this language.
  event.stopPropagation();
}

/** Swallow Material's single keys, which would leave the page (WCAG 2.1.4). */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(".md-search")) return;
  if ("np.,sf/".includes(event.key)) event.stopImmediatePropagation();
}

function onPage() {
  compare(document.getElementById("build").dataset.build);
  if (calculators) calculators.mount();
  else if (!attempts && document.querySelector(".calculator, .kept")) load();
}

for (const type of ["pointerdown", "focusin", "click"]) addEventListener(type, onLink, true);
addEventListener("keydown", onKey, true);
addEventListener("click", ({ target }) => {
  if (!calculators && target.closest?.("[data-do=retry]")) load();
});
if (window.document$) document$.subscribe(onPage);
else onPage();
