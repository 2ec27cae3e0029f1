/**
 * Keep every calculator's answer in step with what the reader types.
 *
 * The page is complete without this module: it asks the worker (its protocol is in worker.js),
 * shows what comes back, and knows no calculator by name. All words stand hidden in the page;
 * what is to be seen of them is up to the style sheet, by `data-runtime` on the root (the
 * message), `data-answer` on the calculator ("stale", "example" or "") and texts that are empty.
 */
import { build, checkBuild, compare, tell } from "./site.js";

/** @typedef {[tag: string, attributes: Record<string, string>, children: (string | ViewElement)[]]} ViewElement */
/** @typedef {{ text: string, message: string | null, note: string | null, usual: string | null }} FieldAnswer */
/** @typedef {{ fields: Record<string, FieldAnswer>, panel: ViewElement[] | null, sentence: string | null, fragment: string, banner: string | null, rate: string | null }} Answer */

const TAGS =
  /^(a|caption|circle|cite|code|desc|details|div|fig(caption|ure)|h[34]|li|line|[ou]l|p|poly(gon|line)|rect|section|small|span|strong|summary|svg|t[dhr]|table|tbody|text|thead|title|tspan)$/;
const ATTRIBUTES = /^((aria|data)-[a-z]+|c[xy]|class|height|href|id|lang|points|r|role|scope|text-anchor|viewBox|width|[xy][12]?)$/;

/** What is typed into or chosen from, but for radio buttons. */
const BOX = "[type=text], select, textarea";
const isText = ({ type }) => /^text/.test(type);

// The worker

/** @type {"idle" | "loading" | "ready" | "failed"} */
let phase = "idle";
/** @type {Worker} */
let worker;
let watch;
let count = 0;
let restarts = 0;
/** Until then nothing is shown: what moved under a pointer that is down would never get its click. */
let released;
/** What is asked beside the answers: numbers of questions to what becomes of their answers. */
const extras = new Map();

/**
 * The blob's text: it tries what the runtime needs before anything is downloaded. Only a module has no `this`, and
 * every browser with module workers reads responses as streams.
 */
const bootstrap = (mode, url) => `self.mode="${mode}";self.waiting=[];onmessage=event=>waiting.push(event.data);
const fail=reason=>postMessage({build:"${build}",phase:"failed",reason});
try{if(this)throw 0;new WebAssembly.Module(Uint8Array.of(0,97,115,109,1,0,0,0));
fetch("${url}",{cache:mode}).then(()=>import("${url}")).catch(fail)}catch{fail("unsupported")}`;

/** Fill the bytes done and needed into the messages, in MB; at first neither is known. */
function progress(bytes) {
  for (const message of document.querySelectorAll("[data-say=loading], [data-say=slow]"))
    complete(message, (key) => (bytes[key] ? (bytes[key] / 1e6).toFixed(1) : "–"));
}

addEventListener(
  "pointerdown",
  () =>
    (released = new Promise((done) => {
      const press = new AbortController();
      const end = () => {
        press.abort();
        done();
      };
      for (const type of ["pointerup", "pointercancel", "contextmenu"]) addEventListener(type, () => setTimeout(end), press);
      setTimeout(end, 3000);
    })),
  true,
);

function start(mode) {
  const text = bootstrap(mode, new URL("worker.js", import.meta.url));
  phase = "loading";
  progress({});
  const mine = (worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { type: "module" }));
  worker.onmessage = async ({ data }) => {
    await released;
    if (mine === worker) receive(data);
  };
  worker.onerror = worker.onmessageerror = (event) => {
    event.preventDefault();
    ended("failed");
  };
  waiting().forEach(({ pending }) => worker.postMessage(pending));
  const stage = (name) => phase === "loading" && tell(name);
  setTimeout(stage, 400, "loading");
  setTimeout(stage, 10000, "slow");
  wait(10000);
}

/** Start the worker, unless it runs or has failed. */
const wake = () => phase === "idle" && start("default");
const retry = () => phase === "failed" && start("reload");

/** Give the worker so long to say something; a call that is too long is another failure than a start. */
function wait(time) {
  clearTimeout(watch);
  watch = time && setTimeout(ended, time, phase === "ready" ? "too_long" : "failed");
}

