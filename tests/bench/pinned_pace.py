#!/usr/bin/env python3
"""How the pace of a campaign falls with cores: one core, by pinning, against all of them, in turn.

    pinned_pace.py KPROOF [ROUNDS] [MATRIX]

Runs `kproof matrix MATRIX --jobs 1` (default: tests/chaos/small_matrix.yaml) on core 0 and on all cores, ROUNDS times each (default: 3),
and prints for each run its trials an hour, as matrix.json has them, and CPU seconds a trial of everything it started; then the medians
and the median of the rounds' ratios.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

SMALL = pathlib.Path(__file__).parent.parent / "chaos" / "small_matrix.yaml"


def run(kproof, matrix, folder, cores):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([kproof, "matrix", str(matrix), "--jobs", "1", "--quiet", "--json", "--out", str(folder)],
                          capture_output=True, text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    result = json.loads(done.stdout)
    trials = sum(cell["trials"] for cell in result["cells"])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"pace": result["trials_per_hour"], "cpu": cpu / trials, "trials": trials}


def main():
    kproof = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    matrix = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else SMALL
    every = os.sched_getaffinity(0)
    cores = {"one core": {min(every)}, f"{len(every)} cores": every}
    sides = {name: [] for name in cores}
    with tempfile.TemporaryDirectory(prefix="kproof-pinned-") as folder:
        for at in range(rounds):
            for name in list(cores) if at % 2 == 0 else list(reversed(cores)):
                one = run(kproof, matrix, pathlib.Path(folder) / f"{at}-{len(cores[name])}", cores[name])
                sides[name].append(one)
                print(f"round {at + 1} {name:8}  {one['pace']:.0f} trials an hour, {one['cpu']:.1f} CPU s a trial, "
                      f"of {one['trials']} trials", flush=True)
    for name, runs in sides.items():
        print(f"{name:8}  median {statistics.median(r['pace'] for r in runs):.0f} trials an hour, "
              f"{statistics.median(r['cpu'] for r in runs):.1f} CPU s a trial")
    pinned, free = sides.values()
    ratios = [f["pace"] / p["pace"] for p, f in zip(pinned, free)]
    print(f"all cores / one: pace median {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
