/**
 * Starts Pyodide under Node with a package on sys.path, asks it the questions given, as the
 * worker does, meets one error, and prints which modules Python then has from its library.
 *
 * node record.mjs <folder of pyodide> <library zip> <package zip> <lock as JSON> <questions as JSON>
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Uncaught, an error would print the whole minified line that it comes from.
process.on("uncaughtException", (error) => {
  console.error(error.message ?? String(error));
  process.exit(1);
});
const [folder, library, archive, lock, questions] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({
  indexURL: folder,
  stdLibURL: library,
  lockFileContents: JSON.parse(lock),
  env: { PYTHONPATH: "/calc.zip" },
  fsInit: async (FS) => FS.writeFile("/calc.zip", readFileSync(archive)),
});
const answer = pyodide.pyimport("calc.answer").answer_json;
const answers = JSON.parse(questions).map((question) => answer(JSON.stringify(question)));
let raised = "";
try {
  answer("{}");
} catch (error) {
  raised = error.message;
}
const modules = [];
// A proxy lives no longer than the walk over all of them.
for (const module of pyodide.pyimport("sys").modules.values()) modules.push(module.__spec__?.origin ?? "");
console.log(JSON.stringify({ answers, raised, modules }));
