#!/usr/bin/env python3
"""Kills campaigns at random moments with SIGKILL and goes on with them: no trial counts twice and none is missing.

usage: campaign_kills.py KPROOF KILLS

The trials are runs that loopback can't carry out: each has a folder and a verdict within some 50 ms, and no Kafka starts, so
that kills hit every part of writing a trial down. Exit code 0 when every campaign came to its end with each trial once.
"""
import collections
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

SCENARIO = """name: a
cluster: {brokers: 1, controllers: 1}
topics: {t: {replication: 1}}
producers: {p: {}}
monitors: {count: 1}
steps: [{at: 1s, fault: cut, target: leader of t/0, for: 1s}]
"""
MATRIX = """name: killed
scenario: a
axes: {partitions: {topics.t.partitions: [1, 2, 3]}}
repeat: 20
seed: 7
"""
TRIALS = 60
NOT_RUN = 4


def campaigns(out):
    return sorted(path.parent for path in out.glob("*/campaign.json") if not path.parent.is_symlink())


def complain(folder):
    """What is wrong with a campaign that came to its end; "" when nothing is."""
    records = [json.loads(line) for line in (folder / "trials.jsonl").read_text().splitlines()]
    counted = collections.Counter(record["trial"] for record in records)
    if counted != {trial: 1 for trial in range(TRIALS)}:
        return f"trials are counted so: {dict(counted)}"
    cells = json.loads((folder / "matrix.json").read_text())["cells"]
    if [cell["trials"] for cell in cells] != [TRIALS // 3] * 3:
        return f"cells have {[cell['trials'] for cell in cells]} trials"
    runs = [run for cell in cells for run in cell["runs"]]
    missing = [run for run in runs if not (folder / run / "result.json").exists()]
    if len(set(runs)) != TRIALS or missing:
        return f"{len(set(runs))} different runs, of which {missing} are not there"
    return ""


def main():
    kproof, wanted = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    dice = random.Random(20261130)
    kills = ended = 0
    with tempfile.TemporaryDirectory(prefix="kproof-test-") as temporary:
        top = pathlib.Path(temporary)
        (top / "a.yaml").write_text(SCENARIO)
        (top / "m.yaml").write_text(MATRIX)
        while kills < wanted or ended == 0:
            out = top / f"out{ended}"
            while True:
                folders = campaigns(out)
                what = ["--resume", str(folders[0])] if folders else ["m.yaml"]
                run = subprocess.Popen([kproof, "matrix", *what, "--sandbox", "loopback", "--out", str(out), "--quiet"],
                                       cwd=top, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                if kills < wanted:
                    time.sleep(dice.uniform(0.01, 1.0))
                    if run.poll() is None:
                        run.send_signal(signal.SIGKILL)
                        kills += 1
                error = run.communicate()[1].decode()
                if run.returncode == -signal.SIGKILL:
                    continue
                if run.returncode != NOT_RUN:
                    print(f"exit code {run.returncode} after {kills} kills: {error}")
                    return 1
                break
            folders = campaigns(out)
            wrong = complain(folders[0]) if len(folders) == 1 else f"{len(folders)} campaigns"
            if wrong:
                print(f"after {kills} kills: {wrong}")
                return 1
            ended += 1
    print(f"{kills} kills of {ended} campaigns with {TRIALS} trials each: each trial counted once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
