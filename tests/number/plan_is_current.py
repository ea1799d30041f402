#!/usr/bin/env python3
"""Proves that the checked-in plan and vectors are what their generators make of the release they name.

    plan_is_current.py SOURCE_FOLDER        exit status 77: skipped, in one line that says why
"""

import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
plan = root / "src/number/plan_tables.cpp"
release = re.search(r"phonenumbers (\d+(?:\.\d+)+)", plan.read_text(encoding="ascii"))[1]
try:
    import phonenumbers
except ImportError:
    print(f"skipped: this Python has no phonenumbers package (the plan was made from {release})")
    sys.exit(77)
if phonenumbers.__version__ != release:
    print(f"skipped: the plan was made from phonenumbers {release}, this Python has {phonenumbers.__version__}")
    sys.exit(77)

with tempfile.TemporaryDirectory() as folder:
    made = pathlib.Path(folder) / "plan_tables.cpp"
    subprocess.run([sys.executable, root / "src/tablegen/make_plan.py", made], check=True)
    if made.read_bytes() != plan.read_bytes():
        sys.exit(f"{plan} is not current; make it again: python3 src/tablegen/make_plan.py src/number/plan_tables.cpp")

    vectors = root / "tests/number/vectors.tsv.gz"
    made = pathlib.Path(folder) / "vectors.tsv.gz"
    subprocess.run([sys.executable, root / "tests/number/reference.py", "vectors", made], check=True)
    if gzip.decompress(made.read_bytes()) != gzip.decompress(vectors.read_bytes()):
        sys.exit(f"{vectors} is not current; make it again: python3 tests/number/reference.py vectors {vectors}")
print(f"plan and vectors are those of phonenumbers {release}")
