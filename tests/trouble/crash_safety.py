#!/usr/bin/env python3
"""Kills runs with SIGKILL at random instants while faults are active, and looks for what is left of each.

    crash_safety.py KPROOF TRIALS [SEED]

After each kill and within 5 s: no process of the run, no network namespace, the host's network and mounts as they were, and
the partial run judged inconclusive. Namespaces of killed processes are in no listing of the host, so each run is started in a
user namespace of its own whose limit of network namespaces is small: those that can't be created then are still there.

Exit code 1 when anything was left, 4 where this machine has no private sandbox. Needs no root.
"""

import ctypes
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
LIMIT = 40  # network namespaces that one trial may have; the run below has 7
GONE_WITHIN = 5.0
LIBC = ctypes.CDLL(None, use_errno=True)

SCENARIO = """
name: crash
cluster: {brokers: 3, mode: combined, config: {broker.session.timeout.ms: 3000}}
topics: {payments: {partitions: 3, config: {min.insync.replicas: 2}}}
producers: {checkout: {count: 2, rate: 1000/s}}
monitors: {reader: {}}
steps:
  - {name: cut, at: 0s, fault: cut, target: leader of payments/0, with: {peers: followers of payments/0}, for: 2min}
  - {at: 300ms, fault: delay, target: broker 2, with: {delay: 20ms, peers: clients}, for: 2min}
  - {at: 600ms, fault: pause, target: any follower of payments/1, for: 2min}
max_time: 4min
"""


def unshare(flags):
    if LIBC.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def creatable(limit):
    """How many network namespaces can be created here; those are gone when the child that holds them is."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        held = []
        try:
            while len(held) < limit:
                unshare(CLONE_NEWNET)
                held.append(os.open("/proc/self/ns/net", os.O_RDONLY))
        except OSError:
            pass
        os.write(write_end, str(len(held)).encode())
        os._exit(0)
    os.close(write_end)
    count = int(os.read(read_end, 16))
    os.close(read_end)
    os.waitpid(child, 0)
    return count


def processes(mark):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has just ended
        if mark in line and state not in "ZX" and int(entry.name) != os.getpid():
            found.append(f"{entry.name} {line[:80]}")
    return found


def host_state():
    def said(*command):
        try:
            text = subprocess.run(command, capture_output=True, text=True, timeout=20).stdout
        except FileNotFoundError:
            return ""
        return re.sub(r"(valid_lft|preferred_lft) \d+sec|packets \d+ bytes \d+", "", text)

    environment = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    os.environ["PATH"] = environment
    return {
        "links": said("ip", "-d", "link"),
        "addresses": said("ip", "addr"),
        "routes": said("ip", "route", "show", "table", "all"),
        "filters": said("nft", "list", "ruleset"),
        "mounts": pathlib.Path("/proc/self/mounts").read_text(),
    }


def trial(kproof, folder, wait):
    """In a user namespace of its own; gives what was left, and after how many seconds nothing was."""
    user, group = os.geteuid(), os.getegid()
    unshare(CLONE_NEWUSER)
    pathlib.Path("/proc/self/setgroups").write_text("deny")
    pathlib.Path("/proc/self/uid_map").write_text(f"0 {user} 1\n")
    pathlib.Path("/proc/self/gid_map").write_text(f"0 {group} 1\n")
    pathlib.Path("/proc/sys/user/max_net_namespaces").write_text(str(LIMIT))
    scenario = folder / "crash.yaml"
    scenario.write_text(SCENARIO)
    log = folder / "stderr.txt"
    with open(log, "w") as errors:
        run = subprocess.Popen(
            [kproof, "run", str(scenario), "--sandbox", "private", "--out", str(folder / "out")],
            stdout=errors, stderr=errors, start_new_session=True)
    deadline = time.monotonic() + 120
    while " delay broker 2" not in log.read_text():
        if run.poll() is not None or time.monotonic() > deadline:
            return {"failed": f"never came to its faults: {log.read_text()[-600:]}"}
        time.sleep(0.02)
    time.sleep(wait)
    if run.poll() is not None:
        return {"failed": f"ended by itself with {run.returncode}"}
    before = creatable(LIMIT)
    if before >= LIMIT - 6:
        return {"failed": f"only {LIMIT - before} namespaces while it ran: this counts nothing"}
    killed = time.monotonic()
    run.send_signal(signal.SIGKILL)
    run.wait()
    left = {}
    while True:
        # Sparsely: what a count creates is itself gone only some time later.
        time.sleep(0.5)
        left = {}
        if names := processes(str(folder)):
            left["processes"] = names
        if not left and (count := creatable(LIMIT)) < LIMIT:
            left["namespaces"] = LIMIT - count
        if not left or time.monotonic() - killed > GONE_WITHIN:
            break
    seconds = time.monotonic() - killed
    partial = list((folder / "out").glob(".partial-*"))
    if len(partial) != 1:
        left["folders"] = [str(path) for path in partial]
        return {"left": left, "seconds": seconds}
    check = subprocess.run([kproof, "check", "--json", str(partial[0])], capture_output=True, text=True)
    result = json.loads(check.stdout)
    if check.returncode != 2 or result["verdict"] != "inconclusive" or result["counts"]["lost"]:
        left["verdict"] = result["reason"]
    return {"left": left, "seconds": seconds}


def main():
    kproof, trials = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    choose = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else time.time_ns())
    doctor = subprocess.run([kproof, "doctor", "--json"], capture_output=True, text=True)
    private = [row for row in map(json.loads, doctor.stdout.splitlines()) if (row["group"], row["name"]) == ("sandbox", "private")]
    if not private[0]["works"]:
        print("no private sandbox here:", private[0]["details"])
        return 4
    host = host_state()
    troubles, seconds = 0, []
    for number in range(1, trials + 1):
        with tempfile.TemporaryDirectory(prefix="kproof-crash-") as name:
            wait = choose.uniform(0, 2)
            read_end, write_end = os.pipe()
            child = os.fork()  # a namespace of users can't be left again
            if child == 0:
                try:
                    outcome = trial(kproof, pathlib.Path(name), wait)
                except Exception as error:  # told by the parent
                    outcome = {"failed": repr(error)}
                os.write(write_end, json.dumps(outcome).encode()[:60000])
                os._exit(0)
            os.close(write_end)
            outcome = json.loads(os.fdopen(read_end).read() or '{"failed": "the trial said nothing"}')
            os.waitpid(child, 0)
        if host_state() != host:
            outcome.setdefault("left", {})["host"] = [k for k, v in host_state().items() if host[k] != v]
        if outcome.get("failed") or outcome.get("left"):
            troubles += 1
            print(f"trial {number}, killed after {wait:.2f} s: {outcome}", flush=True)
        else:
            seconds.append(outcome["seconds"])
    print(f"{trials} runs killed, {troubles} with something left or gone wrong; nothing of the others was there after "
          f"{min(seconds, default=0):.1f} to {max(seconds, default=0):.1f} s (looked at every 0.5 s)")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
