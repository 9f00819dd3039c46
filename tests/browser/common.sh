# Sourced by browser_test and screenshots: what both need before a page can be looked at.
#
# browser_ready WORK: playwright-core and axe-core of package-lock.json in WORK/modules, from npm the first time; exit code 77 with
# the reason where this machine lacks something.
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

browser_ready() {
  local modules=$1/modules program
  for program in node npm; do
    command -v "$program" >/dev/null || { echo "skipped: no $program (./test browser installs it)"; exit 77; }
  done
  KPROOF_CHROMIUM=$(command -v chromium) || { echo 'skipped: no chromium (./test browser installs it)'; exit 77; }
  if ! cmp -s "$here/package-lock.json" "$modules/installed"; then
    mkdir -p "$modules"
    cp "$here/package.json" "$here/package-lock.json" "$modules"
    npm ci --prefix "$modules" --no-audit --no-fund --ignore-scripts --silent ||
      { echo 'skipped: npm could not install the packages of tests/browser/package-lock.json'; exit 77; }
    cp "$here/package-lock.json" "$modules/installed"
  fi
  export KPROOF_CHROMIUM KPROOF_BROWSER_MODULES=$modules
}

# make_pages WORK KPROOF WRITE_PAGES: the files that pages.mjs names, in WORK/pages. Some are of what ran on real brokers: made anew in
# WORK/results, unless KPROOF_BROWSER_RESULTS names such a folder of before.
make_pages() {
  local pages=$1/pages results=${KPROOF_BROWSER_RESULTS:+$(readlink -f "$KPROOF_BROWSER_RESULTS")} code=0
  rm -rf "$pages"
  mkdir -p "$pages"
  if [[ ! $results ]]; then
    results=$1/results
    rm -rf "$results"
    mkdir -p "$results"
    cd "$results"  # so that pages and pictures name no folder of this machine
    "$2" run durability/leader-kill-acks1 --seed 7 --out run --quiet || code=$?
    [[ $code == 4 ]] && { echo 'skipped: this machine can not carry the run out'; exit 77; }
    "$2" matrix "$here/../chaos/small_matrix.yaml" --seed 7 --out matrix --quiet
    "$2" matrix "$here/../chaos/small_matrix.yaml" --seed 8 --out again --quiet
    printf 'acks=all\nenable.idempotence=true\nlinger.ms=5\n' >p.properties
    "$2" certify --topic payments --producer-config p.properties --defaults java --replication 3 \
      --topic-setting min.insync.replicas=2 --failure cut --per-trial 0.9 --controls 1 --out certificate --quiet
  fi
  cd "$results"
  "$2" report run/latest --output "$pages/run.html"
  "$2" report matrix/latest --output "$pages/matrix.html"
  code=0
  "$2" compare matrix/latest again/latest --out "$1/compare.json" --force || code=$?
  [[ $code == 0 || $code == 3 ]]  # nothing is worse, or something is
  "$2" report "$1/compare.json" --output "$pages/comparison.html"
  "$2" report certificate/latest --output "$pages/certificate.html"
  "$2" report "$here/../../docs/examples/histories/lost-acks-1.jsonl" --output "$pages/history.html"
  cp "$here/bad.html" "$pages"
  "$3" "$pages"
}
