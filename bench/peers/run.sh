#!/usr/bin/env bash
# The scrub beside what else people use, on one input in one run. Usage: bench/peers/run.sh [ROWS [PEER...]]
# Input: ROWS rows (10 million by default, about 92 bytes) and a registry of as many numbers, or of REGISTRY. callsieve reads numbers as
# people write them; the others get them normalised, and the registry loaded as each wants it, before the clock starts.
# Output, to standard output: name, wall seconds, user and system seconds, peak resident megabytes, what went wrong, and
# how many rows were kept, for each peer; peers that are not installed say so. Answers are compared: the kept rows' ids.
# LIMIT (300) is the seconds a peer may take; RUNS (3) how often each runs (what takes over 20 s, once); WORK where files go (build/peers, removed).
# DuckDB and Polars are looked for in the Python that PYTHON names (python3).
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-10000000}
shift || true
wanted=" $* "
registry=${REGISTRY:-$rows} limit=${LIMIT:-300} runs=${RUNS:-3} work=${WORK:-build/peers} python=${PYTHON:-python3}
here=bench/peers bin=build/release
export LC_ALL=C

cmake --preset release >/dev/null
cmake --build --preset release --target callsieve_bench_data callsieve_tool >/dev/null

mkdir -p "$work"
[ -s "$work/list.csv" ] || "$bin/bench/callsieve_bench_data" list "$rows" "$registry" >"$work/list.csv" 2>/dev/null
[ -s "$work/normalised.csv" ] || "$bin/bench/callsieve_bench_data" normalised "$rows" "$registry" >"$work/normalised.csv" 2>/dev/null
[ -s "$work/registry.txt" ] || "$bin/bench/callsieve_bench_data" digits "$registry" | tr -d + >"$work/registry.txt"
export CALLSIEVE_STORE=$work/store
if [ ! -d "$work/store" ]; then
  digits() { "$bin/bench/callsieve_bench_data" digits "$1"; }
  digits $((rows / 100)) >"$work/objections.txt"
  digits $((rows / 10)) | awk 'BEGIN { print "phone,consent,date" }
    { print $0 "," (NR % 2 ? "given" : "withdrawn") ",2025-0" 1 + NR % 9 "-15" }' >"$work/consents.csv"
  digits $((rows / 5)) | awk 'BEGIN { print "phone,last_purchase" }
    { print $0 ",202" 1 + NR % 5 "-0" 1 + NR % 9 "-15" }' >"$work/customers.csv"
  "$bin/callsieve" import blacklist "$work/objections.txt" --format digits --region US --obtained 2026-02-25 2>/dev/null
  "$bin/callsieve" import consents "$work/consents.csv" --kind consent --region US --obtained 2026-02-25 2>/dev/null
  "$bin/callsieve" import customers "$work/customers.csv" --kind dated --region US --obtained 2026-02-25 2>/dev/null
  "$bin/callsieve" import registry "$work/registry.txt" --format digits --region E164 --obtained 2026-02-25 2>/dev/null
