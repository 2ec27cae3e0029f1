/**
 * Starts the stock Pyodide under Node with a package on sys.path, asks it the questions given, as the
 * worker does, raises one exception, and prints which modules Python then has from its library.
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
});
pyodide.FS.writeFile("/calc.zip", readFileSync(archive));
pyodide.runPython("import sys; sys.path.insert(0, '/calc.zip')");
const answer = pyodide.pyimport("calc.answer").answer_json;
const answers = JSON.parse(questions).map((question) => answer(JSON.stringify(question)));
let raised = "";
try {
  pyodide.runPython("import traceback\ntry:\n    1 / 0\nexcept Exception:\n    traceback.format_exc()\n    raise");
} catch (error) {
  raised = error.message;
}
const modules = pyodide.runPython(`
[module.__spec__.origin for module in list(sys.modules.values())
 if getattr(getattr(module, "__spec__", None), "origin", None)]
`).toJs();
console.log(JSON.stringify({ answers, raised, modules }));
