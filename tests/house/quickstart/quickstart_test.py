#!/usr/bin/env python3
"""Runs examples/quickstart.sh with a program built before, and holds its outcome to the books worked out by oracle.py.

Usage: quickstart_test.py SOURCE PROGRAM FOLDER
Without the `phonenumbers` package the checked-in books are the measure, and single rows are not compared.
"""
import csv
import json
import pathlib
import subprocess
import sys

source, program, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
here = pathlib.Path(__file__).parent
examples = pathlib.Path(source, "examples")
expected = json.loads((here / "expected.json").read_text())

run = subprocess.run([str(examples / "quickstart.sh"), program, str(folder)], capture_output=True, text=True)
assert run.returncode == 0, f"quickstart.sh ended with {run.returncode}:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}"

report = json.loads((folder / "report.json").read_text())
assert report["rows"] == expected["rows"], (report["rows"], expected["rows"])
assert report["reasons"] == expected["reasons"], (report["reasons"], expected["reasons"])
rows = report["rows"]
assert rows["read"] == rows["allowed"] + rows["blocked"] + rows["unknown"] + rows["malformed"]
for reason in ("objection", "consent", "consent-withdrawn", "contract", "customer", "former-customer", "no-consent", "registry",
               "registry: stale", "registry: not covered", "duplicate", "invalid", "clear"):
    assert report["reasons"].get(reason), f"the example does not show {reason}"
assert rows["malformed"], "the example shows no malformed row"

try:
    import oracle
except ImportError:
    print("quickstart: the books agree; skipped comparing single rows, as the phonenumbers package is not installed")
    sys.exit(0)

verdicts, kept = oracle.scrub(examples / "data")
books = oracle.books(verdicts)
assert books == expected, f"expected.json is out of date: oracle.py says {json.dumps(books)}"
written = (folder / "callable.csv").read_bytes().decode("utf-8-sig")
for ours, wanted in zip(written.split("\r\n"), "\r\n".join([*kept, ""]).split("\r\n")):
    assert ours == wanted, f"a kept row is not as it came: {ours!r}, wanted {wanted!r}"
assert written == "\r\n".join([*kept, ""])
allowed = [id for id, (verdict, _) in verdicts.items() if verdict == "allow"]
said = {}
with (folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
    for row in csv.DictReader(file):
        verdict, reason, cause = (row[f"callsieve_{name}"] for name in ("verdict", "reason", "detail"))
        said[row["id"].split(",")[0]] = (verdict, f"{reason}: {cause}" if verdict == "unknown" else reason)
for id, answer in verdicts.items():
    assert answer[0] == "allow" or said.get(id) == answer, (id, answer, said.get(id))
assert len(said) == len(verdicts) - len(allowed)
print(f"quickstart: {len(verdicts)} rows agree with the oracle, one by one")
