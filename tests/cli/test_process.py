"""The command line as a process: closed and full standard streams, Ctrl-C at any moment, formulas that start with a minus."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symjac.cli import main
from tests.helpers.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and descriptors of POSIX")
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
SYMJAC = f"{sys.executable} -m symjac"
FULL = Path("/dev/full")

# The console script, which says when it is ready to be interrupted.
SCRIPT = """
import signal, sys
real = signal.signal
def told(*given):
    found = real(*given)
    signal.signal = real
    print("up", flush=True)
    return found
signal.signal = told
from symjac.__main__ import program
sys.exit(program())
"""


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["sh", "-c", command], capture_output=True, timeout=120, env=ENV)


@pytest.mark.parametrize(
    "command",
    [
        "derive x --wrt x >&-", "derive - --wrt x <&-", "derive x --wrt x >&- 2>&-", "derive x --wrt x <&- >&-",
        *("derive x --wrt x", "functions", "parse x", "--help", "completion bash", "derive x --wrt x --format json"),
    ],
)  # fmt: skip
def test_a_stream_that_cannot_be_used_is_one_line(command: str) -> None:
    if "&-" not in command:
        if not FULL.exists():
            pytest.skip("no /dev/full")
        command += f" > {FULL}"
    done = shell(f"{SYMJAC} {command}")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert len(lines) == (0 if "2>&-" in command else 1), lines
    assert all(line.startswith("symjac: standard input or output") for line in lines)


def test_streams_that_are_not_used_may_be_closed(tmp_path: Path) -> None:
    done = shell(f"{SYMJAC} derive x --wrt x -o {tmp_path}/a.txt <&- >&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "∇" in (tmp_path / "a.txt").read_text("utf-8")
    assert shell(f"{SYMJAC} derive x --wrt nothing 2>&-").returncode == 2


@pytest.mark.parametrize("delay", [0, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0])
def test_an_interrupt_ends_it_without_a_word(delay: float, tmp_path: Path) -> None:
    out = tmp_path / "notes.html"
    chapter = ["chapter", str(ROOT / "worked_examples" / "chapter.toml"), "-o", str(out)]
    running = subprocess.Popen([sys.executable, "-c", SCRIPT, *chapter], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    assert running.stdout is not None and running.stdout.readline() == b"up\n"
    time.sleep(delay)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert said == b""
    assert running.returncode == 130 or (running.returncode == 0 and out.exists())
    assert [path for path in tmp_path.iterdir() if path != out] == []


def test_an_interrupt_in_a_callback_is_not_swallowed() -> None:
    """As in those of weak references, where the interpreter goes on after an exception."""
    dropped = """
import signal, sys, weakref
import symjac.cli.process as process
class Node: pass
def gone(_):
    signal.raise_signal(signal.SIGINT)
def main():
    node = Node()
    kept = weakref.ref(node, gone)
    del node
    return 0
process.main = main
sys.exit(process.run(interruptible=True))
"""
    done = subprocess.run([sys.executable, "-c", dropped], capture_output=True, timeout=240, env=ENV)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.parametrize("command", [["derive", "--wrt", "x"], ["derive", "--wrt=x", "-o", "-"], ["parse"]], ids=" ".join)
@pytest.mark.parametrize("formula", ["-x'x", "-2*x", "-A x", "-x", "-h'x", "-(x'x)", "--(x'x)", "-x'o", "-sin(x)'b"])
@pytest.mark.parametrize("behind", [True, False])
def test_a_formula_may_start_with_a_minus(
    command: list[str], formula: str, behind: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, formula] if behind else [command[0], formula, *command[1:]]) == 0
    assert "−" in capsys.readouterr().out


def test_two_dashes_may_still_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", "--wrt", "x", "--", "-x'x"]) == 0
    assert main(["derive", "--wrt", "o", "--", "-o'o"]) == 0
    assert main(["derive", "-x'x", "--wrt", "x", "--where", "-n"]) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["x'x", "--wtr", "x"], "--wtr"), (["-x'x", "--wtr=x"], "--wrt"), (["-x'x", "-wrt", "x"], "-w"),
        (["-x'x", "-y'y"], "extra"), (["--wrt", "x"], "EXPR"),
    ],
)  # fmt: skip
def test_a_mistyped_option_is_no_formula(typed: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", *typed]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", [["regression"], ["chapter"]], ids=" ".join)
def test_a_pipe_with_a_name_is_not_waited_for(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert main([*command, str(tmp_path / "pipe")]) == 2
    assert "no plain file" in capsys.readouterr().err


@pytest.mark.parametrize("row", ['file = "pipe"', 'title = "E"\nkind = "regression"\ndata = "pipe"'])
def test_nor_is_one_that_a_chapter_names(row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "c.toml").write_text(f'title = "T"\n[[section]]\ntitle = "S"\n[[section.example]]\n{row}\n')
    assert main(["chapter", str(tmp_path / "c.toml")]) == 2
    assert "pipe" in capsys.readouterr().err


def test_an_output_without_a_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", "x'x", "--wrt", "x", "-o", ""]) == 2
    assert "empty" in capsys.readouterr().err


ENDS = """
import atexit, os, sys, threading
atexit.register(print, "at exit")
if sys.argv.pop(1) == "thread":
    threading.Thread(target=lambda: (threading.main_thread().join(), os.write(1, b"thread\\n"))).start()
if os.environ.get("WATCHED"):
    sys.setprofile(lambda *a: None)
from symjac.__main__ import program
status = program()
print("good order", status, flush=True)
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("how", "watched", "told"),
    [("alone", "", b"at exit\n"), ("thread", "", b"good order 0\n"), ("alone", "1", b"good order 0\n")],
)
def test_the_end(how: str, watched: str, told: bytes) -> None:
    """At once where nobody waits; what was to be done at the exit is done, and all is written."""
    command = [sys.executable, "-c", ENDS, how, "derive", "f(x) = A x + b", "--style", "differential"]
    done = subprocess.run(command, capture_output=True, timeout=120, env={**ENV, "WATCHED": watched})
    before, _, after = done.stdout.partition(told)
    assert done.returncode == 0 and before.decode().endswith("numbers.\n") and not done.stderr
    assert b"good order" not in after and (told == b"at exit\n" or b"at exit" in after)
    assert how == "alone" or b"thread" in after


def test_the_status_is_that_of_the_command() -> None:
    assert [shell(f"{SYMJAC} {command}").returncode for command in ("parse x", "parse '('", "derive")] == [0, 2, 2]
