# Sourced by ./kproof and ./test: everything that has to be there before they can do their work. Says what it installs
# before it installs it, installs nothing that is there, never asks, and writes to stderr only.
#
# Exit codes: 4 this machine lacks something (said with the way to get it), 70 our own code does not build.

top=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

build_packages=(
  g++ cmake ninja-build ccache pkg-config mold
  libboost1.81-dev libcli11-dev libfmt-dev libkainjow-mustache-dev libpugixml-dev librdkafka-dev libroaring-dev
  libsqlite3-dev libssl-dev libyaml-cpp-dev nlohmann-json3-dev
)
test_packages=(clang-format fish kcat libbenchmark-dev libgmock-dev libgtest-dev librapidcheck-dev man-db openjdk-17-jdk-headless python3-venv sqlite3 zsh)
fuzz_packages=(clang libclang-rt-14-dev)
tidy_packages=(clang-tidy)
fresh_packages=(debootstrap dpkg-dev file)
browser_packages=(chromium fonts-dejavu-core nodejs)
compose_packages=(debootstrap docker-compose docker.io iptables)

say() { printf 'kproof: %s\n' "$*" >&2; }

# Debian 12 is what packages are named for; elsewhere we build with what is there and say what is missing.
on_debian_12() { (. /etc/os-release && [[ ${ID-} == debian && ${VERSION_ID-} == 12 ]]) 2>/dev/null; }

# Those of the packages named that are not installed, one a line.
missing_packages() {
  local -A installed=()
  local name
  while read -r name; do installed[$name]=1; done < <(
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
  for name in "$@"; do [[ ${installed[$name]-} ]] || printf '%s\n' "$name"; done
}

# The major version of the Java that a cluster would run on; 0 when there is none.
java_major() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/java} version
  version=$("${java:-java}" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p') || true
  printf '%s\n' "${version:-0}"
}

# A JAVA_HOME without Java in it would stop Kafka and Maven: said before anything is installed or built.
check_java_home() {
  [[ -z ${JAVA_HOME-} || -x $JAVA_HOME/bin/java ]] && return
  say "JAVA_HOME=$JAVA_HOME has no bin/java; unset JAVA_HOME, or set it to a Java of 17 or newer"
  exit 4
}

# What starting Kafka needs and this machine lacks, one package a line: Java 17 to run it (the harness looks for one that is
# new enough beyond PATH too), Maven to fetch its jars and pip to fetch its clients, and what the private sandbox makes its
# network and its disks with.
missing_runtime() {
  [[ -z $(missing_packages openjdk-17-jre-headless) || $(java_major) -ge 17 ]] || echo openjdk-17-jre-headless
  command -v mvn >/dev/null || echo maven
  [[ -z $(missing_packages python3-pip) ]] ||
    python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("pip") is None)' 2>/dev/null || echo python3-pip
  PATH=$PATH:/usr/sbin:/sbin command -v ip >/dev/null || echo iproute2
  PATH=$PATH:/usr/sbin:/sbin command -v nft >/dev/null || echo nftables
  PATH=$PATH:/usr/sbin:/sbin command -v mkfs.ext4 >/dev/null || echo e2fsprogs
}

as_root() {
  if [[ $EUID == 0 ]]; then "$@"
  elif [[ -t 0 ]]; then sudo "$@"
  else sudo -n "$@"
  fi
}

# Installs the packages named; false when that can't be done, after saying why and what to do.
install_packages() {
  local apt=(apt-get -q -y -o DPkg::Lock::Timeout=300)
  local by_hand="apt-get update && apt-get install --no-install-recommends $*"
  if [[ $EUID != 0 ]] && ! command -v sudo >/dev/null; then
    say "missing packages: $*; we are not root and there is no sudo: run as root: $by_hand"
    return 1
  fi
  say "installing missing Debian packages: $*"
  # --no-remove: a package of yours that is in the way (libboost1.74-dev conflicts with 1.81) is your decision.
  if ! { as_root "${apt[@]}" update &&
         as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install --no-install-recommends --no-remove "$@"; } >&2; then
    say "could not install: $*; see apt's message above, then run as root: $by_hand"
    return 1
  fi
}