/** Give the calls under way their deadline, counted from the first. */
const expect = () => phase === "ready" && !watch && waiting().length && wait(2000);

function receive({ build: other, id, phase: next, reason, ...data }) {
  compare(other);
  if (next === "failed") return ended(reason === "unsupported" ? reason : next);
  wait(next && (next === "start" ? 30000 : 10000));
  if (next === "ready") {
    phase = next;
    tell("");
    wait();
  } else if (next) {
    progress(data);
  } else {
    restarts = 0;
    waiting().find(({ pending }) => pending.id === id)?.receive(data);
    extras.get(id)?.(data.answer ?? {});
    extras.delete(id);
  }
  expect();
}

/** Start once more with the questions at hand when a worker that was ready has ended; else say why. */
function ended(reason) {
  const ready = phase === "ready";
  const stuck = waiting();
  worker.terminate();
  wait();
  phase = "idle";
  if (ready && (!stuck.length || !restarts++)) return stuck.length && wake();
  restarts = 0;
  if (reason === "too_long") stuck.forEach((calculator) => (calculator.pending = null));
  else phase = "failed";
  if (reason === "failed") {
    checkBuild();
    if (!navigator.onLine) reason = "offline";
  }
  refuse(reason);
}

/** Show one message of the runtime, and say it. */
function refuse(name) {
  tell(name);
  calculators().forEach((calculator) => calculator.say(first(calculator.find(`[data-say=${name}]`))));
}

// What the browser keeps

/** The site's path comes first: sites of one owner share an origin. */
const path = new URL("../..", import.meta.url).pathname;

/** Return what is kept under a key, or nothing where the browser denies that. */
function recall(key) {
  try {
    return localStorage[path + key];
  } catch {
    return "";
  }
}

/** Keep a text under a key, and tell whether the browser does. */
function remember(key, text) {
  try {
    localStorage[path + key] = text;
    return true;
  } catch {
    return false;
  }
}

/** The scenarios of a calculator that the reader keeps: in the browser, or in this page where it denies that. */
class Kept {
  spoken = 0;

  constructor(section) {
    this.section = section;
    this.store = `scenarios/${section.id}`;
    this.list(this.scenarios);
    section.addEventListener("click", this);
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  part(name) {
    return this.find(`[data-part=${name}]`);
  }

  handleEvent(event) {
    this[event.type](event.target, event);
  }

  click(target) {
    const button = target.closest("button");
    const task = button?.dataset.do;
    if (task) this[task](button);
  }

  forget(button) {
    this.forgotten = this.scenarios;
    const place = index(button);
    this.scenarios = this.forgotten.filter((_, at) => at !== place);
    this.part("gone").hidden = false;
    this.part("gone").focus();
    this.say(first(this.part("gone")));
  }

  unforget() {
    this.scenarios = this.forgotten;
    this.part("kept").querySelector("button").focus();
  }

  get scenarios() {
    try {
      const kept = JSON.parse(recall(this.store));
      if (Array.isArray(kept)) return kept.filter((it) => typeof it?.name + typeof it?.fragment === "stringstring").slice(0, 3);
    } catch {
      // Nothing is kept, or what another page left there is not ours to mend.
    }
    return this.memory ?? [];
  }

  set scenarios(list) {
    this.memory = list;
    this.part("denied").hidden = remember(this.store, JSON.stringify(list));
    this.list(list);
    this.compare?.();
  }

  list(list) {
    const lines = list.map(({ name, fragment }) => {
      const line = this.find("template").content.firstElementChild.cloneNode(true);
      line.firstChild.textContent = name.slice(0, 40);
      if (line.firstChild.href) line.firstChild.href += `#${fragment || this.section.id}`;
      return line;
    });
    this.part("kept").replaceChildren(...lines);
    this.part("gone").hidden = true;
    if (lines.length) this.section.hidden = false;
  }

  /** Say a sentence to screen readers: never twice, at most one a second. */
  say(text, delay = 0) {
    const status = this.find("[role=status]");
    clearTimeout(this.saying);
    if (text === status.textContent) return;
    const say = () => {
      status.textContent = text;
      this.spoken = Date.now();
    };
    this.saying = setTimeout(say, Math.max(delay, this.spoken + 1000 - Date.now()));
  }
}

// The form

class Calculator extends Kept {
  typed = {};
  texts = {};
  checked = new Set();
  fragment = "";
  page = location.pathname;

