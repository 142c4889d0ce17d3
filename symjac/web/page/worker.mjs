// symjac in a Web Worker: Pyodide, from this folder and no other. `?keep` boots once more, only to make the memory
// that the next visit starts from; without it a worker starts from that memory where the browser has kept one.
import { loadPyodide } from "./pyodide.mjs";

const base = new URL("./", import.meta.url).href;
const keep = new URL(self.location.href).searchParams.has("keep");
const SNAPSHOT = new URL("snapshot", base).href;
const IMPORTS = `
import sys
sys.path.insert(0, "/app")
import importlib, pkgutil
import symjac
for module in pkgutil.walk_packages(symjac.__path__, "symjac."):
    importlib.import_module(module.name)
from symjac.web import reply
reply('{"do": "derive", "f": "tanh(W x + b)", "wrt": "x"}')
reply('{"do": "about"}')
`;
const FIRST = `
import sys
sys.path.insert(0, "/app")
from symjac.web import reply
`;

const get = async (name) => (await fetch(base + name)).arrayBuffer();
const options = async () => ({
  indexURL: base, lockFileContents: await (await fetch(base + "pyodide-lock.json")).text(), stdLibURL: base + "python_stdlib.zip",
  env: { HOME: "/home/pyodide", XDG_CACHE_HOME: "/cache" },
});
const cache = async () => caches.open((await caches.keys()).find((name) => name.startsWith("symjac-")) ?? "symjac-memory");

async function unpack(py) {
  py.FS.mkdirTree("/app");
  py.unpackArchive(await get("app.zip"), "zip", { extractDir: "/app" });
}

async function boot() {
  const py = await loadPyodide(await options());
  await unpack(py);
  py.runPython(FIRST);
  return py;
}

async function kept() {
  const found = await (await cache()).match(SNAPSHOT);
  if (!found) return null;
  try {
    const py = await loadPyodide({ ...(await options()), _loadSnapshot: new Uint8Array(await found.arrayBuffer()) });
    py.runPython("from symjac.web import reply");
    setTimeout(() => unpack(py), 1500); // for what is imported late
    return py;
  } catch {
    await (await cache()).delete(SNAPSHOT);
    return null;
  }
}

async function make() {
  const py = await loadPyodide({ ...(await options()), _makeSnapshot: true });
  await unpack(py);
  py.runPython(IMPORTS);
  const memory = py.makeMemorySnapshot();
  await (await cache()).put(SNAPSHOT, new Response(memory));
}

if (keep) {
  make().then(() => postMessage({ kept: true }), (error) => postMessage({ kept: false, error: String(error) }));
} else {
  const started = kept().then(async (py) => ({ py: py ?? (await boot()), fresh: !py }));
  started.then(({ fresh }) => postMessage({ ready: true, fresh }), (error) => postMessage({ failed: String(error) }));
  self.onmessage = async ({ data }) => {
    const { py } = await started;
    const reply = py.globals.get("reply");
    postMessage({ id: data.id, answer: reply(data.request) });
  };
}
