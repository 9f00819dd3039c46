# shellcheck shell=bash
# What tests on tests/compose/engine have in common; for `.`, after sources, folder and kproof are set.
# shellcheck disable=SC2034,SC2154 # set there, and used there

export KPROOF_KAFKA_IMAGE=kproof/kafka:test
version=$(sed -n 's|.*apache/kafka:\([0-9.]*\)}.*|\1|p' "$sources/docker-compose.yml")

say() { printf 'compose: %s\n' "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }

# within SECONDS WHAT COMMAND…: until the command is true.
within() {
  local began=$SECONDS what=$2
  until "${@:3}"; do
    ((SECONDS - began < $1)) || fail "not within $1 s: $what"
    sleep 0.2
  done
  say "$what: after $((SECONDS - began)) s"
}

same() { [[ $1 == "$2" ]] || fail "$3: '$1', not '$2'"; }

# left: containers, volumes and networks beside Docker's own three.
left() {
  docker ps --all --format '{{.Names}}'
  docker volume ls --format 'volume {{.Name}}'
  docker network ls --filter type=custom --format 'network {{.Name}}'
}

# on_engine COMMAND…: with an engine of its own that has the image; the command is a script's own "inside".
on_engine() {
  "$kproof" cluster fetch "$version"
  "$sources/tests/compose/image" "$folder" "$version" >/dev/null
  "$sources/tests/compose/engine" "$folder" "$@"
  [[ ! -e $folder/engine && ! -e $folder/group ]] || fail "something of the engine is left in $folder"
  say passed
}

load_image() { "$sources/tests/compose/image" "$folder" "$version" "$KPROOF_KAFKA_IMAGE" >/dev/null; }
