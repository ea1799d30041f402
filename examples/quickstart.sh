#!/usr/bin/env bash
# Scrubs a made-up call list of 4,000 rows, from a bare Debian 12 or 13 machine: install what is missing, build, run.
# Usage: examples/quickstart.sh [PROGRAM [FOLDER]]   with a program built before, nothing is installed or built
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-} out=${2:-build/quickstart}

if [ -z "$program" ]; then
  src/bootstrap.sh
  echo "Building callsieve (the first time takes some minutes) ..."
  cmake --preset release >/dev/null
  cmake --build --preset release --target callsieve_tool
  program=build/release/callsieve
fi
rm -rf "$out"
mkdir -p "$out"
data=examples/data

ftc_files=$(echo $data/ftc/*.txt)

# Shows a command as a user would type it, then runs it.
run() {
  local shown="callsieve $*"
  printf '\n$ %s\n' "${shown//"$ftc_files"/"$data/ftc/*.txt"}"
  "$program" "$@" 2>&1
}

echo
echo "1. The lists: who may not be called, who may, and how old our copies are"
export CALLSIEVE_STORE=$out/store
run import ftc $data/ftc/*.txt --format ftc                      # the day and the area code stand in the files' names
run import tps $data/tps.txt --format digits --region GB --covers +44 --obtained 2026-02-23
run import blacklist $data/objections.txt --format digits --region US --obtained 2026-02-25
run import consents $data/consents.csv --kind consent --obtained 2026-02-25
run import customers $data/customers.csv --kind dated --date-format %m/%d/%Y --obtained 2026-02-25
run import contracts $data/contracts.csv --kind dated --obtained 2026-02-25
run lists

echo
echo "2. The call list, checked against them by the rules in examples/quickstart.toml"
run scrub $data/leads.csv -o "$out/callable.csv" --rejected "$out/rejected.csv" --report "$out/report.json" \
  --policy examples/quickstart.toml --region-column country --dedupe --as-of 2026-02-25

echo
echo "3. What came out"
echo
echo "$out/callable.csv: the rows that may be called, as they came"
head -n 6 "$out/callable.csv" | sed 's/^/  /'
echo
echo "$out/rejected.csv: the others, each with its verdict and reason"
head -n 13 "$out/rejected.csv" | sed 's/^/  /'
echo
echo "4. Why one of them was turned down"
run check +14155550109 --policy examples/quickstart.toml --as-of 2026-02-25 || true

cat <<TXT

Next, on a call list of your own:
  export PATH=\$PWD/build/release:\$PATH
  callsieve scrub your-list.csv --preview --policy examples/quickstart.toml --store $out/store --as-of 2026-02-25
      what these rules and made-up lists would do with it; nothing is written
  callsieve import blacklist your-objections.txt --region US --obtained today
      begins a store of your own, in ./callsieve-store; the next list is imported in the same way
  cp examples/quickstart.toml rules.toml
      take out the rules whose lists you do not have, then
  callsieve scrub your-list.csv -o callable.csv --rejected rejected.csv --policy rules.toml
TXT
