#!/usr/bin/env bash
# Installs what the build needs and this machine lacks. Usage: src/bootstrap.sh [MORE-PACKAGES...]
# Debian 12 and 13 name them alike. A second run finds everything in place, and needs neither network nor rights.
set -euo pipefail

packages=(
  cmake ninja-build g++ pkgconf                                            # tools
  libabsl-dev libboost-dev libxxhash-dev libzip-dev                    # the library
  zlib1g-dev libzstd-dev
  libcli11-dev libtomlplusplus-dev nlohmann-json3-dev                      # the program and its files
  catch2 libbenchmark-dev python3 python3-venv ca-certificates             # tests
  "$@"
)

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "This system has no apt-get. Debian's names for what callsieve needs:" >&2
  echo "  ${packages[*]}" >&2
  echo "Going on with what is installed; CMake names what it cannot find." >&2
  exit 0
fi

# Status of each package that dpkg knows; it complains about the others, which are then missing.
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
missing=()
for package in "${packages[@]}"; do
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages. As root, run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  run=(sudo)
fi
echo "Installing: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${run[@]}" apt-get update -q && "${run[@]}" env DEBIAN_FRONTEND=noninteractive \
       apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt-get failed; the packages above are needed. With a network, run this again." >&2
  exit 1
fi
