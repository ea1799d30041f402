#!/usr/bin/env bash
# Prints the table of sets in README.md: each list in our forms and in the rivals', a process each, one after the other.
# Usage: bench/sets.sh [--all] [LIST...]   Some 10 minutes and 12 GB of memory; --all: some 5 more, with the rivals at
# 250 million numbers (a hash set of 4.8 GB).
set -euo pipefail
cd "$(dirname "$0")/.."
all=
if [ "${1-}" = --all ]; then all=yes && shift; fi
src/bootstrap.sh
cmake --preset release >/dev/null
cmake --build --preset release --target callsieve_sets >/dev/null
bin=build/release/bench/callsieve_sets
rivals="hash_set sorted_vector"
! "$bin" world roaring >/dev/null 2>&1 || rivals+=" roaring"

# Memory of rivals on huge pages, as ours is.
huge() { GLIBC_TUNABLES=glibc.malloc.hugetlb=1 "$bin" "$@"; }

"$bin" --head
for list in "${@:-us250 us100 nl8 sparse10 sparse2 world us50 runs10 endings24 first24 halves44 densities exchanges144}"; do
  for name in $list; do
    case $name in
      us250)
        "$bin" us250 compact fast compact-mapped fast-mapped
        if [ -n "$all" ]; then
          "$bin" us250 hash_set  # on the pages that a program gets which asks for nothing
          for rival in $rivals; do huge us250 "$rival"; done
        fi
        ;;
      us50) "$bin" us50 compact fast dated-compact dated-fast ;;
      us100) "$bin" us100 compact fast ;;
      nl8 | sparse10 | sparse2 | world)
        "$bin" "$name" compact fast
        for rival in $rivals; do huge "$name" "$rival"; done
        ;;
      *) "$bin" "$name" compact fast ;;
    esac
  done
done