  constructor(section) {
    super(section);
    this.form = this.find("form");
    this.prefix = `${section.id}?`;
    this.last = recall(`last/${section.id}`);
    this.part("rate").value = recall("rate") ?? "";
    const usual = this.form.cloneNode(true);
    usual.reset();
    this.usual = read(usual);
    this.find("[data-do=send]").hidden = !navigator.share;
    for (const type of ["change", "focusin", "focusout", "input", "pointerdown", "submit"]) section.addEventListener(type, this);
    if (!navigator.connection?.saveData)
      new IntersectionObserver(([entry]) => entry.isIntersecting && wake(), { rootMargin: "50%" }).observe(this.form);
    if (this.open()) return;
    this.part("last").hidden = !this.last;
    if (this.edits().length || this.part("rate").value) this.edit();
  }

  /** Ask for the address's numbers, if it holds some of this calculator. */
  open() {
    const link = location.hash.slice(1);
    if (!link.startsWith(this.prefix)) return;
    this.link = link;
    this.part("last").hidden = true;
    this.mark(phase === "ready" ? "" : "example");
    this.ask();
    if (!scrollY) this.section.scrollIntoView();
    return link;
  }

  /** Mark the answer that stands there: one that is behind the form, or not the reader's own. */
  mark(state) {
    this.section.dataset.answer = state;
  }

  /** The fields that differ from the usual ones. */
  edits() {
    return Object.entries(read(this.form)).filter(([name, text]) => text !== this.usual[name]);
  }

  // What the reader does

  pointerdown() {
    wake();
  }

  input(control) {
    const { name } = control;
    if (!name) return;
    this.part("was").hidden = true;
    if (!isText(control)) return;
    this.typed[name] = control.value;
    this.key = Date.now();
    this.pending &&= this.link && this.pending;
    this.edited();
    this.typing = setTimeout(() => this.ask(name), this.checked.has(name) ? 0 : 200);
  }

  change({ name, dataset, value }) {
    if (dataset.part === "rate") remember("rate", value);
    else if (!name) return;
    this.edit([name]);
  }

  /** Give the reader's own text back to a field that is edited again. */
  focusin(control) {
    wake();
    const text = this.typed[control.name];
    if (!text || text === control.value) return;
    control.value = text;
    control.select();
  }

  focusout(control) {
    const text = this.texts[control.name];
    if (text && isText(control) && !this.typing && !this.pending) control.value = text;
  }

  submit(_, event) {
    event.preventDefault();
    this.pressed = true;
    this.checked = new Set(Object.keys(this.usual));
    this.ask();
  }

  click(target) {
    const { preset } = target.closest("button")?.dataset ?? {};
    if (preset) this.fill(JSON.parse(preset));
    super.click(target);
  }

  // What the buttons do, by their data-do

  retry() {
    retry();
  }

  dismiss() {
    this.part("text").textContent = "";
    this.part("last").hidden = true;
  }

  back(button) {
    const field = button.closest("[data-field]");
    const name = field.dataset.field;
    this.fill({ [name]: this.usual[name] });
    field.querySelector(`:checked, ${BOX}`).focus();
  }

  undo() {
    this.fill(this.before);
    this.find("[type=submit]").focus();
  }

  reset() {
    const undone = this.part("undone");
    this.before = read(this.form);
    this.fill(this.usual);
    this.quiet = true;
    this.dismiss();
    this.summarize([]);
    undone.hidden = false;
    undone.focus();
    this.say(first(undone));
  }

  share() {
    const box = this.find("dialog input");
    box.value = this.address();
    this.find("dialog").showModal();
    box.select();
  }

  close() {
    this.find("dialog").close();
  }

  send() {
    navigator.share({ title: document.title, url: this.address() }).catch(() => {});
  }

  copyLink(button) {
    const box = this.find("dialog input");
    this.copy(button, () => navigator.clipboard.writeText(box.value), () => box.select());
  }

