#!/usr/bin/env bash
# Measures: every benchmark, then the program on a large made-up call list. Usage: bench/run.sh [ROWS]
# ROWS (default 10,000,000; about 92 bytes each) is also the size of the registry. Files go to build/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-10000000}

src/bootstrap.sh
cmake --preset release >/dev/null
cmake --build --preset release --target callsieve_bench callsieve_bench_data callsieve_tool
bin=build/release work=build/bench

"$bin/bench/callsieve_bench" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true \
  --benchmark_enable_random_interleaving=true 2>/dev/null | grep -E '^(Benchmark|.*_median)'

rm -rf "$work"
mkdir -p "$work"
"$bin/bench/callsieve_bench_data" list "$rows" "$rows" >"$work/list.csv" 2>"$work/known"
"$bin/bench/callsieve_bench_data" digits "$rows" >"$work/registry.txt"
listed=$(sed 's/.*of which \([0-9]*\) .*/\1/' "$work/known")
echo +442079460123 >"$work/nobody.txt"

# Runs the program; prints its seconds, and its largest private memory (the mapped list is shared, and not in it).
measure() {
  local started=$EPOCHREALTIME largest=0 now
  "$bin/callsieve" "$@" 2>"$work/words" &
  local pid=$!
  while now=$(sed -n 's/^RssAnon:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
    [ "$now" -le "$largest" ] || largest=$now
    sleep 0.05
  done
  wait "$pid" || { cat "$work/words" >&2; exit 1; }
  awk -v from="$started" -v to="$EPOCHREALTIME" -v kb="$largest" -v rows="$rows" -v what="$1" 'BEGIN {
    printf "%-8s %7.2f s  %6.2f million rows/s  %5.0f MB private\n", what, to - from, rows / (to - from) / 1e6, kb / 1000 }'
}

sync "$work"/*  # writing the input back to disk is not part of any run

export CALLSIEVE_STORE=$work/store
"$bin/callsieve" import blacklist "$work/nobody.txt" --obtained 2026-02-25 2>/dev/null
measure import registry "$work/registry.txt" --format digits --obtained 2026-02-25
for _ in 1 2 3 4 5; do
  measure scrub "$work/list.csv" -o "$work/kept.csv" --rejected "$work/rejected.csv" --policy bench/one-list.toml \
    --as-of 2026-02-25 --report "$work/report.json"
  python3 - "$work/report.json" "$rows" "$listed" <<'PYTHON'
import json, sys
rows, (size, listed) = json.load(open(sys.argv[1]))["rows"], map(int, sys.argv[2:])
assert (rows["read"], rows["blocked"], rows["allowed"]) == (size, listed, size - listed), rows
PYTHON
done
rm -rf "$work"
