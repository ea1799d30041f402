#!/usr/bin/env bash
# Installs a build into a fresh folder and meets it as strangers do: find_package, pkg-config, add_subdirectory.
# Usage: package.sh SOURCE BUILD WORK CXX
set -euo pipefail
source=$1 build=$2 work=$3 compiler=$4
export CXX=$compiler
consumers=$source/tests/house/consumers
fail() { echo "package: $*" >&2; exit 1; }
quietly() { "$@" >"$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; fail "failed: $*"; }; }

rm -rf "$work"
mkdir -p "$work"
prefix=$work/prefix
quietly cmake --install "$build" --prefix "$prefix"
package=$(dirname "$(find "$prefix" -name callsieveConfig.cmake)")

# Nothing of a developer's machine, and no library that only our own build needs, may reach those who link us.
! grep -nE "callsieve_(dev|toml)|tomlplusplus|nlohmann|CLI11|-W(all|error)|-fsanitize" "$package"/*.cmake |
  grep -v 'BUILD_INTERFACE' | grep . || fail "the export names what only the build needs"
! grep -rn -F -e "$source" -e "$build" "$package" "$prefix"/lib*/pkgconfig || fail "a path of this machine is installed"
[ -n "$(ls "$prefix"/share/callsieve/policies/*.toml)" ] || fail "no policy packs are installed"
"$prefix/bin/callsieve" --version | grep -q . || fail "the installed program does not start"

# The tree is moved: the program finds the policies that lie beside it, and their holidays.
moved=$work/moved/deeper
mkdir -p "$work/moved"
mv "$prefix" "$moved"
ln -s "$moved/bin/callsieve" "$work/callsieve"
for program in "$moved/bin/callsieve" "$work/callsieve"; do
  listed=$(cd / && "$program" policies)
  [[ $listed == *"$moved/share/callsieve/policies/us-federal.toml"* ]] || fail "a moved program does not find its policies"
  quietly "$program" policy explain fr
done
mv "$moved" "$prefix"

quietly cmake -S "$consumers/find_package" -B "$work/found" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
quietly cmake --build "$work/found"
quietly "$work/found/consumer"
quietly "$work/found/light"
! grep -E -- '-Wall|-Werror|-fsanitize|-D_GLIBCXX_ASSERTIONS' "$work/found/compile_commands.json" ||
  fail "our flags reached a consumer"
if cmake -S "$consumers/find_package" -B "$work/refused" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -Dwanted=99 \
     >"$work/log" 2>&1; then
  fail "version 99 was accepted"
fi
grep -q 'compatible with requested version "99"' "$work/log" || fail "version 99 was refused for another reason"

export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name callsieve.pc)")
static=()
[ -n "$(find "$prefix" -name 'libcallsieve.so')" ] || static=(--static)
read -ra flags <<<"$(pkg-config "${static[@]}" --cflags --libs callsieve)"
quietly "$compiler" -std=c++20 "$consumers/main.cpp" -o "$work/by_pkg_config" "${flags[@]}" \
  -Wl,-rpath,"$(dirname "$PKG_CONFIG_PATH")"
quietly "$work/by_pkg_config"
! pkg-config --exists 'callsieve >= 99' || fail "pkg-config accepted version 99"

# Compiles the library once more, so quickly, and once: whether the build that is tested is shared makes no difference.
if [ ${#static[@]} -eq 0 ]; then
  echo "package: find_package, pkg-config work with a shared library; version 99 is refused"
  exit 0
fi
quietly cmake -S "$consumers/add_subdirectory" -B "$work/inside" -G Ninja -Dcallsieve_source="$source" \
  -DCMAKE_BUILD_TYPE= -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
! grep -E -- '-Wall|-Werror|-fsanitize' "$work/inside/compile_commands.json" || fail "developer flags in a subproject"
quietly cmake --build "$work/inside" --target consumer light
quietly "$work/inside/consumer"
quietly "$work/inside/light"
quietly cmake --install "$work/inside" --prefix "$work/outer"
[ -z "$(find "$work/outer" -type f 2>/dev/null)" ] || fail "a subproject installed files of its own accord"
echo "package: find_package, pkg-config, add_subdirectory work; version 99 is refused"