  table(button) {
    const table = this.find("table");
    const lines = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent).join("\t"));
    const blob = (type, text) => new Blob([text], { type });
    const item = () =>
      new ClipboardItem({
        "text/html": blob("text/html", table.outerHTML),
        "text/plain": blob("text/plain", lines.join("\n")),
      });
    this.copy(button, () => navigator.clipboard.write([item()]), () => getSelection().selectAllChildren(table));
  }

  /** Save the answer as the file that Python makes of it. */
  file({ dataset }) {
    const day = new Date().toLocaleDateString("sv"); // as ISO 8601 writes it
    this.also({ kind: dataset.kind, link: this.address(), day }, ({ name, type, base64 }) => {
      if (!name) return this.form.requestSubmit(); // it lists what does not read
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt());
      const link = document.createElement("a");
      link.download = name;
      link.href = URL.createObjectURL(new Blob([bytes], { type }));
      link.click();
      setTimeout(URL.revokeObjectURL, 60000, link.href);
    });
  }

  print() {
    print();
  }

  keep({ dataset }) {
    const box = this.part("name");
    const list = this.scenarios;
    const name = box.value.trim() || box.dataset.usual.replace("{number}", list.length + 1);
    box.value = "";
    this.scenarios = [...list, { name, fragment: this.state(), day: new Date().toLocaleDateString("sv") }];
    this.say(dataset.done);
  }

  restore(button) {
    this.bring(this.scenarios[index(button)].fragment);
  }

  resume() {
    this.bring(this.last);
  }

  /** Put numbers that were kept into the form. */
  bring(fragment) {
    this.form.reset();
    this.dismiss();
    this.link = fragment || this.prefix;
    this.own = true;
    this.ask();
    this.find("h2").focus();
  }

  /** Copy, and say so on the button and to screen readers; where it is refused, select what was meant. */
  async copy(button, write, select) {
    const refused = button.parentElement.querySelector("[data-part=refused]");
    const { done } = button.dataset;
    refused.hidden = true;
    try {
      await write();
    } catch {
      select();
      refused.hidden = false;
      return this.say(refused.textContent);
    }
    this.say(done);
    const text = button.textContent;
    if (text === done) return;
    button.textContent = done;
    setTimeout(() => (button.textContent = text), 5000);
  }

  /** Set fields as if the reader had typed and left them. */
  fill(values) {
    for (const name in values) this.type(name, values[name]);
    this.edit(Object.keys(values));
  }

  type(name, text) {
    this.form.elements[name].value = text;
    delete this.typed[name];
  }

  edit(names = []) {
    names.forEach((name) => this.checked.add(name));
    this.key = 0;
    this.edited();
    this.ask(names[0]);
  }

  /** Take away what holds only until the next edit. */
  edited() {
    this.part("undone").hidden = true;
    clearTimeout(this.saying);
    clearTimeout(this.typing);
    this.mark("stale");
  }

  // Questions and answers

  /** Ask the worker; an answer to an older question is dropped from here on. */
  ask(edited) {
    clearTimeout(this.typing);
    this.typing = 0;
    this.quiet = this.link || phase !== "ready";
    this.pending = this.post(this.link ? { fragment: this.link } : { fields: read(this.form), edited });
    expect();
  }

  post(asked) {
    const { calculator } = this.section.dataset;
    const { lang } = document.documentElement;
    const rate = this.part("rate").value;
    const message = { id: ++count, build, question: { calculator, lang, rate, ...asked } };
    wake();
    worker.postMessage(message);
    return message;
  }

  /** Ask for something beside the answer; what becomes of it is up to `use`. */
  also(asked, use) {
    extras.set(this.post({ fields: read(this.form), ...asked }).id, use);
  }

  /** Ask for what takes longer, a moment of it at a time, until the reader is ahead of it: the rest of the panel. */
  follow(fields = read(this.form), spans = []) {
    const place = this.find("[data-later]");
    place.ariaBusy = true;
    this.also({ part: place.dataset.later, fields, spans }, ({ part, spans: more }) => {
      if (this.pending) return;
      if (more) this.follow(fields, more);
      if (!part) return;
      place.ariaBusy = null;
      this.put(place, part);
    });
  }

  /** Take the answer to the newest question. */
  receive({ answer, error }) {
    const { link } = this;
    this.pending = null;
    if (error) {
      console.error(error);
      return refuse("bug");
    }
    tell("");
    this.fragment = answer.fragment;
    if (link && this.adopt(answer)) return this.ask();
    for (const field of this.section.querySelectorAll("[data-field]")) this.showField(field, answer.fields[field.dataset.field]);
    for (const chip of this.section.querySelectorAll("[data-preset]"))
      chip.ariaPressed = Object.entries(JSON.parse(chip.dataset.preset)).every(([name, text]) => text === this.texts[name]);
    this.part("rate-message").textContent = answer.rate;
    this.find("form [data-do=reset]").hidden = !this.edits().length;
    if (answer.panel) {
      this.showPanel(answer.panel, link);
      if (this.pressed || !this.quiet) this.say(answer.sentence, this.key + 1000 - Date.now());
    }
    if (this.pressed) this.summarize([...this.section.querySelectorAll(".calculator-error:not([hidden])")], true);
    this.pressed = false;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), 300);
    if (!answer.panel) this.find("[data-later]").ariaBusy = null;
    else {
      this.compare();
      this.follow();
    }
  }

  /** Fill the form from a link; what the reader has edited meanwhile stays, and is to be asked. */
  adopt({ fields, banner }) {
    const kept = new Map(this.edits());
    this.link = "";
    this.part("text").textContent = this.own ? "" : banner;
    this.own = false;
    for (const name in fields) if (!kept.has(name)) this.type(name, fields[name].text);
    return kept.size;
  }

  /** @param {FieldAnswer} answer */
  showField(field, { text, message, note, usual }) {
    const name = field.dataset.field;
    const control = field.querySelector(BOX) ?? field;
    const error = field.querySelector(".calculator-error");
    if (!message) this.checked.delete(name);
    const wrong = this.checked.has(name);
    error.hidden = !wrong;
    error.lastChild.textContent = message;
    field.querySelector("[data-part=note]").textContent = note;
    if (field.querySelector("[data-part=text]")) field.querySelector("[data-part=text]").textContent = usual;
    control.hint ??= control.getAttribute("aria-describedby") ?? "";
    control.setAttribute("aria-describedby", wrong ? `${control.hint} ${error.id}` : control.hint);
    control.ariaInvalid = wrong || null;
    this.texts[name] = message ? "" : text;
    if (control !== document.activeElement) this.focusout(control);
  }

  /** Put what changed in place of what stood there, and mark it; say what the headline was before. */
  showPanel(elements, link) {
    const { children } = this.part("panel");
    const headline = () => this.part("headline").firstChild.textContent;
    const value = headline();
    this.mark("");
    elements.forEach((element, index) => element[1]["data-later"] || this.put(children[index], element));
    if (value === headline()) return;
    complete(this.part("was"), () => value);
    this.part("was").hidden = link;
  }

  /** Put an element in another's place and mark it, where the two differ; what was open stays open. */
  put(old, element) {
    const node = make(element);
    node.normalize();
    const details = (from) => [...from.querySelectorAll("details"), from];
    details(node).forEach((part, index) => (part.open = details(old)[index]?.open));
    if (old.isEqualNode(node)) return;
    node.dataset.changed = "";
    if (!old.isEqualNode(node)) old.replaceWith(node);
  }

  /** List the messages above the form and go there; with none go to the answer. */
  summarize(errors, go) {
    const summary = this.part("summary");
    const prefix = `${first(this.find(".calculator-error"))} `;
    const links = errors.map((error) => {
      const { id } = error.parentElement.querySelector(`input, ${BOX}`);
      return make(["li", {}, [["a", { href: `#${id}` }, [error.lastChild.textContent]]]]);
    });
    summary.lastChild.replaceChildren(...links);
    summary.hidden = !links.length;
    document.title = (links.length ? prefix : "") + document.title.replace(prefix, "");
    if (go) (links.length ? summary : this.find("h2")).focus();
  }

  list(list) {
    super.list(list);
    this.part("keep").hidden = list.length > 2;
    this.part("full").hidden = list.length < 3;
  }

  compare() {
    const { scenarios } = this;
    const place = this.part("comparison");
    if (!scenarios.length) return place.replaceChildren();
    this.also({ part: "scenarios", scenarios }, ({ part }) => part && !this.pending && place.replaceChildren(make(part)));
  }

  // The address

  /** The page's address with the numbers as they stand. */
  address() {
    return String(new URL(`#${this.state() || this.section.id}`, location));
  }

  /** The numbers as they stand; what no answer has confirmed yet as typed, where that is plain, rows with commas. */
  state() {
    if (this.link || !(this.typing || this.pending)) return this.link || this.fragment;
    const plain = this.edits().filter(([, text]) => /^[\w.\n-]{1,2000}$/.test(text));
    return plain.length ? this.prefix + plain.map((pair) => pair.join("=").replace(/\n/g, ",")).join("&") : "";
  }

  /** Write the numbers into the address, or take them out of it; it may be that of the next page already. */
  save() {
    const state = this.state();
    const hash = state && `#${state}`;
    const own = location.hash.startsWith(`#${this.prefix}`);
    if (!this.section.isConnected || location.pathname !== this.page) return;
    if (hash === location.hash || !(hash || own)) return;
    try {
      history.replaceState(history.state, "", hash || location.pathname + location.search);
    } catch {
      // Browsers limit how often history is written; the next change writes it.
    }
    remember(`last/${this.section.id}`, state);
  }
}

