"""symjac site: the page as a folder for any web space; symjac runs in the browser, in Pyodide, and asks nobody.

Pyodide comes from npm at build time, by the ordinary client, in the version below; SymPy, mpmath and lark are those that are
installed. What the browser will run is compiled by the Python that will run it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from symjac import __version__
from symjac.errors import UnsupportedError
from symjac.web.folder import folder, source
from symjac.writing import atomic

PYODIDE = "314.0.7"
PACKAGES = ("symjac", "sympy", "mpmath", "lark")
FROM_NPM = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
UNUSED = ("tests", "benchmarks", "__pyinstaller")  # folders of packages
COMPILED = (".pyc", ".so", ".pyd")
RESTORE = "Module.HEAP8.set(t)"  # which does not make room first: pyodide issue 6254
MAKES_ROOM = "t.length>Module.HEAP8.length&&_emscripten_resize_heap(t.length),Module.HEAP8.set(t)"


def site(out: Path, pyodide: Path | None = None) -> dict[str, int]:
    """Write the folder; the sizes of its files in bytes, as they are sent: by gzip."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {**folder("static"), **engine(pyodide or fetched(Path(scratch)), Path(scratch))}
    scripts = {name: source(name) for name in ("worker.mjs", "sw.mjs")}
    own = version({**files, **scripts}).encode()
    files |= {name: script.replace(b"{version}", own) for name, script in scripts.items()}
    files["files.json"] = json.dumps({"app.zip": len(files["app.zip"])}).encode()  # for the line that tells how far it is
    files["sw.mjs"] = files["sw.mjs"].replace(b"{files}", json.dumps(sorted(files)).encode())
    for name, data in files.items():
        atomic.write(out / name, data)
    return {name: len(gzip.compress(data, 6)) for name, data in files.items()}


def version(files: dict[str, bytes]) -> str:
    """What names the cache: another content, another name."""
    digest = hashlib.sha256(b"".join(name.encode() + hashlib.sha256(data).digest() for name, data in sorted(files.items())))
    return f"symjac-{__version__}-{digest.hexdigest()[:12]}"


def fetched(scratch: Path) -> Path:
    """Pyodide's package, by npm."""
    npm = shutil.which("npm")
    if npm is None:
        message = "the page without a server needs Pyodide, which npm fetches"
        raise UnsupportedError(message, hint="install Node.js with npm, or say --pyodide DIR")
    pack = [npm, "pack", "--silent", f"pyodide@{PYODIDE}"]
    done = subprocess.run(pack, cwd=scratch, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise UnsupportedError("npm could not fetch Pyodide", found=done.stderr.strip()[-200:])
    shutil.unpack_archive(next(scratch.glob("pyodide-*.tgz")), scratch, filter="data")
    return scratch / "package"


def engine(pyodide: Path, scratch: Path) -> dict[str, bytes]:
    """Pyodide and what it runs."""
    told = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    if told != PYODIDE:
        raise UnsupportedError(f"this is Pyodide {told}", expected=PYODIDE)
    found = {name: (pyodide / name).read_bytes() for name in FROM_NPM}
    script = found["pyodide.asm.mjs"].decode()
    if script.count(RESTORE) != 1:
        raise UnsupportedError("Pyodide restores its memory in another way than is known")
    found["pyodide.asm.mjs"] = script.replace(RESTORE, MAKES_ROOM).encode()
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    found["pyodide-lock.json"] = json.dumps({**lock, "packages": {}}).encode()
    return found | compiled(pyodide, scratch)


def compiled(pyodide: Path, scratch: Path) -> dict[str, bytes]:
    """The modules that are used, as bytecode: of the packages (app.zip) and of Python's own library."""
    node = shutil.which("node")
    if node is None:
        raise UnsupportedError("node compiles what the browser will run, and is not here")
    (scratch / "sources.zip").write_bytes(sources())
    (scratch / "compile.py").write_bytes(source("compile.py", "pack"))
    (scratch / "compile.mjs").write_bytes(source("compile.mjs", "pack"))
    done = subprocess.run(
        [node, "compile.mjs", str(pyodide.resolve())], cwd=scratch, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        raise UnsupportedError("Pyodide could not compile symjac", found=(done.stderr or done.stdout).strip()[-400:])
    return {name: (scratch / name).read_bytes() for name in ("app.zip", "python_stdlib.zip")}


def sources() -> bytes:
    """The packages as they are installed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for package in PACKAGES:
            found = find_spec(package)
            assert found is not None and found.origin is not None
            root = Path(found.origin).parent
            for path in sorted(root.rglob("*")):
                inner = path.relative_to(root)
                if path.is_file() and path.suffix not in COMPILED and not {*UNUSED, "__pycache__"} & {*inner.parts}:
                    archive.write(path, f"{package}/{inner.as_posix()}")
    return buffer.getvalue()
