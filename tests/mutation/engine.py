"""Compiles and tries mutants: one source file with one rule replaced, linked before the library of its room.

A suite says which rows there are and which unit programs to ask about each room. A row names the file, the exact text of
the rule (which stands there once), and what is put in its place. In the suite's own build folder, BUILD/mutants/NAME, the
files of its rooms are compiled one by one, so that a mutant can take the place of one; nothing else in BUILD or in the
tree is changed. Exit code: 0 when every mutant was killed, 1 when one survived or is out of date (its text stands
nowhere, or does not compile or link), or when a test fails without any.
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

TOP = pathlib.Path(__file__).resolve().parents[2]

Mutant = collections.namedtuple("Mutant", "path name old new")
# A unit program, below the build folder, and which of its tests to ask in which environment.
Step = collections.namedtuple("Step", "program tests environment", defaults=[{}])
# `steps_of`: the steps for a mutated file, the quickest first. `test_limit_s`: what takes longer never ends, and is dead too.
Suite = collections.namedtuple("Suite", "name about mutants steps_of test_limit_s")


def rows_of(*tables):
    """The mutants of tables as they stand beside this file: path -> [(name, old, new)…]."""
    return [Mutant(path, *row) for table in tables for path, rows in table.items() for row in rows]


def room_of(path):
    """The library that a file belongs to: harness/run/place.cpp -> kproof_run, audit/judge/records/lost.cpp -> kproof_audit_judge, reports/site/front.cpp -> kproof_reports."""
    folders = pathlib.Path(path).parent.parts
    return "kproof_" + "_".join(folders[:1 if folders[0] == "reports" else 2]).removeprefix("harness_")


class Build:
    """The build folder's own commands, bent to compile and link a mutant."""

    def __init__(self, suite, chosen, build, temporary, jobs):
        self.suite = suite
        self.jobs = jobs
        self.folder = build.resolve() / "mutants" / suite.name
        self.work = self.folder / "work"
        self.temporary = temporary
        self.lock = threading.Lock()
        self.steps = list({str(step): step for mutant in chosen for step in suite.steps_of(mutant.path)}.values())
        rooms = sorted({room_of(mutant.path) for mutant in chosen})
        self.configure(rooms)
        entries = json.loads((self.folder / "compile_commands.json").read_text())
        self.compile_commands = {entry["file"]: self.bare(shlex.split(entry["command"])) for entry in entries}
        self.link_commands = {step.program: self.link_command(step.program) for step in self.steps}
        self.work.mkdir(exist_ok=True)
        for room in rooms:
            self.precompile(room)
        self.known_killers = self.work / "killers.json"
        told = json.loads(self.known_killers.read_text()) if self.known_killers.exists() else {}
        self.killers = collections.defaultdict(list, told)  # of a file's mutants: [[program, test]…], the newest first

    def configure(self, rooms):
        """A build in which each file of these rooms has an object of its own."""
        configure = ["cmake", "--preset", "dev", "-S", str(TOP), "-B", str(self.folder), f"-DKPROOF_ONE_BY_ONE={';'.join(rooms)}"]
        subprocess.run(configure, cwd=TOP, check=True, stdout=subprocess.DEVNULL)
        programs = sorted({pathlib.Path(step.program).name for step in self.steps})
        subprocess.run(["ninja", "-C", str(self.folder), "-j", str(self.jobs), *programs], check=True,
                       stdout=subprocess.DEVNULL)

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

    def common(self, room):
        return self.work / f"{room}.h"

    def precompile(self, room):
        """Whatever the mutated files of a room include, once: reading it is most of what compiling one of them costs."""
        paths = sorted({mutant.path for mutant in self.suite.mutants if room_of(mutant.path) == room})
        included = {line for path in paths for line in (TOP / path).read_text().splitlines() if line.startswith("#include")}
        self.common(room).write_text("\n".join(sorted(included)) + "\n")
        command = list(self.compile_commands[str(TOP / paths[0])])
        output, source = command.index("-o"), command.index("-c")
        command[output + 1] = f"{self.common(room)}.gch"
        command[source:source + 2] = ["-x", "c++-header", str(self.common(room))]
        subprocess.run(command, cwd=self.folder, check=True)

    def link_command(self, program):
        done = subprocess.run(["ninja", "-C", self.folder, "-t", "commands", program], capture_output=True, text=True,
                              check=True)
        command = shlex.split(done.stdout.strip().splitlines()[-1].removeprefix(": && "))
        return command[:command.index("&&")]  # what follows asks the program for its tests

    def compile(self, path, source, target):
        command = list(self.compile_commands[str(TOP / path)])
        command[1:1] = ["-include", str(self.common(room_of(path)))]
        command.append("-w")  # what a rule leaves unused when it is gone is no reason not to compile
        command[command.index("-o") + 1] = str(target)
        command[command.index("-c") + 1] = str(source)
        return subprocess.run(command, cwd=self.folder, capture_output=True).returncode == 0

    def link(self, program, target, executable):
        command = list(self.link_commands[program])
        output = command.index("-o")
        command[output:output + 2] = [str(target), "-o", str(executable)]
        return subprocess.run(command, cwd=self.folder, capture_output=True).returncode == 0

    def first_steps(self, path):
        """What killed other mutants of this file is likely to kill this one, and is asked in no time."""
        environment = {key: value for step in self.suite.steps_of(path) for key, value in step.environment.items()}
        of_program = collections.defaultdict(list)
        for program, test in self.killers.get(path, []):
            of_program[program].append(test)
        return [Step(program, "--gtest_filter=" + ":".join(tests), environment) for program, tests in of_program.items()]

    def remember(self, path, program, test):
        """Killers outlive this run, in the build folder."""
        if "." not in test:
            return  # a crash, or a test that never ended
        with self.lock:
            known = [killer for killer in self.killers[path] if killer != [program, test]]
            self.killers[path] = [[program, test], *known][:12]
            self.known_killers.write_text(json.dumps(self.killers))

    def failed_test(self, executable, step):
        """The first test that fails; None when none does."""
        try:
            done = subprocess.run([executable, step.tests, "--gtest_fail_fast", "--gtest_brief=1"], capture_output=True,
                                  text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=self.suite.test_limit_s,
                                  env={**os.environ, "TMPDIR": self.temporary, **step.environment})
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
    folder = build.work / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / pathlib.Path(mutant.path).name
    source.write_text(whole.replace(mutant.old, mutant.new))
    target = source.with_suffix(".o")
    try:
        if not build.compile(mutant.path, source, target):
            return "OUT OF DATE", "it does not compile"
        for step in build.first_steps(mutant.path) + build.suite.steps_of(mutant.path):
            executable = folder / pathlib.Path(step.program).name
            if not executable.exists() and not build.link(step.program, target, executable):
                return "OUT OF DATE", "it does not link"
            killer = build.failed_test(executable, step)
            if killer is not None:
                build.remember(mutant.path, step.program, killer)
                return "killed", killer
        return "SURVIVED", ""
    finally:
        shutil.rmtree(folder)


