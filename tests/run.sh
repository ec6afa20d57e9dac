# The tests behind `./fulfil test`; sourced by it. Which projects exist is read from the folder.
# shellcheck shell=bash disable=SC2154

results="$artifacts/test-results"
# Left out of --quick: they start processes, browsers, emulators, or repeat a workload once per fault.
slow_projects='Fulfilment\.(Host|Browser|Azure|FunctionApp|Faults)'
# Started before the others, so that it does not run alone at the end.
longest_project='Fulfilment\.DurableTask\.'
mode=all
test_filter=''

test_usage() {
  cat <<'TEXT'
./fulfil test            every test (under 15 minutes on two cores)
./fulfil test --quick    without browser, process, fault and Azure emulator tests (under 2 minutes)
./fulfil test --faults   the whole sweep of injected faults (about an hour on two cores)

The last line is "N passed, N failed"; the exit code is 0 only when none failed.
TEXT
}

# What will not run is not built: it is a third of the compiler's work.
build_tests() {
  [ "$mode" = quick ] || { dotnet_build Fulfilment.sln; return; }
  local filter="$artifacts/quick.slnf"
  mkdir -p "$artifacts"
  printf '{"solution":{"path":"../Fulfilment.sln","projects":[%s]}}\n' "$(sed 's/.*/"&"/' <<<"$projects" | paste -sd, -)" >"$filter"
  dotnet_build "artifacts/${filter##*/}"
}

# Test projects: those that the solution builds and that hold tests.
test_projects() {
  local found
  found=$(cd "$root" && grep -l '<IsTestProject>true' tests/*/*.csproj | sort -r)
  grep -E "$longest_project" <<<"$found" || true
  grep -vE "$longest_project" <<<"$found" || true
}

# Those with tests of faults, which say so themselves (tests/Fulfilment.Testing/TestKind.cs).
fault_projects() {
  local project
  for project in $projects; do
    if grep -rqsE --include='*.cs' --exclude-dir={bin,obj} 'Trait\((TestKind\.Name, TestKind\.Fault|"Kind", "Fault")\)' "$root/${project%/*}"; then echo "$project"; fi
  done
}

# The Azure stores are tested against the Azurite emulator, which npm brings.
install_azurite() {
  local folder="$root/tests/tools"
  [ -d "$folder/node_modules/azurite" ] && return 0
  command -v npm >/dev/null || die "the Azure tests need npm (for the Azurite emulator); install Node.js, or run ./fulfil test --quick"
  say "installing azurite ..."
  (cd "$folder" && npm ci --no-audit --no-fund) >"$artifacts/npm.log" 2>&1 || die "npm could not install azurite; its output is in $artifacts/npm.log"
}

find_chromium() {
  local name
  for name in "${FULFIL_CHROMIUM-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

install_chromium() {
  if ! FULFIL_CHROMIUM=$(find_chromium); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      say "installing chromium ..."
      (apt-get update && apt-get install -y --no-install-recommends chromium) >"$artifacts/apt.log" 2>&1 || die "apt-get could not install chromium; its output is in $artifacts/apt.log"
      FULFIL_CHROMIUM=$(find_chromium) || die "chromium was installed but cannot be found"
    else
      die "the browser tests need Chromium; install it (apt-get install chromium) or name it: FULFIL_CHROMIUM=/path/to/chromium ./fulfil test"
    fi
  fi
  export FULFIL_CHROMIUM
}

# One number of a project's counters: $1 the result file, $2 the attribute.
counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# Runs one project and leaves "passed failed skipped" in its .counts file.
run_project() {
  local project=$1 name trx begun=$SECONDS code=0 passed failed total
  name=$(basename "$project" .csproj)
  trx="$results/$name.trx"
  (cd "$root" && dotnet test "$project" --no-build -c "$configuration" --nologo -v q \
    ${test_filter:+--filter "$test_filter"} --logger "trx;LogFileName=$name.trx" --results-directory "$results" >"$results/$name.log" 2>&1) || code=$?
  if [ ! -f "$trx" ]; then
    echo "0 1 0" >"$results/$name.counts"
    say "$name did not run (exit $code):"
    tail -n 20 "$results/$name.log" >&2
    return
  fi
  passed=$(counter "$trx" passed)
  failed=$(counter "$trx" failed)
  total=$(counter "$trx" total)
  local skipped=$((total - passed - failed))
  # A crash of the test process leaves counters that look clean.
  if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  echo "$passed $failed $skipped" >"$results/$name.counts"
  say "$name: $passed passed, $failed failed, $((SECONDS - begun)) s"
  if [ "$failed" -gt 0 ]; then grep -vE '^\s*$' "$results/$name.log" | tail -n 60 >&2; fi
}

# Reads the options; sets the projects to run.
choose_tests() {
  case "${1-}" in
    '') ;;
    --quick) mode=quick ;;
    --faults) mode=faults ;;
    -h | --help) test_usage; exit 0 ;;
    *) say "unknown option '$1' for test; see ./fulfil test --help"; exit 2 ;;
  esac
  [ $# -le 1 ] || { say "test takes one option at most; see ./fulfil test --help"; exit 2; }

  projects=$(test_projects)
  case $mode in
    all) ;;
    quick) projects=$(grep -vE "$slow_projects" <<<"$projects") ;;
    faults)
      projects=$(fault_projects)
      test_filter='Kind=Fault'
      export FULFIL_FAULTS=all FULFIL_PROGRESS="$results/progress.log"
      ;;
  esac
}

# A sweep of an hour shows how far it is. Not one of the shell's jobs: those are the projects.
show_progress() {
  [ -n "${FULFIL_PROGRESS-}" ] || return 0
  : >"$FULFIL_PROGRESS"
  tail -n +1 -f "$FULFIL_PROGRESS" >&2 &
  progress_tail=$!
  disown "$progress_tail"
}

stop_progress() {
  if [ -n "${progress_tail-}" ]; then kill "$progress_tail" 2>/dev/null || true; fi
}

# Each project runs in a process group of its own: Ctrl-C must end the whole of it.
stop_projects() {
  local group
  for group in $(jobs -p); do kill -TERM -- "-$group" 2>/dev/null || true; done
  stop_progress
  exit 130
}

# Two projects at a time: while one waits for a process or a disk, the other computes.
run_tests() {
  local project passed failed skipped
  if grep -q Azure <<<"$projects"; then install_azurite; fi
  if grep -q Browser <<<"$projects"; then install_chromium; fi

  rm -rf "$results"
  mkdir -p "$results"
  show_progress
  set -m
  trap stop_projects INT TERM
  for project in $projects; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do sleep 0.2; done
    run_project "$project" </dev/null &
  done
  wait
  stop_progress

  read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$results"/*.counts)
  if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
  [ "$failed" -eq 0 ]
}
