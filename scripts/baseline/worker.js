import { loadPyodide } from "./pyodide.mjs";

const starting = loadPyodide();
onmessage = async ({ data }) => {
  const python = await starting;
  postMessage(python.runPython(`f"\${${Number(data)} * 160 * 7:,}"`));
};
