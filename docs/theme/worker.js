/**
 * Answer questions with the Python package calc, in Pyodide, off the page's thread.
 *
 * The page starts this module from a blob worker, so that the page's Content-Security-Policy
 * holds here too. The blob leaves two globals: `mode` (the cache mode of every request:
 * "default", or "reload" on a retry) and `waiting` (messages that came before this module did).
 *
 * page -> worker   {id, build, question}
 *                  question = {calculator, lang, fields: {name: text}, edited: name | null}
 *                          or {calculator, lang, fragment}, both with {rate}
 *                          or the first with {part}: what follows its answer, with
 *                          {part, scenarios: [{name, fragment}]}: those side by side,
 *                          or with {kind, link, day}: the answer as a file
 * worker -> page   {build, phase: "download" | "start", done, total}   bytes, with every chunk
 *                  {build, phase: "ready"}                             once, before any answer
 *                  {build, phase: "failed", reason}                    the page ends this worker
 *                  {id, build, answer}                                 as calc.answer gives it, {part} or a file
 *                  {id, build, error}                                  a bug; the worker lives on
 *
 * Questions that wait for the start are answered after it, only the newest of each calculator.
 * loadPyodide never settles when wasm fails, so everything awaited here races with `failed`, and
 * the page watches over the rest: silence, and calls that take too long.
 */

/** @type {{ folder: string, lock: object, packed: number, files: { path: string, size: number }[] }} */
const { folder, lock, packed, files } = "__RUNTIME__";
const here = import.meta.url;
const build = here.split("/").at(-2);
const home = new URL(folder, here).href;
const total = files.reduce((sum, { size }) => sum + size, 0);
const { fetch } = self;
/** Names of files to their responses, which Pyodide gets as they are: a copy would not be cached compiled. */
const responses = {};
/** Names of files to the end of their download. */
const ends = {};
let done = 0;
let open = files.length;
let fail;
const failed = new Promise((_, reject) => (fail = reject));

const post = (message) => postMessage({ build, ...message });
const race = (step) => Promise.race([step, failed]);
/** What only the newest question of is answered after the start: an answer, a part or a file of one calculator. */
const kindOf = ({ calculator, part, kind } = {}) => `${calculator} ${part} ${kind}`;
const nameOf = (address) => String(address).split("/").at(-1);
/** Say how far the download is, in bytes as they are sent: compressed, about in proportion. */
const report = () => post({ phase: open ? "download" : "start", done: (done / total) * packed, total: packed });

/** Let a rejection fail the start, also where Pyodide would swallow it. */
function guard(promise) {
  promise.catch(fail);
  return promise;
}

/** Fetch a file, refuse what is not the file asked for, and count the bytes of a copy. */
function download({ path, size }) {
  const name = nameOf(path);
  responses[name] = guard(
    fetch(new URL(path, here), { cache: self.mode }).then((response) => {
      const type = response.headers.get("content-type") ?? "";
      const right = name.endsWith(".wasm") ? type.startsWith("application/wasm") : !type.includes("text/html");
      if (response.ok && right) return response;
      throw Error(`${response.status} ${type} ${path}`);
    }),
  );
  ends[name] = guard(
    responses[name].then(async (response) => {
      let length = 0;
      const reader = response.clone().body.getReader();
      for (let part; !(part = await reader.read()).done; report()) {
        length += part.value.length;
        done += part.value.length;
      }
      if (length !== size) throw Error(`${length} bytes, not ${size}: ${path}`);
      open -= 1;
      report();
    }),
  );
}

/** Import a script from the HTTP cache, where its checked download has put it. */
const script = (name) => ends[name].then(() => import(home + name));

/** @returns {Promise<(question: string) => string>} */
async function start() {
  files.forEach(download);
  self.fetch = async (address) => responses[nameOf(address)];
  const archive = responses["calc.zip"].then((response) => response.arrayBuffer());
  const compiled = guard(WebAssembly.compileStreaming(responses["pyodide.asm.wasm"]));
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await guard(WebAssembly.instantiate(module, imports)) };
  };
  const [{ loadPyodide }] = await race(Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(script)));
  const python = await race(
    loadPyodide({
      indexURL: home,
      packageBaseUrl: home,
      lockFileContents: lock,
      env: { PYTHONPATH: "/calc.zip" },
      fsInit: async (FS) => FS.writeFile("/calc.zip", new Uint8Array(await archive)),
    }),
  );
  self.fetch = fetch;
  return python.pyimport("calc.answer").answer_json;
}

self.onunhandledrejection = (event) => {
  event.preventDefault();
  fail(event.reason);
};

try {
  report();
  const answerJson = await start();
  const answer = ({ id, build: wanted, question }) => {
    if (wanted !== build || !question) return;
    try {
      post({ id, answer: JSON.parse(answerJson(JSON.stringify(question))) });
    } catch (error) {
      post({ id, error: String(error), ...(error.pyodide_fatal_error && { phase: "failed", reason: "fatal" }) });
    }
  };
  post({ phase: "ready" });
  new Map(self.waiting.map((message) => [kindOf(message.question), message])).forEach(answer);
  self.onmessage = ({ data }) => answer(data);
} catch (error) {
  post({ phase: "failed", reason: String(error) });
}
