#!/usr/bin/env bash
# Prints the table of sets in README.md: each list in our forms and in the rivals', a process each, one after the other.
# Usage: bench/sets.sh [LIST...]   Needs 12 GB of free memory for us250 (the hash set's 4.8 and its keys), and minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
src/bootstrap.sh
cmake --preset release >/dev/null
cmake --build --preset release --target callsieve_sets >/dev/null
bin=build/release/bench/callsieve_sets
rivals="hash_set sorted_vector"
! "$bin" world roaring >/dev/null 2>&1 || rivals+=" roaring"

"$bin" --head
for list in "${@:-us250 us100 nl8 sparse10 sparse2 world us50 runs10 endings24 first24 halves44 densities exchanges14}"; do
  for name in $list; do
    case $name in
      us50) structures="compact fast dated-compact dated-fast" ;;
      us250 | us100 | nl8 | sparse10 | sparse2 | world) structures="compact fast $rivals" ;;
      *) structures="compact fast" ;;
    esac
    for structure in $structures; do "$bin" "$name" "$structure"; done
  done
done
