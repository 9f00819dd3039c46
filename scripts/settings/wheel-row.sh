#!/usr/bin/env bash
# wheel-row.sh VERSION [PYTHON]: prints the row of harness/client/wheels.cpp for a version of confluent-kafka, from its wheel
# for this version of CPython (311; older releases have wheels for older ones alone: 310, 39) on x86-64.
set -euo pipefail

version=$1 python=${2-311}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
platforms=()
for platform in manylinux_2_28 manylinux_2_17 manylinux2014 manylinux2010 manylinux1; do platforms+=(--platform "${platform}_x86_64"); done
python3 -m pip download --quiet --no-deps --only-binary :all: --implementation cp --python-version "$python" "${platforms[@]}" \
  --dest "$folder" "confluent-kafka==$version" >&2
wheel=$(echo "$folder"/*.whl)
python3 -m zipfile -e "$wheel" "$folder/unpacked"
library=$(echo "$folder"/unpacked/confluent_kafka.libs/librdkafka-*.so.1)
says=$(python3 -c 'import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
library.rd_kafka_version_str.restype = ctypes.c_char_p
print(library.rd_kafka_version_str().decode())' "$library")
platform=$(basename "$wheel" .whl)
platform=${platform##*-}
sum() { sha256sum "$1" | cut -d ' ' -f 1; }
printf '    {"%s", "%s", "%s", "%s",\n     "%s",\n     "%s"},\n' "$says" "$version" "$python" "${platform%%.*}" "$(sum "$wheel")" "$(sum "$library")"
