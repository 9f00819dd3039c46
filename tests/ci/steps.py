"""Shell steps of the two pipelines in docs/ci, as their servers would run them: values put in, in order, by job."""
import re
import subprocess

from ruamel.yaml import YAML

REPEATED = {"shard": 3}  # jobs that run several times at once


class Missing(Exception):
    """A value that nobody gave."""


def load(file):
    return YAML(typ="safe").load(file.read_text())


def _fill(text, pattern, values):
    def value(found):
        name = found.group(1)
        if name not in values:
            raise Missing(f"{name} in {text!r}")
        return values[name]

    return re.sub(pattern, value, text)


def github_steps(workflow, job, values):
    """(name, script, whether it runs after a failure) of each `run:` of a job."""
    for step in workflow["jobs"][job]["steps"]:
        if "run" in step:
            yield (step.get("name", ""), _fill(step["run"], r"\$\{\{ *([a-z_.]+) *\}\}", values),
                   step.get("if") == "always()")


def gitlab_steps(pipeline, job, _values):
    """The lines of a script run in one shell, which ends with the first that fails."""
    yield job, "\n".join(pipeline[job]["script"]), False


def run_steps(steps, folder, environment, shell):
    """Runs them as the server does; gives the exit code of the job and all that was printed."""
    code, output = 0, ""
    for name, script, always in steps:
        if code and not always:
            continue
        ended = subprocess.run([*shell, script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        output += f"--- {name}\n{ended.stdout}"
        code = code or ended.returncode
    return code, output
