#!/usr/bin/env python3
"""`kproof serve` as its users meet it: a real program, real sockets, signals, and Prometheus' own parser.

usage: serve.py KPROOF FOLDER

No Kafka starts. Prometheus' parser comes from PyPI into a virtual environment in FOLDER; where that can't be reached, exit code 4
says so after everything else has passed.
"""
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

NAME = "20261130T100000Z-leader-kill-8"
LIVE = """{"event":"stream","schema":1,"kproof":"0.1.0"}
{"event":"started","at_s":0.1,"run":"r","scenario":"leader-kill","seed":8,"role":"claim","expected_s":30}
{"event":"sample","at_s":3,"run":"r","phase":"steady","expected_s":30,"sent":300,"acked":290,"failed":1,"unknown":9,"read":280,"sent_per_s":100,"acked_per_s":99,"failed_per_s":0,"read_per_s":98,"last_ack_age_s":0.25,"last_read_age_s":0.5,"partitions":[{"name":"pay\\"ments\\\\/0","leader":2,"isr":2,"replicas":3}],"partitions_total":1,"under_replicated":1,"leaderless":0,"faults":[]}
{"event":"fault_began","at_s":4,"run":"r","step":0,"fault":"kill","target":"leader of payments/0","since_s":4}
"""
PARSE = """
import sys
from prometheus_client.parser import text_string_to_metric_families
samples = {}
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation and family.type in ("gauge", "counter"), family
    for sample in family.samples:
        samples.setdefault(sample.name, []).append(sample)
acked, = samples["kproof_records_acked_total"]
assert acked.value == 290 and acked.labels["scenario"] == "leader-kill", acked
partition, = samples["kproof_partition_in_sync_replicas"]
assert partition.labels["partition"] == 'pay"ments\\\\/0' and partition.value == 2, partition
fault, = samples["kproof_fault_active"]
assert (fault.labels["fault"], fault.labels["target"], fault.value) == ("kill", "leader of payments/0", 1), fault
assert samples["kproof_build_info"][0].labels["version"]
"""


