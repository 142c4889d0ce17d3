"""The command line: what is written where, exit statuses, one message for each mistake, and what it costs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import symjac
from symjac import cli
from symjac.cli import given, main, output
from symjac.writing import atomic

LEAST_SQUARES = ["derive", "norm(y - Phi*theta)^2", "--wrt", "theta", "--where", "Phi: N x D"]
AX = ["derive", "f(x) = A x + b"]
ENV = {**os.environ, "PYTHONPATH": str(Path(symjac.__file__).parent.parent), "PYTHONUTF8": "1"}


def shell(*args: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """A process of its own, as from a shell."""
    return subprocess.run(
        [sys.executable, "-m", "symjac", *args], capture_output=True, timeout=120, **{"env": ENV, **options}  # type: ignore[call-overload]
    )  # fmt: skip


class TestDerive:
    def test_the_answer_is_on_the_terminal(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(AX) == 0
        out, err = capsys.readouterr()
        assert "∇ₓf" in out and "A" in out and not err
        assert max(map(len, out.splitlines())) <= output.USUAL

    def test_ascii(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*AX, "--ascii", "--width", "60"]) == 0
        out = capsys.readouterr().out
        assert out.isascii() and max(map(len, out.splitlines())) <= 60

    def test_a_terminal_without_unicode_gets_ascii(self) -> None:
        done = shell(*AX, env={**ENV, "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"})
        assert done.returncode == 0 and done.stdout.isascii()

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("a.tex", b"\\documentclass"), ("a.html", b"<!doctype html>"), ("a.HTM", b"<!doctype html>"),
            ("a.md", b"#"), ("a.json", b"{"), ("a.pdf", b"%PDF"), ("a.txt", b""),
        ],
    )  # fmt: skip
    def test_the_suffix_names_the_format(self, tmp_path: Path, name: str, start: bytes) -> None:
        if name == "a.pdf":
            pytest.importorskip("typst", reason="no typst wheel")
        assert main([*LEAST_SQUARES, "-o", str(tmp_path / "new" / "folder" / name)]) == 0
        data = (tmp_path / "new" / "folder" / name).read_bytes()
        assert data[: len(start)].lower() == start.lower()

    def test_a_format_beats_the_suffix(self, tmp_path: Path) -> None:
        assert main([*AX, "--format", "latex", "-o", str(tmp_path / "a.txt")]) == 0
        assert (tmp_path / "a.txt").read_text().startswith("\\documentclass")

    def test_fragment(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*AX, "--format", "latex", "--fragment", "-o", "-"]) == 0
        assert "\\documentclass" not in capsys.readouterr().out

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*LEAST_SQUARES, "--format", "json"]) == 0
        assert "-2*(y - Phi*theta)'*Phi" in json.dumps(json.loads(capsys.readouterr().out))

    def test_standard_input(self) -> None:
        done = shell("derive", "-", input=b"f(x) = A x + b\n")
        assert done.returncode == 0 and done.stdout == shell(*AX).stdout

    def test_the_options_arrive(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*LEAST_SQUARES, "--layout", "denominator", "--style", "differential", "--detail", "brief"]) == 0
        assert "denominator layout" in capsys.readouterr().out.lower()
        assert main(["derive", "f(x) = x'A x", "--order", "2", "--no-check"]) == 0
        assert main(["derive", "A'A", "--wrt", "A", "--where", "A: M x N", "--instance", "M=3,N=2"]) == 0
        assert main(["derive", "x'x", "--wrt", "x", "--at", "x=[1;2]", "--order-of", "rows"]) == 0


class TestMistakes:
    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["derive", "(A x", "--wrt", "x"], "^"),
            (["derive", "frob(x)", "--wrt", "x"], "frob"),
            (["derive", "A x + b", "--wrt", "x", "--where", "A: m x n; b: k; x: n"], "k"),
            (["derive", "A x", "--wrt", "z"], "z"),
            (["derive", "A x", "--wrt", "x", "--style", "rows"], "--style"),
            (["derive", "A x", "--wrt", "x", "--order", "3"], "--order"),
            (["derive", "A x", "--nonsense", "1"], "--nonsense"),
            (["derive", "--x", "--wrt", "x"], "two dashes"),
            (["derive"], "EXPR"),
            ([*AX, "-o", "a.docx"], ".docx"),
            ([*AX, "--fragment"], "--fragment"),
            ([*AX, "--engine", "latex"], "--engine"),
            ([*AX, "-o", "/dev/null/a.tex"], "cannot write"),
            ([*AX, "--format", "text", "-o", "/"], "cannot write"),
            (["functions", "tahn"], "tanh"),
            (["parse", "A +* b"], "^"),
            (["frobnicate"], "frobnicate"),
            (["derive", "x'A*y"], "name one of them: --wrt y"),
            (["derive", "norm(A*X)^2", "--wrt", "X", "--order", "2", "--style", "chain"], "(--style differential)"),
        ],
    )
    def test_one_message_and_status_2(self, args: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(args) == 2
        out, err = capsys.readouterr()
        assert not out and err.startswith("symjac: ") and said in err
        assert "Traceback" not in err and "fault in symjac" not in err

    def test_a_failed_run_leaves_the_old_file(self, tmp_path: Path) -> None:
        kept = tmp_path / "a.tex"
        kept.write_text("old")
        assert main(["derive", "A x +", "-o", str(kept)]) == 2
        assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]

    def test_input_that_is_not_utf8(self) -> None:
        done = shell("derive", "-", input=b"\xff\xfe")
        assert done.returncode == 2 and b"UTF-8" in done.stderr

    def test_pdf_is_not_written_to_a_terminal(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr(sys, "stdout", Terminal())
        assert main([*AX, "--format", "pdf"]) == 2
        assert "-o FILE.pdf" in capsys.readouterr().err


class TestFaults:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        def fail(text: str) -> str:
            raise ZeroDivisionError("within\nsymjac")

        monkeypatch.setattr(given, "read_input", fail)
        yield

    @pytest.mark.usefixtures("broken")
    def test_a_fault_is_one_line(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SYMJAC_DEBUG", raising=False)
        assert main(AX) == 70
        err = capsys.readouterr().err
        assert err.count("\n") == 1 and "report" in err and "ZeroDivisionError: within symjac" in err

    @pytest.mark.usefixtures("broken")
    def test_the_traceback_on_request(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SYMJAC_DEBUG", "1")
        assert main(AX) == 70 and "Traceback" in capsys.readouterr().err

    def test_interrupted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(text: str) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr(given, "read_input", stop)
        assert main(AX) == 130

    @pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
    def test_a_closed_pipe_is_quiet(self) -> None:
        code = f"{sys.executable} -m symjac functions | true; {sys.executable} -m symjac --help | true"
        done = subprocess.run(["sh", "-c", code], capture_output=True, env=ENV, timeout=120)
        assert not done.stderr


class TestOtherCommands:
    def test_functions(self, capsys: pytest.CaptureFixture[str]) -> None:
        from symjac.expr.registry import operations

        assert main(["functions", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [f["name"] for f in found] == [op.name for op in operations() if op.listed]
        assert main(["functions"]) == 0
        table = capsys.readouterr().out
        assert all(f["name"] in table for f in found if f["kind"] == "function")

    def test_every_example_reads_and_moves(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A new operation shows its differential here without anyone writing it down."""
        assert main(["functions", "--format", "json"]) == 0
        still = {f["name"] for f in json.loads(capsys.readouterr().out) if not f["differential"]}
        assert still <= {"commutation", "eye", "ones", "zeros", "literal", "sign", "step", "trigamma"}

    def test_one_function(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["functions", "trace", "--ascii"]) == 0
        assert "tr(A)" in capsys.readouterr().out

    def test_parse(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "‖y − Φθ‖²"]) == 0
        assert "norm(y - Phi*theta)^2" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
    def test_completion(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["completion", name]) == 0
        assert "_SYMJAC_COMPLETE" in capsys.readouterr().out

    def test_the_shell_completes_a_function(self) -> None:
        words = {"_SYMJAC_COMPLETE": "bash_complete", "COMP_WORDS": "symjac functions soft", "COMP_CWORD": "2"}
        assert b"plain,softplus" in shell(env={**ENV, **words}).stdout

    @pytest.mark.parametrize("args", [[], ["--help"], ["-h"]])
    def test_help(self, args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(args) == 0 and "Commands:" in capsys.readouterr().out

    @pytest.mark.parametrize("name", cli.cli.list_commands(click.Context(cli.cli)))
    def test_every_help_has_examples(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([name, "--help"]) == 0 and f"  symjac {name}" in capsys.readouterr().out.replace("$(", "  ")

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--version"]) == 0 and capsys.readouterr().out == f"symjac {symjac.__version__}\n"


class TestAtomic:
    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").write_text("old")
        (tmp_path / "link").symlink_to("real")
        atomic.write(tmp_path / "link", b"new")
        assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new"

    def test_permissions_stay(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("old")
        (tmp_path / "a").chmod(0o640)
        atomic.write(tmp_path / "a", b"new")
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640

    def test_nothing_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object) -> None:
            raise OSError("full")

        monkeypatch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="full"):
            atomic.write(tmp_path / "a", b"new")
        assert not list(tmp_path.iterdir())


class TestLightness:
    def loaded(self, code: str) -> set[str]:
        done = subprocess.run([sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, env=ENV)
        assert done.returncode == 0, done.stderr
        return set(done.stdout.decode().split())

    def test_importing_symjac_is_light(self) -> None:
        assert not {"sympy", "numpy", "lark", "click"} & self.loaded("import symjac")

    def test_help_loads_no_engine(self) -> None:
        assert not {"sympy", "numpy", "lark", "symjac.expr", "symjac.writing.block"} & self.loaded("import symjac.cli")

    @pytest.mark.parametrize("f", ["norm(y - Phi*theta)^2", "tr(A*X)", "x'*A*x + b'*x"])
    def test_a_derivation_in_whole_matrices_does_not_load_sympy(self, f: str) -> None:
        x = "theta" if "theta" in f else "X" if "X" in f else "x"
        code = f"import symjac; assert symjac.derive({f!r}, {x!r}, style='differential').render('latex')"
        assert not {"sympy", "numpy"} & self.loaded(code)

    @pytest.mark.parametrize("asked", [AX, LEAST_SQUARES, [*AX, "--style", "differential"]])
    def test_a_command_loads_what_it_needs(self, asked: list[str]) -> None:
        """What is not needed on the way to the terminal takes milliseconds for which everybody waits."""
        found = self.loaded(f"from symjac.cli import main; assert main({asked!r}) == 0; print()")
        assert "numpy" not in found
        if asked is not AX:  # which needs SymPy, and SymPy some of these
            assert not {"sympy", "json", "difflib", "click.shell_completion"} & found
        ours = {name.removeprefix("symjac.") for name in found if name.startswith("symjac.")}
        others = "judge pages web notebook testing interop.code interop.numpy writing.formats.latex writing.formats.html".split()
        assert not {name for name in ours if name.startswith(tuple(others))}
        assert len(ours) <= 390

    def test_the_module_does_not_hide_the_function(self) -> None:
        from symjac.derivation.derive import derive

        assert symjac.derive is derive
        with pytest.raises(AttributeError, match="nothing"):
            _ = symjac.nothing
        assert set(symjac.__all__) == set(dir(symjac)) == {*symjac._HOME, "__version__"}


def test_the_authors_commands_are_read_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preamble = tmp_path / "preamble.tex"
    preamble.write_text(
        r"""\documentclass{article} % \newcommand{\vv}[1]{oops}
        \newcommand{\vv}[1]{\boldsymbol{#1}}
        \def\t{^{\mathsf T}}
        \NewDocumentCommand{\loss}{O{2} m}{\|#2\|_{#1}}
        \begin{document}"""
    )
    assert main(["parse", r"\loss{\vv{A} x}^2 + x\t y", "--macros", str(preamble)]) == 0
    assert capsys.readouterr().out.startswith("norm(A*x)^2 + x'*y")


def test_small_print_for_oneself_stays_at_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hand-out says under which conventions and conditions it holds, not what to type."""
    for suffix in (".tex", ".html"):
        assert main(["derive", "log(det(X))", "--wrt", "X", "-o", str(tmp_path / f"a{suffix}")]) == 0
        text = (tmp_path / f"a{suffix}").read_text("utf-8")
        assert "Convention" in text and "Condition" in text and "both sides agree" not in text and "declare" not in text
        assert main(["derive", "log(det(X))", "--wrt", "X", "--notes", "on", "-o", str(tmp_path / f"b{suffix}")]) == 0
        assert "both sides agree" in (tmp_path / f"b{suffix}").read_text("utf-8")
    assert main(["derive", "log(det(X))", "--wrt", "X"]) == 0
    assert "Advice: declare other shapes" in capsys.readouterr().out
    assert main(["derive", "log(det(X))", "--wrt", "X", "--notes", "off"]) == 0
    assert "Check" not in capsys.readouterr().out