const read = (form) => Object.fromEntries(new FormData(form));

/** The place of a button's line in its list. */
const index = (button) => [...button.closest("ul").children].indexOf(button.closest("li"));

/** The text of an element before its button. */
const first = (element) => element.firstChild.textContent.trim();

/** Fill an element's {names}, from the text it was built with. */
function complete(element, value) {
  element.dataset.template ??= element.textContent;
  element.textContent = element.dataset.template.replace(/{(\w+)}/g, (_, key) => value(key));
}

/** Make nodes from an answer's elements: only tags and attributes of the lists, only links to us or to https. */
function make(element, space = "http://www.w3.org/1999/xhtml") {
  if (typeof element === "string") return element;
  const [tag, attributes, children] = element;
  if (!TAGS.test(tag)) throw TypeError(tag);
  if (tag === "svg") space = "http://www.w3.org/2000/svg";
  const node = document.createElementNS(space, tag);
  for (const name in attributes) if (ATTRIBUTES.test(name)) node.setAttribute(name, attributes[name]);
  // Material makes the page's own links absolute, too.
  if (node.protocol === "https:" || node.origin === location.origin) node.href = node.href;
  else node.removeAttribute("href");
  node.append(...children.map((child) => make(child, space)));
  return node;
}

// The page

const calculators = () => [...document.querySelectorAll(".calculator")].flatMap(({ calculator }) => calculator ?? []);
const waiting = () => calculators().filter(({ pending }) => pending);

