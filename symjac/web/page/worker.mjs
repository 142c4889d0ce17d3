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

const options = async () => ({
  indexURL: base, lockFileContents: await (await fetch(base + "pyodide-lock.json")).text(),
  stdLibURL: base + "python_stdlib.zip", env: { HOME: "/home/pyodide", XDG_CACHE_HOME: "/cache" },
});

// The largest file, while it comes.
async function get(name) {
  const parts = [];
  let size = 0;
  const total = (await sizes)[name];
  for (let reader = (await fetch(base + name)).body.getReader(), next; !(next = await reader.read()).done; ) {
    parts.push(next.value);
    size += next.value.length;
    postMessage({ arrived: `${(size / 1e6).toFixed(1)} / ${(total / 1e6).toFixed(1)} MB` });
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
const cache = () => caches.open("memory-{version}");

let sizes = null;
const fetched = () => {
  sizes = fetch(base + "files.json").then((response) => response.json());
  return get("app.zip");
};

async function unpack(py, archive = fetched()) {
  py.FS.mkdirTree("/app");
  py.unpackArchive(await archive, "zip", { extractDir: "/app" });
}

async function boot() {
  const archive = fetched(); // while Pyodide itself comes
  const py = await loadPyodide(await options());
  await unpack(py, archive);
  py.runPython(FIRST);
  return py;
}

async function kept() {
  const found = await (await cache()).match(SNAPSHOT);
  if (!found) return null;
  try {
    const [given, memory] = await Promise.all([options(), found.arrayBuffer()]);
    const py = await loadPyodide({ ...given, _loadSnapshot: new Uint8Array(memory) });
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