fi
sync "$work"/*.csv

is_wanted() { [ "$wanted" = "  " ] || [[ $wanted == *" $1 "* ]]; }
expected=
# peer NAME OUTPUT COMMAND...: measures, then looks at the kept rows (nothing to look at when OUTPUT is empty).
peer() {
  local name=$1 output=$2 line answer=
  shift 2
  is_wanted "${name%% *}" || return 0
  for _ in $(seq "$runs"); do
    [ -z "$output" ] || rm -f "$output"
    line=$(python3 $here/measure.py "$name" "$limit" "$@")
    if [ -n "$output" ] && [ -z "$answer" ] && [ "${line: -1}" = , ]; then
      answer=$(grep -v '^id\b' "$output" | cut -d, -f1 | sort | md5sum | cut -c1-8)
      [ -n "$expected" ] || expected=$answer
      [ "$answer" = "$expected" ] || answer="$answer DIFFERS FROM $expected"
    fi
    echo "$line,$answer"
    [ "${line: -1}" = , ] || break  # what fails or takes too long once is not tried again
    if awk -F, '{ exit $2 < 20 }' <<<"$line"; then break; fi
  done
}
# has PEER [COMMAND]: whether it is wanted and there.
has() { is_wanted "$1" || return 1; command -v "${2:-$1}" >/dev/null || { echo "$1,,,,,not installed,"; return 1; }; }
has_module() { is_wanted "$1" || return 1; "$python" -c "import $1" 2>/dev/null || { echo "$1,,,,,not installed for $python,"; return 1; }; }

echo "name,seconds,user,system,megabytes,wrong,kept"
scrub() { echo "$bin/callsieve" scrub "$work/list.csv" --policy "bench/${3:-one-list}.toml" --as-of 2026-02-25 --threads "$1" -o "$2"; }
for threads in 1 2; do
  # shellcheck disable=SC2046  # words are meant
  peer "callsieve to a file ($threads)" "$work/kept.csv" $(scrub $threads "$work/kept.csv")
  # shellcheck disable=SC2046
  peer "callsieve thrown away ($threads)" "" $(scrub $threads /dev/null)
  # shellcheck disable=SC2046
  peer "callsieve six rules thrown away ($threads)" "" $(scrub $threads /dev/null six-rules)
done
peer "wc -l" "" wc -l "$work/list.csv"
peer "cat" "" cat "$work/list.csv"
peer "cp and sync" "" sh -c "cp '$work/list.csv' '$work/copy.csv' && sync '$work/copy.csv'"
rm -f "$work/copy.csv"

if has_module duckdb; then
  [ -s "$work/registry.duckdb" ] || "$python" $here/duckdb_peer.py load "$work/registry.txt" "$work/registry.duckdb"
  for threads in 1 2; do
    peer "duckdb to a file ($threads)" "$work/peer.csv" "$python" $here/duckdb_peer.py scrub "$work/normalised.csv" "$work/registry.duckdb" "$work/peer.csv" $threads
    peer "duckdb thrown away ($threads)" "" "$python" $here/duckdb_peer.py scrub "$work/normalised.csv" "$work/registry.duckdb" /dev/null $threads
  done
fi
if has_module polars; then
  [ -s "$work/registry.parquet" ] || "$python" $here/polars_peer.py load "$work/registry.txt" "$work/registry.parquet"
  for threads in 1 2; do
    peer "polars to a file ($threads)" "$work/peer.csv" env POLARS_MAX_THREADS=$threads "$python" $here/polars_peer.py scrub "$work/normalised.csv" "$work/registry.parquet" "$work/peer.csv"
  done
fi
if has mawk; then
  # shellcheck disable=SC2016  # awk's, not the shell's
  peer "mawk to a file (1)" "$work/peer.csv" sh -c 'mawk -F, "NR == FNR { on[\$1]; next } !(\$4 in on)" "$1" "$2" >"$3"' mawk "$work/registry.txt" "$work/normalised.csv" "$work/peer.csv"
fi
if has sort join; then
  peer "sort and join to a file (2)" "$work/peer.csv" bash -c 'join -t, -v 2 -2 4 <(sort -S 1G "$1") <(sort -S 1G -t, -k4,4 "$2") | awk -F, "{ print \$2 }" >"$3"' join "$work/registry.txt" "$work/normalised.csv" "$work/peer.csv"
fi
if has sqlite3; then
  if [ ! -s "$work/registry.sqlite" ]; then
    sqlite3 "$work/registry.sqlite" 'CREATE TABLE registry (number INTEGER PRIMARY KEY)' ".import $work/registry.txt registry"
  fi
  peer "sqlite3 to a file (1)" "$work/peer.csv" sqlite3 -csv :memory: "ATTACH '$work/registry.sqlite' AS r" ".import $work/normalised.csv calls" ".once $work/peer.csv" \
    "SELECT * FROM calls WHERE NOT EXISTS (SELECT 1 FROM r.registry WHERE number = CAST(phone AS INTEGER))"
fi
if has gawk; then
  # shellcheck disable=SC2016  # awk's, not the shell's
  peer "gawk to a file (1)" "$work/peer.csv" sh -c 'gawk -F, "NR == FNR { on[\$1]; next } !(\$4 in on)" "$1" "$2" >"$3"' gawk "$work/registry.txt" "$work/normalised.csv" "$work/peer.csv"
fi
if ! is_wanted postgres; then
  :
elif ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  server=$(mktemp -d)
  chmod 755 "$server"
  trap '"$here/postgres_peer.sh" stop "$server/server"; rmdir "$server"' EXIT
  $here/postgres_peer.sh load "$work/registry.txt" "$server/server"
  # The server's own time and memory are not those of the command that asks it.
  peer "postgres to a file (2)" "$work/peer.csv" $here/postgres_peer.sh scrub "$work/normalised.csv" "$server/server" "$work/peer.csv"
  trap - EXIT
  $here/postgres_peer.sh stop "$server/server"
  rmdir "$server"
else
  echo "postgres,,,,,not installed,"
fi
if has grep; then
  peer "grep -vFf to a file (1)" "$work/peer.csv" sh -c 'grep -vFf "$1" "$2" >"$3"' grep "$work/registry.txt" "$work/normalised.csv" "$work/peer.csv"
fi
[ -n "${KEEP:-}" ] || rm -rf "$work"
