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
 *                  {id, build, answer}                                 as calc.answer gives it, {part}, {spans: what there is of it so far} or a file
 *                  {id, build, error}                                  a bug; the worker lives on
 *
 * Questions that wait for the start are answered after it, only the newest of each calculator.
 * loadPyodide never settles when wasm fails, so everything awaited here races with `failed`, and
 * the page watches over the rest: silence, and calls that take too long.
 */

/**
 * @typedef {{ files: { path: string, size: number }[], packed: number }} Download
 * @type {{ folder: string, lock: object, size: number, started: Download, anew: Download }}
 */
const { folder, lock, size: whole, started, anew } = "__RUNTIME__";
const here = import.meta.url;
const build = here.split("/").at(-2);
const home = new URL(folder, here).href;
const { fetch } = self;
/** Names of files to their responses, which Pyodide gets as they are: a copy would not be cached compiled. */
const responses = {};
/** Names of files to the end of their download. */
const ends = {};
let done = 0;
let total = 0;
let packed = 0;
let open = 0;
let fail;
const failed = new Promise((_, reject) => (fail = reject));

const post = (message) => postMessage({ build, ...message });
const race = (step) => Promise.race([failed, step]);
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

/** Fetch files, all at once. */
function begin({ files, packed: more }) {
  packed += more;
  open += files.length;
  for (const { size } of files) total += size;
  report();
  files.forEach(download);
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

/** Unpack what differs in the memory of the Python that answered when the site was built. */
async function differences() {
  const { body } = await responses["memory.bin"];
  const stream = body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint32Array(await new Response(stream).arrayBuffer());
}

/** Put that memory together: what a new module's memory holds, and over it what differs (scripts/snapshot.mjs). */
function restore(memory, before, words) {
  const [, head, runs] = words;
  memory.set(before, head);
  let from = 3 + 2 * runs;
  let to = 0;
  for (let run = 3; run < 3 + 2 * runs; run += 2) {
    const length = words[run + 1];
    to += words[run];
    memory.set(words.subarray(from, from + length), to);
    from += length;
    to += length;
  }
}

/** @returns {Promise<(question: string) => string>} */
async function start() {
  begin(started);
  // Memory that cannot be unpacked stays empty, which Pyodide refuses; then Python starts as ever.
  const unpacked = differences().catch(() => null);
  // Pyodide asks for the library in any case; Python that has answered has imported most of it.
  self.fetch = async (address) => responses[nameOf(address)] ?? (await responses["rest.zip"]).clone();
  const compiled = guard(WebAssembly.compileStreaming(responses["pyodide.asm.wasm"]));
  let given;
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    given = imports.env;
    return { module, instance: await guard(WebAssembly.instantiate(module, imports)) };
  };
  const [{ loadPyodide }] = await race(Promise.all(["pyodide.mjs", "pyodide.asm.js"].map(script)));
  const load = (archive, options, ready) =>
    race(
      loadPyodide({
        indexURL: home,
        packageBaseUrl: home,
        lockFileContents: lock,
        env: { PYTHONPATH: "/calc.zip" },
        fsInit: async (FS) => {
          const response = (await responses[archive]).clone();
          FS.writeFile("/calc.zip", new Uint8Array(await response.arrayBuffer()));
          await ready?.();
        },
        ...options,
      }),
    );
  const memory = new Uint32Array(whole / 4);
  const fill = async () => {
    const words = await unpacked;
    if (words) restore(memory, new Uint32Array(given.memory.buffer), words);
  };
  const python = await load("rest.zip", { _loadSnapshot: new Uint8Array(memory.buffer) }, fill)
    .then((found) => {
      // Python calls functions the quick way of this browser, which is not that of the build.
      given._PyEM_InitTrampoline_js();
      return found;
    })
    .catch(async () => {
      await race();
      begin(anew);
      return load("calc.zip");
    });
  self.fetch = fetch;
  return python.pyimport("calc.answer").answer_json;
}

self.onunhandledrejection = (event) => {
  event.preventDefault();
  fail(event.reason);
};

try {
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
