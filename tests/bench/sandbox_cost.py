#!/usr/bin/env python3
"""What the private sandbox costs where no fault is active: pairs of runs, on loopback and private in turn.

    sandbox_cost.py KPROOF [PAIRS] [SECONDS]

Prints for each run CPU seconds of everything it started (agents, nodes, harness) per million acked records, start of the
cluster included, and the cluster's time to ready; then the medians and the median of the pairs' ratios.
"""

import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

SCENARIO = """
name: cost
topics: {payments: {partitions: 6, config: {min.insync.replicas: 2}}}
producers: {checkout: {rate: 20000/s, value: 100B}}
monitors: {reader: {}}
duration: %ds
"""


def run(kproof, folder, where):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([kproof, "run", str(folder / "cost.yaml"), "--sandbox", where, "--json", "--out", str(folder / where)],
                          capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = json.loads(done.stdout)
    if done.returncode != 0 or result["cluster"]["sandbox"] != where:
        sys.exit(f"{where}: {result['verdict']}: {result['reason']}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ready = float(re.search(r"nodes ready in ([\d.]+) s", done.stderr)[1])
    return {"cpu": cpu / (result["counts"]["acked"] / 1e6), "ready": ready, "acked": result["counts"]["acked"]}


def main():
    kproof = os.path.abspath(sys.argv[1])
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    sides = {"loopback": [], "private": []}
    with tempfile.TemporaryDirectory(prefix="kproof-cost-") as name:
        folder = pathlib.Path(name)
        (folder / "cost.yaml").write_text(SCENARIO % seconds)
        for pair in range(pairs):
            order = list(sides) if pair % 2 == 0 else list(reversed(sides))
            for where in order:
                one = run(kproof, folder, where)
                sides[where].append(one)
                print(f"pair {pair + 1} {where:8}  {one['cpu']:6.2f} CPU s a million of {one['acked']:,}, "
                      f"ready in {one['ready']:.1f} s", flush=True)
    for where, runs in sides.items():
        print(f"{where:8}  median {statistics.median(r['cpu'] for r in runs):.2f} CPU s a million, "
              f"ready in {statistics.median(r['ready'] for r in runs):.2f} s")
    ratios = [p["cpu"] / l["cpu"] for p, l in zip(sides["private"], sides["loopback"])]
    later = [p["ready"] - l["ready"] for p, l in zip(sides["private"], sides["loopback"])]
    print(f"private / loopback: CPU median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}), "
          f"ready {statistics.median(later):+.2f} s ({min(later):+.2f} to {max(later):+.2f})")


if __name__ == "__main__":
    main()