class Serve:
    """The program, with the address that it printed."""

    def __init__(self, kproof, *args, environment=None):
        self.process = subprocess.Popen([kproof, "serve", *args], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        self.host = self.url.removeprefix("http://").rstrip("/")

    def ask(self, target, method="GET", host=None):
        address, port = self.host.rsplit(":", 1)
        connection = http.client.HTTPConnection(address.strip("[]"), int(port), timeout=20)
        connection.putrequest(method, target, skip_host=True)
        connection.putheader("Host", host or self.host)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        began = time.monotonic()
        code = self.process.wait(timeout=20)
        return code, time.monotonic() - began


def expect(what, seen, wanted):
    if seen != wanted:
        sys.exit(f"{what}: {seen!r} and not {wanted!r}")


def answers(kproof, results):
    serve = Serve(kproof, str(results), "--port", "0")
    try:
        for target, status in (("/", 200), ("/metrics", 200), (f"/run/{NAME}/live", 200), (f"/run/{NAME}/now", 200),
                               (f"/run/{NAME}/files/live.jsonl", 200), ("/none", 404), ("/../../etc/passwd", 400),
                               ("/run/%2e%2e/%2e%2e/etc/passwd", 400), ("/" + "a" * 5000, 400)):
            expect(target[:40], serve.ask(target)[0], status)
        expect("a file", serve.ask(f"/run/{NAME}/files/live.jsonl")[1], LIVE)
        expect("POST", serve.ask("/", "POST")[0], 405)
        status, body, answer = serve.ask("/", "HEAD")
        expect("HEAD", (status, body, int(answer.headers["Content-Length"]) > 1000), (200, "", True))
        expect("another host", serve.ask("/metrics", host="evil.example")[0], 403)
        expect("localhost", serve.ask("/metrics", host="localhost:" + serve.host.rsplit(":", 1)[1])[0], 200)

        # A second one is refused the port, and says what to do.
        second = subprocess.run([kproof, "serve", str(results), "--port", serve.host.rsplit(":", 1)[1]], capture_output=True, text=True, timeout=20)
        expect("a port that is taken", (second.returncode, "--port 0" in second.stderr, second.stdout), (4, True, ""))

        # What lies open does not keep it from ending, nor does a request that never comes to its end.
        address, port = serve.host.rsplit(":", 1)
        idle = [socket.create_connection((address, int(port))) for _ in range(10)]
        idle[0].sendall(b"GET / HTT")
        metrics = serve.ask("/metrics")[1]
        code, took = serve.end()
        expect("SIGTERM", (code, took < 5), (0, True))
        return metrics
    finally:
        serve.process.kill()
        serve.process.wait()


def comes_up_again(kproof, results, temporaries):
    """kill -9 of the server amid answers: the same port answers again, and nothing is left behind or changed."""
    def listing():
        return sorted(str(path.relative_to(results)) for path in results.rglob("*"))

    def ask_on(serve):
        try:
            while True:
                for target in ("/", f"/run/{NAME}/", "/metrics"):
                    serve.ask(target)
        except OSError:  # it was killed
            pass
        except http.client.HTTPException:
            pass

    before = listing()
    environment = os.environ | {"TMPDIR": str(temporaries)}
    port = "0"
    for _ in range(5):
        serve = Serve(kproof, str(results), "--port", port, environment=environment)
        port = serve.host.rsplit(":", 1)[1]
        expect("an answer after kill -9", serve.ask("/")[0], 200)
        client = threading.Thread(target=ask_on, args=(serve,))
        client.start()
        time.sleep(0.2)  # answers are under way
        serve.process.kill()
        expect("kill -9", serve.process.wait(timeout=20), -9)
        client.join(timeout=20)
    expect("the folder after kill -9", listing(), before)
    serve = Serve(kproof, str(results), "--port", port, environment=environment)
    expect("once more", (serve.ask("/")[0], serve.end()[0]), (200, 0))
    for left in temporaries.iterdir():
        os.utime(left, (time.time() - 7200,) * 2)
    subprocess.run([kproof, "cleanup", "--out", str(results / "none")], env=environment, capture_output=True, timeout=60, check=True)
    expect("temporary files after kill -9", sorted(path.name for path in temporaries.iterdir()), [])


def refused(kproof, results):
    for args, said in ((["--listen", "0.0.0.0"], "no login"), (["--listen", "example.org"], "loopback"), (["--port", "65536"], "--port"),
                       ([str(results / "none")], "no folder")):
        folder = [] if args[0].startswith("/") else [str(results)]
        ran = subprocess.run([kproof, "serve", *folder, *args], capture_output=True, text=True, timeout=20)
        expect(" ".join(args), (ran.returncode, said in ran.stderr), (64, True))


def main():
    kproof, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="kproof-test-") as temporary:
        results = pathlib.Path(temporary)
        run = results / f".partial-{NAME}"
        run.mkdir()
        (run / "live.jsonl").write_text(LIVE)
        (run / "audit.db").write_text("")
        metrics = answers(kproof, results)
        serve = Serve(kproof, str(results), "--port", "0", "--listen", "127.0.0.2")
        expect("another address", (serve.url.startswith("http://127.0.0.2:"), serve.ask("/")[0]), (True, 200))
        expect("SIGINT", serve.end(signal.SIGINT)[0], 0)
        refused(kproof, results)
        os.utime(run / "live.jsonl", (time.time() - 120,) * 2)  # killed: its page is a report, which is made from a copy
        temporaries = folder.resolve() / "tmp"
        shutil.rmtree(temporaries, ignore_errors=True)
        temporaries.mkdir(parents=True)
        comes_up_again(kproof, results, temporaries)
    venv = folder / "venv"
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([str(venv / "bin/pip"), "install", "-q", "prometheus-client==0.21.1"], capture_output=True, text=True)
    if made.returncode != 0:
        print(f"all else passed; Prometheus' parser could not be had: {made.stderr or made.stdout}")
        sys.exit(4)
    parsed = subprocess.run([str(venv / "bin/python"), "-c", PARSE], input=metrics, capture_output=True, text=True)
    expect("Prometheus' parser", (parsed.returncode, parsed.stderr), (0, ""))


main()
