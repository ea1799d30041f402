#!/usr/bin/env bash
# Runs the README's two commands on a release of Debian, with its packages, in a root made for that.
# Usage: tests/distributions.sh RELEASE [COMPILER]    e.g. tests/distributions.sh 13, tests/distributions.sh 12 clang++-16
#
# Needs root's rights, a Debian machine, and some 3 GB of disk in TMPDIR. debootstrap makes the root in a fresh folder,
# from the mirror that this machine's own packages come from, with device nodes of its own. Mounts are made, and
# commands run, in namespaces that nothing of the host is bound into: they end with the script, on a signal too, and the
# folder is removed then. What has to carry over (source, apt's settings, certificates) is copied.
#
# Library and program are built as users build them, with the warnings of that; tests and benchmarks are not optimised.
# Left out are the tests that take minutes, the one of the package (which builds all of this once more) and, because
# they are not in the root, those on real files of others.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "$*" >&2; exit 1; }
usage() { sed -n 's/^# Usage: /usage: /p' "$0" >&2; exit 2; }
[ $# -ge 1 ] && [ $# -le 2 ] || usage
case $1 in
  12) release=bookworm ;;
  13) release=trixie ;;
  *) usage ;;
esac
compiler=${2:-g++}
[[ $compiler =~ ^(g|clang)\+\+(-[0-9]+)?$ ]] || usage
[ "$(id -u)" -eq 0 ] || exec sudo tests/distributions.sh "$@"

src/bootstrap.sh debootstrap
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sed -n 1p)
[ -n "$mirror" ] || fail "apt knows no mirror of Debian here; if its sources name one, run apt-get update."

root=$(mktemp -d "${TMPDIR:-/tmp}/callsieve-$release-XXXXXX")
inside=
clean_up() {
  # With the first process of the namespace all others end, and with them its mounts.
  [ -z "$inside" ] || kill -KILL "$inside" 2>/dev/null || true
  wait 2>/dev/null
  local attempt
  for attempt in 1 2 3 4 5; do
    rm -rf --one-file-system -- "$root" 2>/dev/null && return
    sleep "$attempt"
  done
  echo "Could not remove $root" >&2
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

chmod 755 "$root"  # tests that do without root's rights go through it
mkdir -p "$root"/{callsieve,etc/apt/apt.conf.d,etc/dpkg/dpkg.cfg.d,usr/local/bin,usr/local/share/ca-certificates}
tar -c --exclude=./.git --exclude=./build --exclude=__pycache__ . | tar -x --no-same-owner -C "$root/callsieve"
apt-config dump | sed -nE '/^Acquire::(https?::|Check-|Languages|Retries)/p' >"$root/etc/apt/apt.conf.d/90host"
cp -r /usr/local/share/ca-certificates "$root/usr/local/share"
[ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$root/etc"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/90short-lived"
# The last -O of a command is the one that counts.
cat >"$root/usr/local/bin/lightly" <<'SH'
#!/bin/sh
case "$*" in */callsieve/tests/* | */callsieve/bench/*) exec "$@" -O0 ;; *) exec "$@" ;; esac
SH
chmod +x "$root/usr/local/bin/lightly"

settings=(PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
  CXX="$compiler" CMAKE_CXX_COMPILER_LAUNCHER=lightly)
for name in http_proxy https_proxy no_proxy; do
  [ -z "${!name:-}" ] || settings+=("$name=${!name}")
done

# What the first process of the namespaces does, with the script's variables.
in_namespaces() {
  install_release() {
    debootstrap --variant=minbase --include=ca-certificates "$release" "$root" "$mirror" >"$root/log" 2>&1 ||
      { tail -n 20 "$root/log" >&2; return 1; }
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/tmp"  # the tests write and sync there
  }
  enter() { chroot "$root" env -i "${settings[@]}" sh -c "cd /callsieve && $1"; }
  step() {
    local name=$1 started=$SECONDS
    shift
    "$@"
    printf '%6d s  %s\n' $((SECONDS - started)) "$name"
  }
  step "debootstrap $release" install_release
  step "src/bootstrap.sh" enter "src/bootstrap.sh ${compiler/#clang++/clang}"
  step "tests/run.sh" enter "tests/run.sh -E '^package\$'"
  step "examples/quickstart.sh" enter "examples/quickstart.sh >/dev/null"
}
unshare --mount --pid --kill-child --propagation private bash -euo pipefail -c \
  "$(declare -p release root mirror compiler settings); $(declare -f in_namespaces); in_namespaces $1" &
inside=$!
status=0
wait "$inside" || status=$?
inside=
[ "$status" -eq 0 ] || exit "$status"
echo "Debian $1 with $compiler: all tests passed"
