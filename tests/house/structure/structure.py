#!/usr/bin/env python3
"""Guards the floors of the house: who may include whom, which library stands where, and a few habits of the sources.

Usage: structure.py ROOT        reports every breach as file:line and exits 1
       structure.py --self-test proves on a made-up tree that every rule can fail
"""
import pathlib
import re
import sys
import tempfile
import unicodedata

# A room includes itself and rooms on lower floors only: rooms on one floor are neighbours and never meet.
FLOORS = {"base": 0, "number": 1, "io": 1, "batch": 2, "sets": 3, "rules": 4, "lists": 5, "policy": 6, "scrub": 7, "cli": 8}

# Where each outside library may be included: prefixes of paths. Abseil has a rule of its own below.
LIBRARIES = {
    r"xxh(ash|3)\.h": ["src/sets/", "src/lists/", "src/policy/", "tests/"],
    r"toml\+\+/": ["src/lists/", "src/policy/"],
    r"nlohmann/": ["src/scrub/", "src/cli/", "tests/"],
    r"CLI/": ["src/cli/"],
    r"catch2/": ["tests/support/"],
    r"benchmark/": ["bench/"],
}

# The headers of callsieve::headers (src/CMakeLists.txt lists the same): the standard library, Boost and each other only.
LIGHT = re.compile(r"include/callsieve/(base/(?!status\.)|number/|batch/|rules/|sets/(?!snapshot(_builder)?\.)).*")

LINE_LIMIT = 600
GENERATED = re.compile(r"/plan_tables[^/]*$")
SOURCES = ("include", "src", "tests", "bench", "examples")
CODE = {".hpp", ".cpp", ".h"}
SPEAKS = re.compile(r"\b(?:abort|printf|fprintf|vprintf|puts|putchar|exit|_exit|quick_exit)\s*\(|\bstd::(?:cout|cerr|clog|terminate)\b")
COMMENTS = r"//[^\n]*|/\*.*?\*/"
LITERALS = r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def blanked(text, pattern):
    """The text with what the pattern finds blanked, line numbers kept."""
    return re.sub(pattern, lambda found: "\n" * found.group(0).count("\n") or " ", text, flags=re.DOTALL)


