#!/usr/bin/env bash
# All tests, from a bare Debian 12 or 13 machine: install what is missing, configure, build, test.
# Usage: tests/run.sh [--with PART,...] [ctest arguments...], e.g. tests/run.sh -R rules   or   tests/run.sh -L package
# These are the product's own tests. --with adds parts that need more than they do, and install it: each is a script
# tests/with/PART.sh, run when the tests have passed. `--with all`: every one there is.
# CALLSIEVE_REAL_DATA names a folder with real files of others; without it the tests that need them say so and pass.
set -euo pipefail
cd "$(dirname "$0")/.."

with=()
if [ "${1:-}" = --with ]; then
  there=$(for script in tests/with/*.sh; do if [ -e "$script" ]; then basename "$script" .sh; fi; done)
  asked=${2:-}
  [ "$asked" != all ] || asked=$there
  for part in ${asked//,/ }; do
    if [ ! -e "tests/with/$part.sh" ]; then
      echo "tests/run.sh: --with $part: there is no such part; there are: ${there:-none so far}" >&2
      exit 2
    fi
    with+=("$part")
  done
  shift
  if [ $# -gt 0 ]; then shift; fi
fi

src/bootstrap.sh

# `phonenumbers` is the oracle of several tests, in the release that the numbering plan was made from. Debian's Python
# takes no packages from outside, so it goes into an environment of its own.
oracle=$(sed -n 's/.*phonenumbers *\(==\)\? *\([0-9][0-9.]*[0-9]\).*/\2/p' src/number/plan_tables.cpp | head -n 1)
has_oracle() { "$1" -c "import phonenumbers, sys; sys.exit(phonenumbers.__version__ != '$oracle')" 2>/dev/null; }
if ! has_oracle python3; then
  venv=$PWD/build/venv
  if ! { [ -x "$venv/bin/python3" ] && has_oracle "$venv/bin/python3"; }; then
    { python3 -m venv "$venv" && "$venv/bin/pip" install -q --retries 1 --timeout 20 --disable-pip-version-check "phonenumbers==$oracle"; } \
      >/dev/null 2>&1 || true
  fi
  if has_oracle "$venv/bin/python3"; then
    export VIRTUAL_ENV=$venv PATH=$venv/bin:$PATH
  else
    echo "No phonenumbers $oracle for Python here (pip could not fetch it): the tests beside that oracle skip themselves."
  fi
fi
[ -n "${CALLSIEVE_REAL_DATA:-}" ] || echo "CALLSIEVE_REAL_DATA is not set: the tests on real files of others skip themselves."

cmake --preset release -DPython3_EXECUTABLE="$(command -v python3)" >/dev/null
cmake --build --preset release
ctest --preset release "$@"
for part in "${with[@]}"; do
  echo "== tests/with/$part.sh"
  "tests/with/$part.sh"
done