# Installs what is missing of the packages named, or ends with exit code 4.
need_packages() {
  on_debian_12 || return 0
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}" || exit 4
}

# Likewise for what starting Kafka needs, but goes on without: the harness says what it misses when it needs it.
want_runtime() {
  on_debian_12 || return 0
  local missing
  mapfile -t missing < <(missing_runtime)
  [[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}" || true
}

# Jars and compiled objects are kept where the user's caches are, or in the checkout where those can't be written.
choose_caches() {
  local folder=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
  [[ $folder ]] && mkdir -p "$folder" 2>/dev/null && [[ -w $folder ]] && return
  [[ -d $top/build/cache ]] || say "${folder:-HOME} can't be written: what is cached goes into $top/build/cache"
  mkdir -p "$top/build/cache"
  export KPROOF_CACHE=${KPROOF_CACHE:-$top/build/cache/kproof} CCACHE_DIR=${CCACHE_DIR:-$top/build/cache/ccache}
}

# Compilers at once: one a core, and no more than memory holds at about 1 GiB each.
jobs() {
  local cores by_memory
  cores=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo 2>/dev/null || echo "$cores")
  if ((by_memory < 1)); then by_memory=1; fi
  echo $((cores < by_memory ? cores : by_memory))
}

# configure PRESET: only when this folder has not been configured for this place and these presets yet (a copied checkout,
# or an older one whose options were others); ninja sees to every other change.
configure() {
  local preset=$1 folder=$top/build/$1 log=$top/build/$1.configure.log wanted
  wanted=$(printf '%s\n' "$top" && cat "$top/CMakePresets.json")
  if [[ -f $folder/build.ninja && -f $folder/configured && $(<"$folder/configured") == "$wanted" ]]; then return; fi
  say "configuring build/$preset"
  rm -f "$folder/configured"
  if ! (cd "$top" && cmake --fresh --preset "$preset") >"$log" 2>&1; then
    cat "$log" >&2
    say "could not configure build/$preset; on Debian 12 these packages are needed: ${build_packages[*]}"
    exit 4
  fi
  printf '%s\n' "$wanted" >"$folder/configured"
}

# build PRESET TARGET: silent when nothing is stale, which takes ninja 0.03 s to find out. Line by line by the shell, because
# Debian's awk shows nothing before it has read 4 KiB.
build() {
  local folder=$top/build/$1 target=$2 line said=''
  if ! cmake --build "$folder" --target "$target" --parallel "$(jobs)" 2>&1 |
      while IFS= read -r line; do
        case $line in *'Re-checking globbed directories'* | 'ninja: no work to do.') continue ;; esac
        [[ $said ]] || say "building build/$(basename "$folder") ($target)"
        said=yes
        printf '%s\n' "$line" >&2
      done; then
    say "build/$1 does not build; see the compiler's message above"
    exit 70
  fi
}

# fetch_meanwhile PRESET: before the first build, Kafka's jars and class data are fetched and made while the rest compiles,
# by a small program of the same sources that is built first. It ends when this script ends, however that is.
fetch_meanwhile() {
  [[ ! -x $top/build/$1/harness/cli/kproof ]] || return 0
  build "$1" kproof_fetch
  "$top/build/$1/harness/fetch/kproof_fetch" {build_lock}>&- >&2 &
  fetching=$!
  trap '{ kill "$fetching" && wait "$fetching"; } 2>/dev/null || true' EXIT
}

# Waits for it. What it could not do the harness says again when it needs it.
done_fetching() {
  [[ ${fetching-} ]] || return 0
  wait "$fetching" || true
  trap - EXIT
}

# Runs the rest of the set-up alone in this checkout; the lock goes with done_building, or with this process.
start_building() {
  mkdir -p "$top/build"
  choose_caches
  exec {build_lock}>"$top/build/.lock"
  flock -n "$build_lock" && return
  say "another set-up is under way in $top; waiting for it"
  flock -w 3600 "$build_lock" || { say "it still was after an hour; see who holds $top/build/.lock"; exit 4; }
}

done_building() { exec {build_lock}>&-; }
