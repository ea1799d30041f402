#!/usr/bin/env bash
# The kernel for 64-bit ARM on a machine that is none: the numbers' sources and their kernel tests, cross-compiled and run
# under an emulator. Nothing but the standard library and the header that Catch2 is in version 2 is needed for it.
#   neon_under_emulator.sh SOURCE_FOLDER WORK_FOLDER CELLS.tsv ANSWERS.tsv      exit status 77: skipped, in one line
set -euo pipefail
source=$1 work=$2 cells=$3 answers=$4

compiler=aarch64-linux-gnu-g++
emulator=$(command -v qemu-aarch64-static || command -v qemu-aarch64 || true)
catch=/usr/include/catch2
if ! command -v "$compiler" >/dev/null || [ -z "$emulator" ] || ! [ -e "$catch/catch.hpp" ]; then
  echo "skipped: no $compiler, qemu-aarch64 or header of Catch2 2 here (Debian 12: g++-aarch64-linux-gnu qemu-user-static catch2)"
  exit 77
fi

mkdir -p "$work/include"
ln -sfn "$catch" "$work/include/catch2"
objects=()
{
  echo "flags = -std=c++20 -O2 -Wall -Wextra -Wshadow -Wconversion -Werror -I$source/include -I$source/src -I$source/tests" \
    "-isystem $work/include -DCALLSIEVE_NUMBER_VECTORS='\"$cells\"' -DCALLSIEVE_NUMBER_ANSWERS='\"$answers\"'"
  echo "rule compile"
  echo "  command = $compiler \$flags -MD -MF \$out.d -c \$in -o \$out"
  echo "  depfile = \$out.d"
  echo "  deps = gcc"
  echo "rule link"
  echo "  command = $compiler -static \$in -o \$out"
  for file in "$source"/src/base/*.cpp "$source"/src/number/*.cpp "$source"/src/number/kernels/*.cpp \
    "$source"/tests/number/{kernel,vectors}_test.cpp "$source"/tests/support/catch_main.cpp; do
    object=$work/$(basename "$file").o
    objects+=("$object")
    echo "build $object: compile $file"
  done
  echo "build $work/test_neon: link ${objects[*]}"
} >"$work/build.ninja"
ninja -C "$work" --quiet "$work/test_neon"

# The tests say themselves that a forced kernel is the one that runs; here, that there is one of that name.
CALLSIEVE_KERNEL=neon "$emulator" "$work/test_neon"
