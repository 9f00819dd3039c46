#!/usr/bin/env python3
"""Removes or inverts the rules of the judge, one at a time: each time some test must fail.

usage: judge_rules.py BUILD [--only WORD]... [-j N] [--list]

BUILD is a build folder, whose tests are built once more in BUILD/one-by-one, each file by itself. Nothing else in it or
in the tree is changed: a mutant is one source file with one rule replaced, compiled there and linked before the room's library. The
rows of the tables beside this file name the file, the exact text of the rule (which stands there once), and what is put
in its place. The unit tests of the room are asked first, then those of events.jsonl, and only of what outlives both the
oracle, on random histories. Exit code: 0 when every mutant was killed, 1 when one survived or is out of date (its text
stands nowhere, or does not compile), or when a test fails without any.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True  # nothing is left in the tree
from mutants import ALL  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[2]
TEST_LIMIT_S = 600  # what never ends is dead too

# What reads docs beside the table would notice any change of the table, and proves nothing. What needs no store comes
# first, and the oracle last.
STEPS = [
    ("tests/unit/audit/unit_audit", "--gtest_filter=Table/Promise*:Guarantees.*:Settings.*:Failures.*", {}),
    ("tests/unit/audit/unit_audit", "--gtest_filter=-Docs.*:*Oracles*:RandomEvents.*", {}),
    ("tests/unit/events/unit_events", "--gtest_filter=*", {}),
    ("tests/unit/audit/unit_audit", "--gtest_filter=Seeds/Oracles*", {"KPROOF_HISTORIES": "125"}),
]


class Build:
    """The build folder's own commands, bent to compile and link a mutant."""

    def __init__(self, folder, temporary):
        self.folder = self.one_by_one(folder.resolve())
        self.mutants = self.folder / "mutants"
        self.temporary = temporary
        self.lock = threading.Lock()
        entries = json.loads((self.folder / "compile_commands.json").read_text())
        self.compile_commands = {entry["file"]: self.bare(shlex.split(entry["command"])) for entry in entries}
        self.link_commands = {program: self.link_command(program) for program, _, _ in STEPS}
        self.precompile()
        self.known_killers = self.mutants / "killers.json"
        told = json.loads(self.known_killers.read_text()) if self.known_killers.exists() else {}
        self.killers = collections.defaultdict(list, told)  # of a file's mutants: [[program, test]…], the newest first

    @staticmethod
    def one_by_one(folder):
        """A build in which each file has an object of its own, that a mutant can take the place of."""
        own = folder / "one-by-one"
        configure = ["cmake", "--preset", "dev", "-S", str(TOP), "-B", str(own), "-DCMAKE_UNITY_BUILD=OFF"]
        subprocess.run(configure, cwd=TOP, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", str(own), "unit_audit", "unit_events"], check=True, stdout=subprocess.DEVNULL)
        return own

    @staticmethod
    def bare(command):
        """Without a cache in front and without notes of what it depends on."""
        while not pathlib.Path(command[0]).name.startswith(("c++", "g++", "clang++")):
            command = command[1:]
        for option, length in (("-MD", 1), ("-MT", 2), ("-MF", 2)):
            if option in command:
                at = command.index(option)
                del command[at:at + length]
        return command

    def precompile(self):
        """Whatever the sources include, once: reading it is most of what compiling one of them costs."""
        self.mutants.mkdir(exist_ok=True)
        self.common = self.mutants / "common.h"
        paths = {mutant.path for mutant in ALL}
        included = {line for path in paths for line in (TOP / path).read_text().splitlines() if line.startswith("#include")}
        self.common.write_text("\n".join(sorted(included)) + "\n")
        command = list(self.compile_commands[str(TOP / "audit/judge/judge.cpp")])
        output, source = command.index("-o"), command.index("-c")
        command[output + 1] = f"{self.common}.gch"
        command[source:source + 2] = ["-x", "c++-header", str(self.common)]
        subprocess.run(command, cwd=self.folder, check=True)

    def link_command(self, program):
        done = subprocess.run(["ninja", "-C", self.folder, "-t", "commands", program], capture_output=True, text=True,
                              check=True)
        command = shlex.split(done.stdout.strip().splitlines()[-1].removeprefix(": && "))
        return command[:command.index("&&")]  # what follows asks the program for its tests

    def compile(self, path, source, target):
        command = list(self.compile_commands[str(TOP / path)])
        command[1:1] = ["-include", str(self.common)]
        command.append("-w")  # what a rule leaves unused when it is gone is no reason not to compile
        command[command.index("-o") + 1] = str(target)
        command[command.index("-c") + 1] = str(source)
        return subprocess.run(command, cwd=self.folder, capture_output=True).returncode == 0

    def link(self, program, target, executable):
        command = list(self.link_commands[program])
        output = command.index("-o")
        command[output:output + 2] = [str(target), "-o", str(executable)]
        subprocess.run(command, cwd=self.folder, capture_output=True, check=True)

    def first_steps(self, path):
        """What killed other mutants of this file is likely to kill this one, and is asked in no time."""
        of_program = collections.defaultdict(list)
        for program, test in self.killers.get(path, []):
            of_program[program].append(test)
        return [(program, "--gtest_filter=" + ":".join(tests), {"KPROOF_HISTORIES": "125"})
                for program, tests in of_program.items()]

    def remember(self, path, program, test):
        """Killers outlive this run, in the build folder."""
        if "." not in test:
            return  # a crash, or a test that never ended
        with self.lock:
            known = [killer for killer in self.killers[path] if killer != [program, test]]
            self.killers[path] = [[program, test], *known][:12]
            self.known_killers.write_text(json.dumps(self.killers))

    def failed_test(self, executable, tests, environment):
        """The first test that fails; None when none does."""
        try:
            done = subprocess.run([executable, tests, "--gtest_fail_fast", "--gtest_brief=1"], capture_output=True,
                                  text=True, timeout=TEST_LIMIT_S,
                                  env={**os.environ, "TMPDIR": self.temporary, **environment})
        except subprocess.TimeoutExpired:
            return "(a test that never ended)"
        if done.returncode == 0:
            return None
        named = [line for line in done.stdout.splitlines() if line.startswith("[  FAILED  ] ")]
        return named[0].removeprefix("[  FAILED  ] ").split(",")[0].split(" (")[0] if named else "(a crash)"


def fate(build, number, mutant):
    """("killed" | "SURVIVED" | "OUT OF DATE", by whom or why)."""
    whole = (TOP / mutant.path).read_text()
    if whole.count(mutant.old) != 1:
        return "OUT OF DATE", f"its text stands there {whole.count(mutant.old)} times"
    folder = build.mutants / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / pathlib.Path(mutant.path).name
    source.write_text(whole.replace(mutant.old, mutant.new))
    target = source.with_suffix(".o")
    try:
        if not build.compile(mutant.path, source, target):
            return "OUT OF DATE", "it does not compile"
        for program, tests, environment in build.first_steps(mutant.path) + STEPS:
            executable = folder / pathlib.Path(program).name
            if not executable.exists():
                build.link(program, target, executable)
            killer = build.failed_test(executable, tests, environment)
            if killer is not None:
                build.remember(mutant.path, program, killer)
                return "killed", killer
        return "SURVIVED", ""
    finally:
        shutil.rmtree(folder)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("--only", action="append", default=[], metavar="WORD",
                           help="mutants whose file or name holds this")
    arguments.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--list", action="store_true", help="print them and try none")
    options = arguments.parse_args()
    chosen = [(number, mutant) for number, mutant in enumerate(ALL)
              if not options.only or any(word in f"{mutant.path}: {mutant.name}" for word in options.only)]
    if options.list:
        for _, mutant in chosen:
            print(f"{mutant.path}: {mutant.name}")
        return 0
    begun = time.monotonic()
    counts = {"killed": 0, "SURVIVED": 0, "OUT OF DATE": 0}
    # Stores in memory where there is any: they are synced, and nobody wants to wait for a disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kproof-mutants-", dir=memory) as temporary, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        build = Build(options.build, temporary)
        for program, tests, environment in STEPS:  # a test that fails anyway would kill every mutant
            broken = build.failed_test(build.folder / program, tests, environment)
            if broken is not None:
                print(f"{broken} of {program} fails without any mutant: nothing would be proved")
                return 1
        fates = pool.map(lambda one: fate(build, *one), chosen)
        for (_, mutant), (what, detail) in zip(chosen, fates):
            counts[what] += 1
            print(f"{what:11}  {mutant.path}: {mutant.name}{'  | ' + detail if detail else ''}", flush=True)
    print(f"{len(chosen)} mutants: {counts['killed']} killed, {counts['SURVIVED']} survived, "
          f"{counts['OUT OF DATE']} out of date; {time.monotonic() - begun:.0f} s")
    return 0 if counts["killed"] == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
