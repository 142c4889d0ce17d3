// At build time, in Node: Pyodide imports symjac, runs its examples, and compiles what was used.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const py = await loadPyodide({ indexURL: `${folder}/` });
py.FS.writeFile("/sources.zip", readFileSync("sources.zip"));
py.FS.writeFile("/library.zip", readFileSync(`${folder}/python_stdlib.zip`));
try {
  py.runPython(readFileSync("compile.py", "utf8"));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
for (const name of ["app.zip", "python_stdlib.zip"]) writeFileSync(name, py.FS.readFile(`/${name}`));
process.exit(0);
