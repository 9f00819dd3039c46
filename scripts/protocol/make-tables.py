#!/usr/bin/env python3
"""Makes harness/protocol/tables: every request and answer of Kafka's protocol by version, and every error code.

  make-tables.py                 makes them again (needs a JDK 17 and Maven)
  make-tables.py --compare       exits 1 and prints what differs from what Kafka has
  make-tables.py --jars FOLDER   jars of that version that are here already

The source is Kafka's own: the schemas in kafka-clients' jar (common/message/*.json), and the class of its error codes.
messages.txt has a line for each message (way, key, name, versions, flexible versions) and below it one for each field,
indented by its depth: name, type, versions, and what else there is of it:

  null=VERSIONS     may be null there          tag=NUMBER:VERSIONS   a tagged field there
  default=VALUE     where it is not 0, "" or empty                    topic    a topic's name
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

KAFKA = "4.3.1"  # the newest that kproof runs
SKIPPED = 77  # as ctest is told

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from kafka_jars import fetch_kafka  # noqa: E402

TABLES = HERE.parent.parent / "harness" / "protocol" / "tables"
NO_DEFAULT = {None, "", "0", "false", False, 0}


def schemas(jar):
    """Of requests and answers, by their keys."""
    with zipfile.ZipFile(jar) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(r"common/message/\w+\.json", name)]
    messages = [json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.M)) for text in texts]
    return sorted((m for m in messages if m["type"] in ("request", "response")), key=lambda m: (m["apiKey"], m["type"]))


def field_lines(fields, structs, depth):
    for field in fields:
        array = field["type"].startswith("[]")
        type_ = field["type"].removeprefix("[]")
        inner = field.get("fields") or structs.get(type_)
        if inner is not None:
            type_ = "struct"
        cells = [field["name"], ("[]" if array else "") + type_, field["versions"]]
        if "flexibleVersions" in field:
            raise ValueError(f"{field['name']}: flexible versions of its own")  # as in headers alone
        if "nullableVersions" in field:
            cells.append("null=" + field["nullableVersions"])
        if "taggedVersions" in field:
            cells.append(f"tag={field['tag']}:{field['taggedVersions']}")
        if field.get("default") not in NO_DEFAULT:
            cells.append(f"default={field['default']}")
        if field.get("entityType") == "topicName":
            cells.append("topic")
        yield " " * depth + " ".join(cells)
        if inner is not None:
            yield from field_lines(inner, structs, depth + 1)


def messages_text(jar):
    lines = []
    for message in schemas(jar):
        structs = {struct["name"]: struct["fields"] for struct in message.get("commonStructs", [])}
        way = {"request": "request", "response": "answer"}[message["type"]]
        name = re.sub(r"(Request|Response)$", "", message["name"])
        lines.append(f"{way} {message['apiKey']} {name} {message['validVersions']} {message.get('flexibleVersions', 'none')}")
        lines += field_lines(message.get("fields", []), structs, 1)
    return "\n".join(lines) + "\n"


def errors_text(jars):
    command = ["java", "-cp", f"{jars}/*", str(HERE / "DumpErrors.java")]
    return "code\tname\ttext\n" + subprocess.run(command, check=True, capture_output=True, text=True).stdout


def tables(jars):
    """{file name: text}, whose first line says which Kafka it is of."""
    jar = jars / f"kafka-clients-{KAFKA}.jar"
    texts = {"messages.txt": messages_text(jar), "errors.tsv": errors_text(jars)}
    return {name: f"# of kafka-clients {KAFKA}, by scripts/protocol/make-tables.py\n{text}" for name, text in texts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--jars", metavar="FOLDER", type=pathlib.Path)
    flags = parser.parse_args()
    missing = [program for program in ("javac", "mvn") if shutil.which(program) is None]
    if flags.compare and missing:
        print(f"there is no {' and no '.join(missing)}: nothing can be compared")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        jars = flags.jars or pathlib.Path(folder)
        if not flags.jars:
            fetch_kafka(KAFKA, jars)
        made = tables(jars)
    if flags.compare:
        different = [name for name, text in made.items() if (TABLES / name).read_text() != text]
        print("\n".join(f"{name}: Kafka {KAFKA} has something else" for name in different) or "the tables are up to date")
        return 1 if different else 0
    TABLES.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (TABLES / name).write_text(text)
        print(f"{name}: {text.count(chr(10)) - 1} lines")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