/** Take up the calculators of the page that has come. */
export function mount() {
  for (const section of document.querySelectorAll(".calculator")) section.calculator ??= new Calculator(section);
  for (const section of document.querySelectorAll(".kept")) section.kept ??= new Kept(section);
}

/** Write what the address does not hold yet. */
export const flush = () => calculators().forEach((calculator) => calculator.save());

/** Follow an anchor of this page without letting go of the numbers in the address. */
function onAnchor(event) {
  flush();
  const link = event.target.closest?.("a[href]");
  const target = link?.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (!target || event.metaKey || event.ctrlKey || !(location.hash.includes("?") || link.closest(".calculator-summary"))) return;
  event.preventDefault();
  event.stopPropagation();
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

/** Fill the line that only print shows. */
function onPrint() {
  flush();
  const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  calculators().forEach((calculator) => complete(calculator.part("link"), (key) => (key === "day" ? day : location.href)));
}

addEventListener("click", onAnchor, true);
addEventListener("pagehide", flush);
addEventListener("online", retry);
addEventListener("beforeprint", onPrint);
addEventListener("hashchange", () =>
  calculators().forEach((calculator) => {
    if (location.hash.startsWith(`#${calculator.prefix}`)) calculator.form.reset();
    calculator.open();
  }),
);
