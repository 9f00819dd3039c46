#!/usr/bin/env python3
"""The pipelines of docs/ci, as far as a machine without their servers can try them.

usage: pipelines_test.py static|live KPROOF VENV

static: docs/ci.md shows the files as they are, they hold to the published schemas, and kproof takes each command's flags.
live: every job runs, on two small scenarios and real brokers, a first night and a second one with its baseline; what the servers
would read (JUnit, summary, metrics) is there. 77 where the packages of requirements.txt can't be had.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
FILES = {"github": TOP / "docs/ci/github-nightly.yml", "gitlab": TOP / "docs/ci/gitlab-nightly.yml"}
WRONG = {"github": ("runs-on:", "runs_on:"), "gitlab": ("parallel: 3", "parallel: many")}
SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}

sys.dont_write_bytecode = True  # nothing is left in the tree


def enter(venv):
    """Goes on under the Python of the venv, which is made where it is missing or older than requirements.txt."""
    if pathlib.Path(sys.prefix) == venv:
        return
    wanted = (HERE / "requirements.txt").read_text()
    stamp = venv / "installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(venv, ignore_errors=True)
        pip = [venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
        for command in ([sys.executable, "-m", "venv", venv], [*pip, "-r", HERE / "requirements.txt"]):
            if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
                print(f"skipped: {command[0]} could not make {venv}")
                sys.exit(77)
        stamp.write_text(wanted)
    os.execv(venv / "bin/python", [venv / "bin/python", *sys.argv])


def require(holds, what):
    if not holds:
        sys.exit(f"pipelines_test: {what}")


def check_shown():
    page = (TOP / "docs/ci.md").read_text()
    for file in FILES.values():
        require(f"```yaml\n{file.read_text()}```\n" in page, f"docs/ci.md does not show {file.name} as it is")


def check_schemas(venv):
    for server, file in FILES.items():
        command = [venv / "bin/check-jsonschema", "--builtin-schema", SCHEMAS[server]]
        good = subprocess.run([*command, file], check=False)
        require(good.returncode == 0, f"{file.name} does not hold to {SCHEMAS[server]}")
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as bad:  # a schema that takes anything would say nothing
            bad.write(file.read_text().replace(*WRONG[server]))
            bad.flush()
            refused = subprocess.run([*command, bad.name], check=False, capture_output=True)
        require(refused.returncode != 0, f"{SCHEMAS[server]} takes a wrong file")


def github(folder, night=1):
    return {"github.workspace": str(folder), "github.sha": "0", "github.run_number": "7", "github.run_id": str(night)}


def jobs(server):
    """(job, how the server fills it in and which variables it sets) of the nightly pipeline, in order."""
    yield "quick", {}, {}
    for index in range(1, 4):
        yield ("shard", {"matrix.shard": str(index)},
               {"CI_NODE_INDEX": str(index), "CI_NODE_TOTAL": "3"} if server == "gitlab" else {})
    yield "nightly", {}, {}


def environment(server, folder):
    values = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GITLAB_", "CI_"))}
    values["CI"] = "true"
    if server == "github":
        values |= {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    else:
        values |= {"GITLAB_CI": "true", "CI_PROJECT_DIR": str(folder), "CI_PIPELINE_IID": "7"}
    return values


def check_commands(kproof):
    """Flags of `run` by --dry-run on the scenarios that come with kproof; of the rest by what is said of missing folders."""
    from steps import github_steps, gitlab_steps, load
    seen = 0
    for server, steps_of in (("github", github_steps), ("gitlab", gitlab_steps)):
        pipeline = load(FILES[server])
        for job, values, variables in jobs(server):
            for _, script, _ in steps_of(pipeline, job, github(TOP) | values):
                for command in re.findall(r"\./kproof ((?:run|merge|compare) [^|;\n]*)", script):
                    seen += 1
                    dry = " --dry-run" if command.startswith("run") else ""
                    with tempfile.TemporaryDirectory() as folder:
                        ended = subprocess.run(["bash", "-c", f'"{kproof}" {command}{dry}'], cwd=folder, check=False,
                                               env=environment(server, pathlib.Path(folder)) | variables, capture_output=True, text=True)
                    missing = ended.returncode == 64 and ("part-" in ended.stderr or "baseline" in ended.stderr or "latest" in ended.stderr)
                    require(ended.returncode == 0 if dry else missing, f"{server} {job}: {command}: {ended.stderr}")
    require(seen >= 14, f"only {seen} commands were found")


SCENARIO = """\
name: {name}
about: a small cluster at rest
labels: {{tags: "{tags}"}}
cluster: {{brokers: 1, controllers: 0, combined: true}}
topics: {{payments: {{partitions: {partitions}, replication: 1}}}}
producers: {{checkout: {{rate: 200/s}}}}
monitors: {{count: 1}}
duration: 2s
"""


def checkout(folder, kproof):
    (folder / "scenarios").mkdir()
    (folder / "scenarios/one.yaml").write_text(SCENARIO.format(name="one", tags="quick,nightly", partitions=1))
    (folder / "scenarios/two.yaml").write_text(SCENARIO.format(name="two", tags="nightly", partitions=2))
    (folder / "kproof").write_text(f'#!/bin/sh\nexec "{kproof}" "$@"\n')
    (folder / "kproof").chmod(0o755)


def suites(folder):
    return [suite.get("name") for suite in xml.etree.ElementTree.parse(folder / "kproof.xml").getroot()]


def check_read_by_github(folder, second):
    summary = (folder / "summary.md").read_text()
    require("one" in summary and "two" in summary, f"the summary does not name the scenarios: {summary}")
    require(not second or (folder / "compare.md").read_text() in summary, "the comparison is not in the summary")
    require((folder / "campaign.tar.gz").exists(), "the campaign was not packed")


def check_read_by_gitlab(folder, second):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    families = {family.name: family for family in text_string_to_metric_families((folder / "results/metrics.txt").read_text())}
    trials = {sample.labels["cell"]: sample.value for sample in families["kproof_trials"].samples}
    require(trials == {"scenario=one": 2, "scenario=two": 2}, f"the metrics have trials {trials}")
    lost = [sample.value for sample in families["kproof_records"].samples if sample.labels["kind"] == "lost"]
    require(lost == [0, 0], f"the metrics have lost {lost}")
    require(not second or (folder / "compare.json").exists(), "there is no comparison")


def check_live(kproof):
    from steps import github_steps, gitlab_steps, load, run_steps
    with tempfile.TemporaryDirectory() as scratch:
        for server, steps_of, shell, check_read in (
                ("github", github_steps, ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"), check_read_by_github),
                ("gitlab", gitlab_steps, ("bash", "-eo", "pipefail", "-c"), check_read_by_gitlab)):
            folder = pathlib.Path(scratch) / server
            folder.mkdir()
            checkout(folder, kproof)
            pipeline = load(FILES[server])
            for night, wanted in ((1, list(jobs(server))), (2, list(jobs(server))[-1:])):
                for job, values, variables in wanted:
                    code, output = run_steps(steps_of(pipeline, job, github(folder, night) | values), folder,
                                             environment(server, folder) | variables, shell)
                    require(code == 0, f"{server} {job}: exit code {code}\n{output}")
                    require(job != "quick" or suites(folder) == ["one"], f"{server} quick ran {output}")
                require(sorted(suites(folder)) == ["one", "one", "two", "two"], f"{server}: the campaign is {suites(folder)}")
                require((folder / "baseline.json").exists(), f"{server}: no baseline was kept")
                check_read(folder, night == 2)
            print(f"{server}: every job ran, and the second night was compared with the first")


def main():
    mode, kproof, venv = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    if mode == "static":
        check_shown()
    enter(venv)
    sys.path.insert(0, str(HERE))
    if mode == "live":
        return check_live(kproof)
    check_schemas(venv)
    return check_commands(kproof)


if __name__ == "__main__":
    sys.exit(main())
