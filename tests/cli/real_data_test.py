"""Real files of others, end to end: every verdict agrees with an oracle made with the phonenumbers package.

Reads the folder $CALLSIEVE_REAL_DATA (see the README); without it, or without the package, says so and passes.
"""

import collections
import csv
import io
import os
import pathlib
import sys

from tool import ToolTest, main

DATA = os.environ.get("CALLSIEVE_REAL_DATA", "")
CALLS = "us_reported_calls_2025-10-28.csv"
HOSPITALS = "us_hospitals_2020.csv"

POLICY = """
name      = "real-data"
region    = "US"
otherwise = { allow = "clear" }

[[rule]]
block = "objection"
when  = { listed = "blacklist" }

[[rule]]
block = "registry"
when  = { listed = "reported", max_age = "31 days" }
"""


def read_as(text):
    """(E.164 or None, valid): what the reference makes of a cell, with region US."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None, False
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(e164) > 16:  # more digits than E.164 has: no list holds it
        return None, False
    return e164, phonenumbers.is_valid_number(number)


class RealData(ToolTest):
    @classmethod
    def setUpClass(cls):
        with open(pathlib.Path(DATA) / CALLS, newline="") as file:
            cls.calls = [row[0] for row in csv.reader(file)][1:]
        cls.registry = {e164 for e164, _ in map(read_as, cls.calls) if e164}

    def import_registry(self):
        words = self.words("import", "reported", pathlib.Path(DATA) / CALLS, "--format", "csv", "--region", "US",
                           "--obtained", "2025-10-28", "--allow-bad")
        listed = {entry["name"]: entry for entry in self.json("lists", "--json")}
        self.assertEqual(listed["reported"]["count"], len(self.registry), words)
        self.write("policy.toml", POLICY)

    def verdict_of(self, cell):
        """(verdict, reason) by the oracle."""
        e164, valid = read_as(cell)
        if not valid:
            return "block", "invalid"
        return ("block", "registry") if e164 in self.registry else ("allow", "clear")

    def scrub_and_compare(self, name, phone_column):
        source = (pathlib.Path(DATA) / name).read_bytes()
        self.run_tool("scrub", pathlib.Path(DATA) / name, "-o", "kept.csv", "--rejected", "rejected.csv",
                      "--policy", "policy.toml", "--as-of", "2025-11-05", "--report", "report.json")
        rows = list(csv.reader(io.StringIO(source.decode("latin-1"), newline="")))
        column = rows[0].index(phone_column)
        expected_kept, expected_rejected = [rows[0]], []
        counts = collections.Counter()
        for row in rows[1:]:
            verdict, reason = self.verdict_of(row[column])
            counts[reason] += 1
            if verdict == "allow":
                expected_kept.append(row)
            else:
                expected_rejected.append((row, verdict, reason))
        kept = list(csv.reader(io.StringIO(self.read("kept.csv").decode("latin-1"), newline="")))
        rejected = list(csv.reader(io.StringIO(self.read("rejected.csv").decode("latin-1"), newline="")))
        self.assertEqual(rejected[0], rows[0] + ["callsieve_verdict", "callsieve_reason", "callsieve_detail"])
        self.assertEqual(kept, expected_kept)
        self.assertEqual([(r[:-3], r[-3], r[-2]) for r in rejected[1:]], expected_rejected)
        report = self.report()
        self.assertEqual({k: v for k, v in report["reasons"].items() if v}, dict(counts))
        tally = report["rows"]
        self.assertEqual(tally["read"], len(rows) - 1)
        self.assertEqual(tally["read"], tally["allowed"] + tally["blocked"] + tally["unknown"] + tally["malformed"])
        # Kept rows are the input's own bytes, in its own order.
        lines = iter(source.split(b"\n"))
        for line in self.read("kept.csv").split(b"\n"):
            self.assertIn(line, lines)
        return counts

    def report(self):
        import json
        return json.loads(self.read("report.json"))

    def test_hospitals_against_the_reported_callers(self):
        self.import_registry()
        counts = self.scrub_and_compare(HOSPITALS, "Phone Number")
        self.assertGreater(counts["clear"], 5000)

    def test_the_reported_callers_against_themselves_leave_nobody(self):
        self.import_registry()
        counts = self.scrub_and_compare(CALLS, "number")
        self.assertEqual(counts["clear"], 0)
        self.assertGreater(counts["registry"], 11000)

    def test_a_registry_older_than_the_rule_allows_lets_nobody_through(self):
        self.import_registry()
        self.run_tool("scrub", pathlib.Path(DATA) / HOSPITALS, "-o", "kept.csv", "--policy", "policy.toml",
                      "--as-of", "2025-11-29", "--report", "report.json")
        self.assertEqual(self.report()["rows"]["allowed"], 0)
        self.assertGreater(self.report()["reasons"]["registry: stale"], 5000)


if __name__ == "__main__":
    if not DATA:
        print("skipped: CALLSIEVE_REAL_DATA is not set, so no real files were scrubbed")
        sys.exit(0)
    try:
        import phonenumbers
    except ImportError:
        print("skipped: the phonenumbers package, the oracle of this test, is not installed")
        sys.exit(0)
    main()
