#!/usr/bin/env python3
"""Proves that the checked-in tables are what their generators make of the release they name, and that the docs list the
differences that the tests allow.

    tables_are_current.py SOURCE_FOLDER        exit status 77: skipped, in one line that says why
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

root = pathlib.Path(sys.argv[1])
number = root / "src/number"
sys.path.insert(0, str(root / "tests/number"))


def said(file, pattern):
    return re.search(pattern, (number / file).read_text(encoding="ascii"))[1]


from reference import phonenumbers, refuse_other_release  # noqa: E402: the folder is known only now

release = said("plan_tables.cpp", r"phonenumbers (\d+(?:\.\d+)+)")
refuse_other_release(f"phonenumbers {release}")
if said("time_zone_tables.cpp", r"phonenumbers (\d+(?:\.\d+)+)") != release:
    sys.exit("the time zones are of another release than the plan")

tables = {"plan_tables.cpp": "make_plan.py", "time_zone_tables.cpp": "make_time_zones.py"}
if said("unicode_tables.cpp", r"Database (\d+(?:\.\d+)+)") == unicodedata.unidata_version:
    tables["unicode_tables.cpp"] = "make_unicode.py"
with tempfile.TemporaryDirectory() as folder:
    for table, generator in tables.items():
        made = pathlib.Path(folder) / table
        subprocess.run([sys.executable, "-B", root / "src/tablegen" / generator, made], check=True)
        if made.read_bytes() != (number / table).read_bytes():
            sys.exit(f"{table} is not current; make it again: python3 src/tablegen/{generator} src/number/{table}")

from differences import DIFFERENCES  # noqa: E402

documented = re.findall(r"^\| `([a-z-]+)` \| .* \| .* \| .* \| .* \|$", (root / "docs/numbers.md").read_text("utf-8"), re.M)
if documented != list(DIFFERENCES):
    sys.exit(f"docs/numbers.md lists {documented}, the tests allow {list(DIFFERENCES)}")
print(f"{', '.join(tables)} are those of phonenumbers {phonenumbers.__version__}")
