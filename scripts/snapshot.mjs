/**
 * Starts Pyodide under Node, lets calc answer the questions given, and writes what its memory then
 * holds: the worker goes on from there and starts no Python of its own. Prints which modules that is.
 *
 * node snapshot.mjs <folder of pyodide> <library zip> <package zip> <lock as JSON> <questions as JSON> <file>
 *
 * Only what differs from the memory of a module that has just been instantiated is written, packed:
 * three numbers (bytes of the whole snapshot, words of its head, runs), for each run the words since
 * the run before and the words in it, then the words of all runs. Words have 32 bits, low byte first.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

process.on("uncaughtException", (error) => {
  console.error(error.message ?? String(error));
  process.exit(1);
});
const [folder, library, archive, lock, questions, file] = process.argv.slice(2);
/** Words that are alike and still written, where they are fewer than what two more numbers cost. */
const BRIDGED = 3;
// Each language's words are read when asked for, so that no language is ahead of another, and the
// archives lie elsewhere then. Compressed, what was freed costs as much as what is in use: overwrite
// it with zeros, and free that again.
const TIDY = `
import calc.files, calc.text, gc, zipimport
calc.files.load.cache_clear()
calc.text.words.cache_clear()
zipimport._zip_directory_cache.clear()
gc.collect()
kept = [bytes(size) for size in range(1, 480, 16) for _ in range(100)]
kept += [bytes(size) for size in (600, 800, 1000, 1500, 2000, 4000, 8000, 16000, 32000) for _ in range(12)]
del kept
gc.collect()
gc.freeze()
`;

// The same memory from the same files, on whatever day and machine.
process.argv[1] = "python";
process.env.TZ = "UTC";
Date.now = performance.now = () => 0;
crypto.getRandomValues = (array) => array.fill(0);

let memory;
let begun;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (source, imports) => {
  // Pyodide also instantiates small modules, to see what this engine can do.
  memory = imports?.env?.memory ?? memory;
  return instantiate(source, imports);
};
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({
  indexURL: folder,
  stdLibURL: library,
  lockFileContents: JSON.parse(lock),
  env: { PYTHONPATH: "/calc.zip", PYTHONHASHSEED: "0", LANG: "C.UTF-8" },
  fsInit: async (FS) => {
    begun = new Uint32Array(memory.buffer.slice());
    FS.writeFile("/calc.zip", readFileSync(archive));
  },
  _makeSnapshot: true,
});
const run = (code) => {
  const [failed, message] = pyodide._api.rawRun(code);
  if (failed) throw Error(message);
};
const answers = pyodide.pyimport("calc.answer");
const { answer_json: answer } = answers;
for (const question of JSON.parse(questions)) answer(JSON.stringify(question));
answer.destroy();
answers.destroy();
const modules = [];
// A proxy lives no longer than the walk over all of them.
for (const module of pyodide.pyimport("sys").modules.values()) modules.push(module.__spec__?.origin ?? "");
run(TIDY);
// A function of this engine, which others have elsewhere; the worker sets its own.
const { HEAP32, __PyRuntime, __PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET } = pyodide._module;
HEAP32[(__PyRuntime + HEAP32[__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4]) / 4] = 0;

const snapshot = pyodide.makeMemorySnapshot();
const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.length / 4);
const head = words.length - begun.length;
if (head < 0 || head > 4096) throw Error("Python's memory has grown: let the snapshot answer fewer questions.");
const differs = (place) => words[place] !== (place < head ? 0 : begun[place - head]);
const runs = [];
let last = 0;
for (let place = 0; place < words.length; place += 1) {
  if (!differs(place)) continue;
  const begin = place;
  let end = begin + 1;
  for (place = end; place < words.length && place - end <= BRIDGED; place += 1) if (differs(place)) end = place + 1;
  runs.push([begin - last, words.subarray(begin, end)]);
  last = end;
  place = end - 1;
}
const numbers = [snapshot.length, head, runs.length, ...runs.flatMap(([skipped, { length }]) => [skipped, length])];
const parts = [Uint32Array.from(numbers), ...runs.map(([, found]) => found)];
const bytes = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));
writeFileSync(file, gzipSync(Buffer.concat(bytes), { level: 9 }));
console.log(JSON.stringify({ modules }));