def character_breaches(path, text):
    """Comments may show text as users see it. Code is ASCII, but for the literals of tests. Nothing is invisible."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") and c not in "\t\r" for c in line) or "\ufffd" in line:
            found.append(f"{path}:{number}: an invisible character, or no UTF-8: write it as an escape")
    code = blanked(text, COMMENTS if path.startswith(("include/", "src/")) else COMMENTS + "|" + LITERALS)
    for number, line in enumerate(code.split("\n"), 1):
        if not line.isascii():
            found.append(f"{path}:{number}: not ASCII: write it as an escape")
    return found


def room_of(path):
    """The room of include/callsieve/ROOM/... and src/ROOM/...; None elsewhere."""
    parts = path.split("/")
    if parts[:2] == ["include", "callsieve"] and len(parts) > 3:
        return parts[2]
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def target_room(path, included):
    """The room that an include in quotes reaches, by the two ways our code spells it."""
    parts = included.split("/")
    if parts[0] == "callsieve":
        return parts[1] if len(parts) > 2 else "everything"
    return parts[0] if len(parts) > 1 and parts[0] in FLOORS else room_of(path)


def breaches(root):
    found = []
    for top in SOURCES:
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root).as_posix()
            if not file.is_file() or file.suffix not in CODE:
                continue
            text = file.read_bytes().decode("utf-8", "replace")
            lines = text.split("\n")
            if len(lines) > LINE_LIMIT + 1 and not GENERATED.search(path):
                found.append(f"{path}:{len(lines)}: longer than {LINE_LIMIT} lines: one job each?")
            found += character_breaches(path, text)
            found += include_breaches(path, lines)
            if path.startswith(("src/", "include/")) and not path.startswith("src/cli/"):
                for number, line in enumerate(blanked(text, COMMENTS + "|" + LITERALS).split("\n"), 1):
                    if SPEAKS.search(line):
                        found.append(f"{path}:{number}: the library neither speaks nor ends the program: {line.strip()}")
    return found


def include_breaches(path, lines):
    found = []
    room = room_of(path)
    if room is not None and path.endswith(tuple(CODE)) and room not in FLOORS and path.startswith("include/"):
        found.append(f"{path}:1: the room {room} is on no floor; give it one in structure.py")
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, included = match.groups()
        where = f"{path}:{number}"
        for library, places in LIBRARIES.items():
            if re.match(library, included) and not path.startswith(tuple(places)):
                found.append(f"{where}: {included} may be included in {', '.join(places)} only")
        if LIGHT.match(path) and (included.startswith("absl/") or (quote == '"' and not LIGHT.match("include/" + included))):
            found.append(f"{where}: a header of callsieve::headers may not include {included}")
        if quote != '"' or room not in FLOORS or included.startswith("absl/"):
            continue
        target = target_room(path, included)
        if target == "everything":
            if room != "cli":
                found.append(f"{where}: {included} is for those who link us, not for our own rooms")
        elif target not in FLOORS:
            found.append(f"{where}: no floor is known for {included}")
        elif target != room and FLOORS[target] >= FLOORS[room]:
            found.append(f"{where}: {room} (floor {FLOORS[room]}) may not include {target} (floor {FLOORS[target]})")
    return found


SINS = [  # path, content, what the report must say
    ("src/number/a.cpp", '#include "callsieve/io/file.hpp"\n', "number (floor 1) may not include io"),
    ("src/rules/b.hpp", '#include "callsieve/lists/list.hpp"\n', "rules (floor 4) may not include lists"),
    ("src/rules/a.cpp", '#include "policy/b.hpp"\n', "rules (floor 4) may not include policy"),
    ("src/sets/a.cpp", '# include "callsieve/callsieve.hpp"\n', "for those who link us"),
    ("include/callsieve/attic/a.hpp", "#include <vector>\n", "is on no floor"),
    ("include/callsieve/batch/a.hpp", '#include "absl/strings/str_cat.h"\n', "a header of callsieve::headers may not"),
    ("include/callsieve/base/a.hpp", '#include "callsieve/base/status.hpp"\n', "a header of callsieve::headers may not"),
    ("include/callsieve/rules/a.hpp", '#include "callsieve/sets/snapshot.hpp"\n', "a header of callsieve::headers may not"),
    ("src/rules/a.cpp", "#include <toml++/toml.h>\n", "may be included in src/lists/, src/policy/ only"),
    ("src/policy/a.cpp", "#include <nlohmann/json.hpp>\n", "may be included in src/scrub/"),
    ("src/scrub/a.cpp", "#include <CLI/CLI.hpp>\n", "may be included in src/cli/"),
    ("tests/rules/a.cpp", "#include <catch2/catch.hpp>\n", "may be included in tests/support/"),
    ("src/io/a.cpp", "#include <xxhash.h>\n", "may be included in src/sets/"),
    ("src/io/a.cpp", 'void f() { std::printf("x"); }\n', "neither speaks nor ends"),
    ("src/io/a.cpp", "void f() { std::cerr << 1; }\n", "neither speaks nor ends"),
    ("src/io/a.cpp", "void f() { abort(); }\n", "neither speaks nor ends"),
    ("src/io/a.cpp", 'const char* s = "caf\u00e9";\n', "not ASCII"),
    ("tests/io/a.cpp", "int caf\u00e9;\n", "not ASCII"),
    ("tests/io/a.cpp", "// turned\u202e around\n", "invisible"),
    ("src/io/a.cpp", "//\n" * (LINE_LIMIT + 1), "longer than"),
]
VIRTUES = [
    ("include/callsieve/io/a.hpp", "/// Folds `T\u00e9l\u00e9phone`.\n"),
    ("tests/io/a.cpp", 'const char* s = "caf\u00e9"; // caf\u00e9\n'),
    ("src/io/a.cpp", '// printf( and std::cout are words here\nconst char* s = "abort()";\nint snprintf();\n'),
    ("src/number/plan_tables.cpp", "//\n" * (LINE_LIMIT + 1)),
    ("src/cli/a.cpp", "#include <CLI/CLI.hpp>\nvoid f() { std::cout << 1; }\n"),
    ("src/scrub/a.cpp", '#include "a.hpp"\n#include "callsieve/policy/policy.hpp"\n#include "absl/time/time.h"\n'),
]


def self_test():
    for path, content, expected in SINS + [(*virtue, None) for virtue in VIRTUES]:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True)
            file.write_text(content, encoding="utf-8")
            found = breaches(pathlib.Path(folder))
            if (expected is None) != (not found) or (expected and expected not in found[0]):
                sys.exit(f"structure.py: {path} with {content[:60]!r}: wanted {expected!r}, found {found}")
    print(f"structure: {len(SINS)} breaches are seen, {len(VIRTUES)} honest files pass")


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    else:
        problems = breaches(pathlib.Path(sys.argv[1]))
        print("\n".join(problems) or "structure: the floors hold")
        sys.exit(1 if problems else 0)