def options_of(suite):
    arguments = argparse.ArgumentParser(description=suite.about)
    arguments.add_argument("build", type=pathlib.Path, help="a build folder; the mutants get one in it")
    arguments.add_argument("--only", action="append", default=[], metavar="WORD",
                           help="mutants whose file or name holds this")
    arguments.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--list", action="store_true", help="print them and try none")
    return arguments.parse_args()


def try_all(suite, chosen, options, temporary):
    """Prints the fate of each as it is known; gives how many there were of each fate in each room."""
    counts = collections.defaultdict(collections.Counter)
    build = Build(suite, [mutant for _, mutant in chosen], options.build, temporary, options.jobs)
    for step in build.steps:  # a test that fails anyway would kill every mutant
        broken = build.failed_test(build.folder / step.program, step)
        if broken is not None:
            print(f"{broken} of {step.program} fails without any mutant: nothing would be proved")
            return None
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        fates = pool.map(lambda one: fate(build, *one), chosen)
        for (_, mutant), (what, detail) in zip(chosen, fates):
            counts[str(pathlib.Path(mutant.path).parent)][what] += 1
            print(f"{what:11}  {mutant.path}: {mutant.name}{'  | ' + detail if detail else ''}", flush=True)
    return counts


def main(suite):
    options = options_of(suite)
    chosen = [(number, mutant) for number, mutant in enumerate(suite.mutants)
              if not options.only or any(word in f"{mutant.path}: {mutant.name}" for word in options.only)]
    if options.list:
        for _, mutant in chosen:
            print(f"{mutant.path}: {mutant.name}")
        return 0
    begun = time.monotonic()
    # Stores in memory where there is any: they are synced, and nobody wants to wait for a disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kproof-mutants-", dir=memory) as temporary:
        counts = try_all(suite, chosen, options, temporary)
    if counts is None:
        return 1
    for room, fates in sorted(counts.items()):
        print(f"{room}: {fates['killed']} of {sum(fates.values())} killed")
    total = sum(counts.values(), collections.Counter())
    print(f"{len(chosen)} mutants: {total['killed']} killed, {total['SURVIVED']} survived, "
          f"{total['OUT OF DATE']} out of date; {time.monotonic() - begun:.0f} s")
    return 0 if total["killed"] == len(chosen) else 1
