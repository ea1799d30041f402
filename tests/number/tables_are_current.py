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

refuse_other_release("phonenumbers " + said("plan_tables.cpp", r"phonenumbers (\d+(?:\.\d+)+)"))

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, "-B", root / "src/tablegen/make_tables.py", folder], check=True)
    tables = {made.relative_to(folder): made.read_bytes() for made in pathlib.Path(folder).rglob("*.cpp")}
if said("unicode_tables.cpp", r"Database (\d+(?:\.\d+)+)") != unicodedata.unidata_version:
    del tables[pathlib.Path("src/number/unicode_tables.cpp")]
for table, made in tables.items():
    if made != (root / table).read_bytes():
        sys.exit(f"{table} is not current; make it again: python3 src/tablegen/make_tables.py")

from differences import DIFFERENCES  # noqa: E402

documented = re.findall(r"^\| `([a-z-]+)` \| .* \| .* \| .* \| .* \|$", (root / "docs/numbers.md").read_text("utf-8"), re.M)
if documented != list(DIFFERENCES):
    sys.exit(f"docs/numbers.md lists {documented}, the tests allow {list(DIFFERENCES)}")
print(f"{', '.join(map(str, tables))} are those of phonenumbers {phonenumbers.__version__}")
