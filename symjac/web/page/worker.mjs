// symjac in a Web Worker: Pyodide, from this folder and no other. `?keep` boots once more, only to make the memory
// that the next visit starts from; without it a worker starts from that memory where the browser has kept one.
import { loadPyodide } from "./pyodide.mjs";

const base = new URL("./", import.meta.url).href;
const keep = new URL(self.location.href).searchParams.has("keep");
const [SNAPSHOT, NAMED] = ["snapshot", "names"].map((name) => new URL(name, base).href);
const IMPORTS = `
import sys
sys.path.insert(0, "/app")
import importlib
import os
from pathlib import Path
APP = Path("/app")
FILES = [path.relative_to(APP) for path in sorted(APP.rglob("*")) if path.is_file()]
for path in FILES:
    if path.suffix == ".pyc":
        importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
from symjac.web import reply
reply('{"do": "derive", "f": "tanh(W x + b)", "wrt": "x"}')
reply('{"do": "about"}')
`;
// Files are not memory. Of a module that is imported the name is enough, for those who look what there is.
const NAMES = `
import json
json.dumps({str(APP / path): "" if path.suffix == ".pyc" else (APP / path).read_text("utf-8") for path in FILES if path.parts[0] == "symjac"})
`;
const FIRST = `
import sys
sys.path.insert(0, "/app")
from symjac.web import reply
`;

// Pyodide compiles after the memory has been read; here both are done at once.
const compiled = WebAssembly.compileStreaming(fetch(base + "pyodide.asm.wasm"));
compiled.catch(() => {});
const usual = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (response, imports) => {
  const module = await compiled.catch(() => null);
  return module ? { module, instance: await WebAssembly.instantiate(module, imports) } : usual(response, imports);
};

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
  const [memory, files] = await Promise.all([SNAPSHOT, NAMED].map(async (url) => (await cache()).match(url)));
  if (!memory || !files) return null;
  try {
    const py = await loadPyodide({ ...(await options()), _loadSnapshot: memory.arrayBuffer() });
    for (const [path, text] of Object.entries(await files.json())) {
      py.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      py.FS.writeFile(path, text);
    }
    return py;
  } catch {
    await forget();
    return null;
  }
}

const forget = async () => Promise.all([SNAPSHOT, NAMED].map(async (url) => (await cache()).delete(url)));

async function make() {
  const py = await loadPyodide({ ...(await options()), _makeSnapshot: true });
  await unpack(py);
  py.runPython(IMPORTS);
  const names = py.runPython(NAMES);
  const memory = py.makeMemorySnapshot();
  const found = await cache();
  await found.put(NAMED, new Response(names));
  await found.put(SNAPSHOT, new Response(memory));
}

if (keep) {
  make().then(() => postMessage({ kept: true }), (error) => postMessage({ kept: false, error: String(error) }));
} else {
  const started = kept().then(async (py) => ({ py: py ?? (await boot()), fresh: !py }));
  started.then(({ fresh }) => postMessage({ ready: true, fresh }), (error) => postMessage({ failed: String(error) }));
  self.onmessage = async ({ data }) => {
    const { py } = await started;
    try {
      postMessage({ id: data.id, answer: py.globals.get("reply")(data.request) });
    } catch (error) {
      postMessage({ broken: String(error) }); // a stack or a memory that has run over: nothing more is to be had here
    }
  };
}
