"""inspect: what scrub would make of a call list, by the decisions of scrub itself, and nobody's data in the samples."""

import gzip
import json
import re

from tool import ToolTest, main

POLICY = """
name      = "test"
region    = "US"
time_zone = "America/New_York"
otherwise = { allow = "clear" }

[[rule]]
block = "objection"
when  = { listed = "blacklist" }
"""
LEADS = "name,Home Phone,fax,ref\nAnn Lee,202-555-0142,202-555-0143,1001\nBob,+12025550144,N/A,1002\n"
FILES = {
    "leads.csv": LEADS,
    "semicolons.csv": LEADS.replace(",", ";"),
    "excel.csv": "\ufeffsep=;\r\n" + LEADS.replace(",", ";").replace("\n", "\r\n"),
    "headless.csv": "1,2025550142,x\n2,2025550144,y\n3,2025550146,z\n",
    "google.csv": "First Name,Phone 1 - Label,Phone 1 - Value\nAnn,Mobile,(202) 555-0142\nBob,Work,202-555-0144 ::: 202-555-0146\n",
    "vicidial.txt": "\n".join("||1|1|202555014" + c + "|" * 22 for c in "2468") + "\n",
    "hidden.csv": 'Name,Note,Phone\nAnn,"x,2025550142\nBob,y,2025550143\nCy,"z,2025550144\nEve,ok,2025550145\n',
    "ragged.csv": "phone,name,a,b\n2025550142,Ann\n2025550144,Bob,x,y\n",
}


