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

# Kept rows are the input's bytes but for blanked cells: they come back in order, and most of them unchanged.
leads = (examples / "data" / "leads.csv").read_bytes()
kept = (folder / "callable.csv").read_bytes()
lines = kept.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")
position, unchanged = 0, 0
for line in lines[1:-1]:
    found = leads.find(b"\r\n" + line + b"\r\n", position)
    if found >= 0:
        position, unchanged = found, unchanged + 1
assert lines[-1] == b"" and unchanged > 0.9 * (len(lines) - 2), f"{unchanged} of {len(lines) - 2} kept lines are as they came"

try:
    import oracle
except ImportError:
    print("quickstart: the books agree; skipped comparing single rows, as the phonenumbers package is not installed")
    sys.exit(0)

verdicts = oracle.scrub(examples / "data")
books = oracle.books(verdicts)
assert books == expected, f"expected.json is out of date: oracle.py says {json.dumps(books)}"
with (folder / "callable.csv").open(encoding="utf-8-sig", newline="") as file:
    allowed = [row["id"] for row in csv.DictReader(file)]
assert allowed == [id for id, (verdict, _) in verdicts.items() if verdict == "allow"], "kept rows differ from the oracle's"
said = {}
with (folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
    for row in csv.DictReader(file):
        cause = f": {row['callsieve_detail']}" if row["callsieve_verdict"] == "unknown" else ""
        said[row["id"].split(",")[0]] = (row["callsieve_verdict"], row["callsieve_reason"] + cause)
for id, answer in verdicts.items():
    if answer[0] != "allow":
        assert said.get(id, ("", ""))[0] == answer[0] and said[id][1].split(":")[0] == answer[1].split(":")[0], (id, answer, said.get(id))
assert len(said) == len(verdicts) - len(allowed)
print(f"quickstart: {len(verdicts)} rows agree with the oracle, one by one")
