#!/usr/bin/env python3
"""Runs kproof on a terminal of its own, ends it in different ways, and looks at what it leaves there.

    live_screen.py KPROOF

The terminal is a small emulator: it knows what kproof writes (text, line ends, cursor up, erase) and fails on everything else.
After Ctrl-C and after SIGKILL the terminal's settings are as before and the cursor stands on an empty line below all text;
with TERM=dumb, with CI and into a pipe there is no control sequence at all.
"""

import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

COLUMNS, ROWS = 72, 20
PATIENCE = 90.0
SCENARIO = """
name: watched
cluster: {brokers: 1, mode: combined}
topics: {payments: {partitions: 2, replication: 1}}
producers: {checkout: {rate: 300/s, config: {acks: all}}}
monitors: {count: 1}
duration: 60s
"""
NOT_RUN = SCENARIO + "steps: [{at: 1s, fault: cut, target: broker 1, for: 1s}]\n"


class Screen:
    """What stands on a terminal, with as many lines as there were."""

    def __init__(self):
        self.lines, self.row, self.column, self.rest = [""], 0, 0, ""

    def feed(self, text):
        text = self.rest + text
        self.rest = ""
        at = 0
        while at < len(text):
            c = text[at]
            if c == "\x1b":
                found = re.match(r"\x1b\[(\d*)([AJK])", text[at:])
                if not found and re.fullmatch(r"\x1b(\[\d*)?", text[at:]):
                    self.rest = text[at:]
                    return
                assert found, f"a control sequence that nobody expects: {text[at:at + 20]!r}"
                self.control(int(found.group(1) or 0), found.group(2))
                at += found.end()
                continue
            if c == "\r":
                self.column = 0
            elif c == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            else:
                assert c >= " ", f"a control character: {c!r}"
                line = self.lines[self.row].ljust(self.column)
                self.lines[self.row] = line[:self.column] + c + line[self.column + 1:]
                self.column += 1
            at += 1

    def control(self, count, what):
        if what == "A":
            self.row -= count
            assert self.row >= 0, "the cursor leaves the screen"
        else:
            self.lines[self.row] = self.lines[self.row][:self.column]
            if what == "J":
                del self.lines[self.row + 1:]

    def block(self):
        """The live lines, if they stand at the end. Text above them may be wider than the terminal; they must not be."""
        rows = [i for i, line in enumerate(self.lines) if line.startswith("records   sent")]
        block = self.lines[rows[-1] - 1:] if rows else []
        assert all(len(line) < COLUMNS for line in block), f"a live line is as wide as the terminal: {block}"
        return block


class Terminal:
    def __init__(self, program, args, environment):
        self.screen = Screen()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.slave = slave
        self.before = termios.tcgetattr(slave)
        env = {k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR", "TERM")}
        env.update(environment)

        def own_terminal():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen([program, *args], stdin=slave, stdout=slave, stderr=slave, env=env,
                                        preexec_fn=own_terminal)
        self.text = ""

    def pump(self, seconds):
        end = time.monotonic() + seconds
        while select.select([self.master], [], [], max(0, end - time.monotonic()))[0]:
            text = os.read(self.master, 65536).decode()
            self.text += text
            self.screen.feed(text)

    def await_(self, holds, what):
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"{what} did not come\n" + "\n".join(self.screen.lines)
            assert self.process.poll() is None, f"ended before {what}\n" + "\n".join(self.screen.lines)
            self.pump(0.1)

    def end(self):
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "it did not end\n" + "\n".join(self.screen.lines)
            self.pump(0.1)
        self.pump(0.3)
        assert termios.tcgetattr(self.slave) == self.before, "the terminal has other settings than before"
        assert self.screen.column == 0, "the cursor is in the middle of a line"
        assert self.screen.lines[self.screen.row] == "", "the cursor is on a line with text"
        assert self.screen.row == len(self.screen.lines) - 1, "there is text below the cursor"
        return self.process.returncode


def under_load(terminal):
    return any(re.match(r"records   sent [1-9]", line) for line in terminal.screen.lines)


def ctrl_c(program, run):
    terminal = Terminal(program, run, {"TERM": "xterm"})
    terminal.await_(lambda: terminal.screen.block(), "the live screen")
    assert "starting" in terminal.screen.block()[0], terminal.screen.block()
    terminal.await_(lambda: under_load(terminal), "load")
    # The live lines are drawn again and again in one place.
    seen = {tuple(terminal.screen.block())}
    for _ in range(40):
        terminal.pump(0.1)
        seen.add(tuple(terminal.screen.block()))
    assert len(seen) >= 3, seen
    assert sum(line.startswith("records   sent") for line in terminal.screen.lines) == 1, terminal.screen.lines
    frames = terminal.text.count("records   sent")
    assert frames < 10 * 60, f"{frames} frames"
    os.write(terminal.master, b"\x03")
    code = terminal.end()
    assert code == 130, code
    assert not terminal.screen.block(), "the live lines are still there"
    assert any("interrupted" in line for line in terminal.screen.lines), terminal.screen.lines


def kill(program, run):
    terminal = Terminal(program, run, {"TERM": "xterm"})
    terminal.await_(lambda: under_load(terminal), "load")
    terminal.process.send_signal(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert len(terminal.screen.block()) == 6, "five lines, and the cursor below them"


def plain(program, run):
    for environment in ({"TERM": "dumb"}, {"TERM": "xterm", "CI": "true", "NO_COLOR": "1"}):
        terminal = Terminal(program, run, environment)
        assert terminal.end() == 4, terminal.screen.lines
        assert "\x1b" not in terminal.text, terminal.text
    piped = subprocess.run([program, *run], capture_output=True, check=False)
    assert b"\x1b" not in piped.stdout + piped.stderr


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="kproof-screen-", ignore_cleanup_errors=True) as folder:
        top = pathlib.Path(folder)
        (top / "watched.yaml").write_text(SCENARIO)
        (top / "not-run.yaml").write_text(NOT_RUN)
        run = ["--sandbox", "loopback", "--color", "never", "--out", str(top / "out")]
        ctrl_c(program, ["run", str(top / "watched.yaml"), *run])
        kill(program, ["run", str(top / "watched.yaml"), *run])
        plain(program, ["run", str(top / "not-run.yaml"), *run])
        subprocess.run([program, "cleanup", str(top / "out")], capture_output=True, check=False)
    print("the terminal is as it was")


main()