class Inspect(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("p.toml", POLICY)
        self.run_tool("init", "--store", "s")

    def inspect(self, name, *arguments, expect=0):
        return json.loads(self.run_tool("inspect", name, "--json", "--store", "s", *arguments, expect=expect).stdout)

    def scrub(self, name, *arguments):
        self.run_tool("scrub", name, "--policy", "p.toml", "--store", "s", "--region", "US", "--as-of", "2026-11-30",
                      "-o", "kept.csv", "--report", "report.json", *arguments)
        return json.loads((self.folder / "report.json").read_text())

    def test_the_columns_asked_are_those_that_scrub_asks(self):
        for name, content in FILES.items():
            with self.subTest(name):
                self.write(name, content)
                found, report = self.inspect(name, "--region", "US"), self.scrub(name)
                asked = [c["name"] or str(c["place"]) for c in found["columns"] if c["use"] == "asked"]
                self.assertEqual(sorted(asked), sorted(report["columns"]))
                self.assertEqual(found["rows"], report["rows"]["read"])
                self.assertEqual(found["malformed"], report["rows"]["malformed"])
                self.assertEqual(found["ragged"], report["ragged"])
                self.assertIsNone(found["problem"])

    def test_what_the_policy_reads_must_be_there_as_for_scrub(self):
        self.write("leads.csv", LEADS)
        rule = '[[rule]]\nblock = "x"\nwhen = { any = [{ column = "state", equals = ["FL"] }, { not = { column = "ref", equals = ["1"] } }] }\n'
        self.write("reads.toml", POLICY + rule)
        found = self.inspect("leads.csv", "--policy", "reads.toml", expect=2)
        said = self.run_tool("scrub", "leads.csv", "--policy", "reads.toml", "--store", "s", "-o", "k.csv", expect=2).stderr.decode()
        self.assertIn('no column "state"', found["problem"])
        self.assertIn(found["problem"], said)
        self.write("reads.toml", POLICY + rule.replace("state", "name"))
        self.assertIn("--policy reads.toml", self.inspect("leads.csv", "--policy", "reads.toml")["command"])

    def test_what_is_wrong_at_the_end_of_a_short_file_is_said_as_scrub_says_it(self):
        for text in ('name,phone\nA,202-555-0142\nB,"x,202-555-0144\nC,202-555-0146\n', "a,phone\n1,2,3,4,2025550142\n1,2,3,4,2025550144\n"):
            self.write("open.csv", text)
            said = self.run_tool("scrub", "open.csv", "--policy", "p.toml", "--store", "s", "-o", "k.csv", "--ragged", "refuse", expect=2).stderr.decode()
            found = self.inspect("open.csv", "--region", "US", "--ragged", "refuse", expect=2)
            self.assertTrue(found["problem"])
            self.assertIn(found["problem"].split(":")[0].replace("its ", ""), said)

    def test_the_shape_is_said(self):
        for name, content in FILES.items():
            self.write(name, content)
        self.write("latin.csv", "phone,name\n2025550142,Zo\u00eb\n".encode("latin-1"))
        self.write("packed.csv.gz", gzip.compress(LEADS.encode()))
        excel = self.inspect("excel.csv", "--region", "US")
        self.assertEqual((excel["delimiter"], excel["line_end"], excel["byte_order_mark"], excel["separator_line"]),
                         (";", "\\r\\n", True, True))
        self.assertEqual(self.inspect("leads.csv", "--region", "US")["encoding"], "ASCII")
        self.assertEqual(self.inspect("latin.csv", "--region", "US")["encoding"], "single-byte, such as Windows-1252")
        self.assertTrue(self.inspect("packed.csv.gz", "--region", "US")["compressed"])
        dialer = self.inspect("vicidial.txt", "--region", "US")
        self.assertEqual((dialer["layout"], dialer["quotes"], dialer["header"]), ("vicidial", "none", False))

    def test_columns_say_what_they_hold(self):
        self.write("leads.csv", "phone,when,zone,note\n202-555-0142,2026-11-30,America/New_York,-\n+442079460123,30.11.2026,,hi\n")
        columns = {c["name"]: c for c in self.inspect("leads.csv", "--region", "US")["columns"]}
        self.assertEqual(columns["phone"]["regions"], {"GB": 1, "US": 1})
        self.assertEqual((columns["when"]["days"], columns["zone"]["zones"], columns["zone"]["empty"]), (2, 1, 1))
        self.write("de.csv", "phone,DNC,x\n4915150405214,Y,a\n030 23125001 DNC,N,b\n")
        found = self.inspect("de.csv", "--region", "DE")
        columns_of_it = {c["name"]: c for c in found["columns"]}
        self.assertEqual((columns_of_it["phone"]["ambiguous"], columns_of_it["phone"]["marked"], columns_of_it["DNC"]["flags"]), (1, 1, 2))
        self.assertIn("--plus-lost", " ".join(found["warnings"]))
        self.assertEqual((columns["note"]["placeholders"], columns["note"]["others"]), (1, 1))

    def test_samples_are_masked(self):
        self.write("leads.csv", LEADS)
        for text in (self.run_tool("inspect", "leads.csv", "--region", "US", "--store", "s").stdout.decode(),
                     json.dumps(self.inspect("leads.csv", "--region", "US"))):
            self.assertNotRegex(text, r"Ann|Lee|Bob|0142|0143|0144|1001")
            self.assertIn("202-###-####", text)

    def test_the_command_it_names_runs_as_it_stands(self):
        for name, content in FILES.items():
            with self.subTest(name):
                name = "my " + name
                self.write(name, content)
                command = self.inspect(name, "--region", "US")["command"]
                arguments = [a.strip("'") for a in re.findall(r"'[^']*'|\S+", command)]
                self.assertEqual(arguments[:3], ["callsieve", "scrub", name])
                self.run_tool(*arguments[1:], "--policy", "p.toml", "--store", "s")
                self.assertTrue((self.folder / "callable.csv").exists())

    def test_what_scrub_refuses_is_said_with_its_columns(self):
        self.write("none.csv", "name,city\nAnn,Delft\nBob,Breda\n")
        refused = self.inspect("none.csv", "--region", "US", expect=2)
        self.assertIn("no column of phone numbers", refused["problem"])
        self.assertEqual([c["name"] for c in refused["columns"]], ["name", "city"])
        self.assertIsNone(refused["command"])
        self.write("header.csv", "phone,2025550142\n2025550144,2025550146\n")
        self.assertIn("--header", self.inspect("header.csv", "--region", "US", expect=2)["problem"])
        self.assertIn("no such file", self.run_tool("inspect", "absent.csv", "--store", "s", expect=2).stderr.decode().lower())

    def test_the_region_is_that_of_the_policy_unless_one_is_given(self):
        self.write("leads.csv", LEADS)
        self.assertEqual(self.inspect("leads.csv", "--policy", "p.toml")["region"], "US")
        self.assertEqual(self.inspect("leads.csv", "--policy", "p.toml", "--region", "GB")["region"], "GB")
        found = json.loads(self.run_tool("inspect", "leads.csv", "--json", "--store", "nowhere").stdout)
        self.assertIsNone(found["region"])

    def test_what_goes_wrong_often_is_warned_of(self):
        self.write("leads.csv", "phone,Alt number\n020 7946 0123,020 7946 0124\n020 7946 0125,020 7946 0126\n")
        warnings = " ".join(self.inspect("leads.csv", "--region", "US")["warnings"])
        self.assertIn("is US the right --region?", warnings)
        warnings = " ".join(self.inspect("leads.csv", "--region", "GB")["warnings"])
        self.assertIn("--phone 'Alt number' or --ignore 'Alt number'", warnings)


if __name__ == "__main__":
    main()
