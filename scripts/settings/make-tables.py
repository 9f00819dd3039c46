#!/usr/bin/env python3
"""Makes harness/settings/tables/*.tsv: every setting of Kafka and librdkafka with type, default, range and versions.

  make-tables.py                        makes them all again (needs a JDK 17, Maven, pip; some minutes)
  make-tables.py --librdkafka           makes the one of librdkafka alone
  make-tables.py --compare 4.3.1        exits 1 and prints what differs for this version of Kafka alone
  make-tables.py --compare-librdkafka   the same for the librdkafka of this machine
  make-tables.py --kafka 4.3.1=FOLDER   jars of a version that are here already (several times)

A row holds from its first version to its last; a setting whose type, default or range changed has several rows.
Versions of Kafka are minor ones (4.3): settings do not come or go with a patch release.
"""

import argparse
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

# The newest patch release of each minor version from the first that kproof runs.
KAFKA = ["3.3.2", "3.4.1", "3.5.2", "3.6.2", "3.7.2", "3.8.1", "3.9.1", "4.0.1", "4.1.1", "4.2.1", "4.3.1"]
SKIPPED = 77  # as ctest is told
KINDS = ["admin", "broker", "consumer", "producer", "topic"]

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from kafka_jars import fetch_kafka  # noqa: E402

TABLES = HERE.parent.parent / "harness" / "settings" / "tables"
# Releases of librdkafka, with the wheels of confluent-kafka that bring them along.
WHEELS = HERE.parent.parent / "harness" / "client" / "wheels.cpp"
# Their validators print what is no list of the values that they take ("3.9" is one as well as "3.9-IV0").
NO_RANGE = {"inter.broker.protocol.version", "log.message.format.version", "message.format.version"}


def kafka_settings(version, jars):
    """{kind: {name: (type, default, range)}} as this version prints them."""
    with tempfile.TemporaryDirectory() as folder:
        if jars is None:
            jars = pathlib.Path(folder)
            fetch_kafka(version, jars)
        command = ["java", "-cp", f"{jars}/*", str(HERE / "DumpSettings.java")]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    settings = {kind: {} for kind in KINDS}
    for line in lines:
        kind, name, type_, default, range_ = line.split("\t")
        settings[kind][name] = (type_, default, "" if name in NO_RANGE else range_)
    return settings


def librdkafka_settings(library):
    """(version, {name: (clients, type, default, range)}) as the library prints them."""
    lib = ctypes.CDLL(str(library))
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    libc.fclose.argtypes = lib.rd_kafka_conf_properties_show.argtypes = [ctypes.c_void_p]
    lib.rd_kafka_version_str.restype = ctypes.c_char_p
    with tempfile.NamedTemporaryFile(mode="r") as file:
        stream = libc.fopen(file.name.encode(), b"w")
        lib.rd_kafka_conf_properties_show(stream)
        libc.fclose(stream)
        lines = file.read().splitlines()
    settings = {}
    for line in lines:
        cells = [cell.strip() for cell in line.split("|", 5)]
        if len(cells) < 6 or cells[0] in ("", "Property") or cells[0].startswith("-"):
            continue
        name, clients, range_, default, _, words = cells
        type_ = re.search(r"\*Type: ([^*]*)\*", words).group(1)
        if name == "builtin.features":  # of this build, not of this version
            default = range_ = ""
        # Topic properties follow the global ones; a name that is in both stands as the global one says.
        settings.setdefault(name, (clients, type_, default, range_))
    return lib.rd_kafka_version_str().decode(), settings


def wheels():
    """[(confluent-kafka's version, CPython's, platform)], oldest first."""
    return re.findall(r'^    \{"[^"]*", "([^"]*)", "([^"]*)", "([^"]*)",', WHEELS.read_text(), re.MULTILINE)


def fetch_librdkafka(version, python, platform, folder):
    subprocess.run(
        ["pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "--implementation", "cp", "--python-version", python]
        + ["--platform", platform, "-d", folder, f"confluent-kafka=={version}"],
        check=True,
    )
    with zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl"))) as wheel:
        name = next(n for n in wheel.namelist() if re.search(r"librdkafka-[^/]*\.so", n))
        return wheel.extract(name, folder)


def rows(by_version):
    """[(name, *cells, "first" or "first-last")] of [(version, {name: cells})], oldest first."""
    table = []
    for name in sorted({name for _, settings in by_version for name in settings}):
        spans = []  # [cells, first, last]
        before = None
        for version, settings in by_version:
            cells = settings.get(name)
            if cells is not None and cells == before:
                spans[-1][2] = version
            elif cells is not None:
                spans.append([cells, version, version])
            before = cells
        table += [(name, *cells, first if first == last else f"{first}-{last}") for cells, first, last in spans]
    return table


def write(kind, header, table):
    lines = ["\t".join(row) for row in [header] + table]
    (TABLES / f"{kind}.tsv").write_text("\n".join(lines) + "\n")
    print(f"{kind}: {len(table)} rows")


def read(kind, version):
    """{name: cells} that the table has for this version."""
    order = lambda v: [int(part) for part in v.split(".")]
    settings = {}
    for line in (TABLES / f"{kind}.tsv").read_text().splitlines()[1:]:
        name, *cells, span = line.split("\t")
        first, _, last = span.partition("-")
        if order(first) <= order(version) <= order(last or first):
            settings[name] = tuple(cells)
    return settings


def minor(version):
    return ".".join(version.split(".")[:2])


def differences(kind, table, now):
    for name in sorted(table.keys() | now.keys()):
        if table.get(name) != now.get(name):
            yield f"{kind} {name}: the table has {table.get(name)}, this version {now.get(name)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", metavar="VERSION")
    parser.add_argument("--compare-librdkafka", action="store_true")
    parser.add_argument("--librdkafka", action="store_true")
    parser.add_argument("--kafka", metavar="VERSION=FOLDER", action="append", default=[])
    flags = parser.parse_args()
    jars = dict(pair.split("=", 1) for pair in flags.kafka)
    found = []
    missing = [program for program in ("javac", "mvn") if shutil.which(program) is None]
    if flags.compare and missing:
        print(f"there is no {' and no '.join(missing)}: nothing can be compared")
        return SKIPPED
    if flags.compare:
        now = kafka_settings(flags.compare, jars.get(flags.compare))
        for kind in KINDS:
            if not now[kind]:
                found.append(f"{kind}: this version printed no setting")
            found += differences(kind, read(kind, minor(flags.compare)), now[kind])
    if flags.compare_librdkafka:
        version, now = librdkafka_settings("librdkafka.so.1")
        if not read("librdkafka", version):
            print(f"librdkafka {version} is not in the table")
            return SKIPPED
        found += differences("librdkafka", read("librdkafka", version), now)
    if flags.compare or flags.compare_librdkafka:
        print("\n".join(found) or "the tables are up to date")
        return 1 if found else 0

    TABLES.mkdir(parents=True, exist_ok=True)
    kafka = [(minor(version), kafka_settings(version, jars.get(version))) for version in KAFKA if not flags.librdkafka]
    for kind in KINDS if kafka else []:
        table = rows([(version, settings[kind]) for version, settings in kafka])
        write(kind, ("name", "type", "default", "range", "versions"), table)
    libraries = []
    for wheel in wheels():
        with tempfile.TemporaryDirectory() as folder:
            libraries.append(librdkafka_settings(fetch_librdkafka(*wheel, folder)))
    write("librdkafka", ("name", "clients", "type", "default", "range", "versions"), rows(libraries))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
