#!/usr/bin/env python3
"""Compares messages that protocol_lines writes with those of Kafka's own classes: compare.py PROTOCOL_LINES [--jars FOLDER]

The jars are of the Kafka that the tables are made of, by Maven where no folder is given.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "scripts"))
from kafka_jars import fetch_kafka  # noqa: E402

SKIPPED = 77
SEED = "1"
EACH = "20"  # messages of each kind and version


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines")
    parser.add_argument("--jars", type=pathlib.Path)
    flags = parser.parse_args()
    missing = [program for program in ("javac", "mvn") if shutil.which(program) is None]
    if missing:
        print(f"there is no {' and no '.join(missing)}: nothing can be compared")
        return SKIPPED
    table = (TOP / "harness/protocol/tables/messages.txt").read_text().splitlines()[0]
    version = re.search(r"kafka-clients (\S+),", table).group(1)
    with tempfile.TemporaryDirectory() as folder:
        jars = flags.jars or pathlib.Path(folder) / "jars"
        if not flags.jars:
            jars.mkdir()
            fetch_kafka(version, jars)
        lines = pathlib.Path(folder) / "lines"
        with lines.open("wb") as file:
            subprocess.run([flags.lines, SEED, EACH], stdout=file, check=True)
        command = ["java", "-cp", f"{jars}/*", str(TOP / "tests/protocol/Compare.java"), str(lines)]
        return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
