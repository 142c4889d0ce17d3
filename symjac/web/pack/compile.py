"""Runs inside Pyodide at build time: which modules symjac uses there, and these as bytecode, in two archives."""

import importlib
import importlib.util
import io
import json
import marshal
import pkgutil
import sys
import types
import zipfile

SOURCES = "/sources.zip"
LEFT_OUT = ("symjac.cli", "symjac.__main__", "symjac.testing", "symjac.notebook", "symjac.web.server", "symjac.web.workers",
            "symjac.web.site", "symjac.web.folder", "symjac.web.pack", "symjac.writing.formats.pdf")  # fmt: skip
NOT_READ = ("symjac/web/page/", "symjac/web/pack/")  # by symjac itself
KEPT = ("encodings/utf_8", "encodings/latin_1", "encodings/ascii", "encodings/idna", "encodings/__init__", "encodings/aliases")

zipfile.ZipFile(SOURCES).extractall("/sources")
sys.path.insert(0, "/sources")


def run_everything() -> None:
    """Import all of symjac that a page can reach, and let it work, so that what it imports late is there, too."""
    symjac = importlib.import_module("symjac")  # the whole of it, whatever the layers

    for module in pkgutil.walk_packages(symjac.__path__, "symjac."):
        if not module.name.startswith(LEFT_OUT):
            importlib.import_module(module.name)
    from symjac.web import reply
    from symjac.web.about import examples

    def ask(**request: object) -> None:
        found = json.loads(reply(json.dumps(request)))
        assert found["ok"] or found["fault"]["kind"] != "CheckError", (request, found)

    ask(do="about")
    for topic in examples():
        for item in topic["items"]:
            ask(do="read", text=item["f"])
            ask(do="derive", **item)
            if "subject" not in item:
                for style in ("components", "chain", "differential"):
                    ask(do="derive", **{**item, "style": style})
            for format in ("latex", "markdown", "text", "json", "html", "numpy"):
                ask(do="export", **item, format=format)
    ask(do="check", f="x'A x", wrt="x", claim="2 x'A")
    ask(do="check", f="softmax(x)", wrt="x", claim="x'")
    ask(do="answer", f="x'A x", wrt="x", claim="2 x'A = x")
    for language in ("en", "de"):
        ask(do="exam", tasks=[{"f": "{2, 3} x'A x"}], solution=True, language=language)
    ask(do="derive", subject="activation", f="s(t) = sqrt(1 + t^2) - abs(t)")


def bytecode(source: bytes, name: str) -> bytes:
    """A .pyc without a source, without docstrings, assertions and line numbers: nobody sees a traceback in a browser."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(without_lines(code))


def without_lines(code: types.CodeType) -> types.CodeType:
    inner = tuple(without_lines(each) if isinstance(each, types.CodeType) else each for each in code.co_consts)
    return code.replace(co_consts=inner, co_linetable=b"", co_filename="")


def used() -> set[str]:
    """The files behind the modules that are loaded."""
    return {str(file) for m in list(sys.modules.values()) if (file := getattr(m, "__file__", None))}


def packed(entries: dict[str, bytes]) -> bytes:
    """An archive that is not compressed: whoever sends it does that better. Its times are all the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(entries.items()):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return buffer.getvalue()


def application(files: set[str]) -> dict[str, bytes]:
    out = {}
    with zipfile.ZipFile(SOURCES) as archive:
        for name in archive.namelist():
            own = name.startswith("symjac/")
            module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if not name.endswith(".py"):
                if (own and not name.startswith(NOT_READ)) or f"/sources/{name.rsplit('/', 1)[0]}/__init__.py" in files:
                    out[name] = archive.read(name)
            elif (own and not module.startswith(LEFT_OUT)) or f"/sources/{name}" in files:
                out[name + "c"] = bytecode(archive.read(name), name)
    return out


def library(files: set[str]) -> dict[str, bytes]:
    """What is used of Python's own library; it comes as bytecode already."""
    out = {}
    with zipfile.ZipFile("/library.zip") as archive:
        for name in archive.namelist():
            if any(f.endswith(f".zip/{name}") for f in files) or name.startswith(KEPT):
                out[name] = archive.read(name)
    return out


run_everything()
FILES = used()
for path, entries in (("/app.zip", application(FILES)), ("/python_stdlib.zip", library(FILES))):
    with open(path, "wb") as out:
        out.write(packed(entries))
