"""The commands about policies, and what check says of rules on columns, hours and sectors."""

import json
import os
import pathlib
import subprocess
import xml.dom.minidom

from tool import ToolTest, main

POLICY = """
name      = "test"
region    = "US"
time_zone = "America/New_York"
otherwise = { allow = "clear" }

[hours.day]
mon-fri = ["09:00-17:00"]

[[rule]]
block = "objection"
when  = { listed = "blacklist" }

[[rule]]
block = "hours"
when  = { not = { calling_hours = "day" } }

[[rule]]
block  = "florida"
when   = { column = "state", equals = ["FL"] }
sector = ["energy"]
"""


class Policies(ToolTest):
    def import_blacklist(self):
        self.write("objections.txt", "+12025550109\n")
        self.run_tool("import", "blacklist", "objections.txt", "--obtained", "2026-11-01")

    def test_policies_lists_what_comes_along_and_what_the_store_has(self):
        self.write("callsieve-store/policies/own.toml", "# Our own.\n" + POLICY)
        lines = [json.loads(line) for line in self.run_tool("policies", "--json").stdout.splitlines()]
        names = [line["name"] for line in lines]
        for pack in ("nl-consumer", "us-federal", "us-fl", "uk", "ca", "fr", "be", "de", "es", "it", "au", "sg", "se", "own"):
            self.assertIn(pack, names)
        self.assertIn({"name": "own", "title": "Our own."}, [{k: l[k] for k in ("name", "title")} for l in lines])

    def test_explain_says_it_in_sentences_and_draws_it(self):
        words = self.run_tool("policy", "explain", "us-fl", "--svg", "us-fl.svg").stdout.decode()
        self.assertIn("the row's 'state' is 'FL' or 'Florida'", words)
        picture = xml.dom.minidom.parseString(self.read("us-fl.svg"))
        self.assertEqual(picture.documentElement.tagName, "svg")
        for pack in ("nl-consumer", "us-federal-autodialer", "uk", "ca", "fr", "be", "de", "es", "it", "au", "sg", "se"):
            self.assertIn("Not legal advice", self.run_tool("policy", "explain", pack).stdout.decode())

    def test_check_finds_what_is_odd_and_stops_at_what_is_wrong(self):
        self.write("p.toml", POLICY + '\n[[rule]]\nblock = "later"\nwhen = { listed = "blacklist" }\n')
        found = self.run_tool("policy", "check", "./p.toml", expect=1).stdout.decode()
        self.assertIn("p.toml:23:1: the block 'later' can never decide", found)
        self.run_tool("policy", "check", "uk")
        self.write("bad.toml", POLICY.replace('"day" }', '"dya" }'))
        self.assertIn("did you mean 'day'?", self.words("policy", "check", "bad.toml", expect=2))
        self.import_blacklist()
        self.assertIn("the store callsieve-store has no list 'consents'", self.words("policy", "check", "uk", expect=2))

    def test_check_traces_hours_columns_and_sectors(self):
        self.write("p.toml", POLICY)
        self.import_blacklist()
        ask = ("check", "(202) 555-0101", "--policy", "p.toml", "--json", "--as-of")
        answer = self.json(*ask, "2026-11-24T16:59", "--sector", "other")
        self.assertEqual(answer["verdict"], "allow")
        self.assertEqual(answer["trace"][1]["saw"], "Tue 2026-11-24 16:59 in America/New_York, calls 09:00-17:00")
        self.assertEqual(answer["trace"][2]["said"], "not in force")
        answer = self.json(*ask, "2026-11-24T17:00", "--sector", "other", expect=1)
        self.assertEqual((answer["verdict"], answer["reason"]), ("block", "hours"))
        self.assertEqual([line["decided"] for line in answer["trace"]], [False, True, False])
        answer = self.json(*ask, "2026-11-24", "--sector", "other", expect=1)
        self.assertEqual((answer["verdict"], answer["detail"]), ("unknown", "no time"))
        energy = (*ask, "2026-11-24T12:00", "--sector", "energy")
        self.assertEqual(self.json(*energy, expect=1)["detail"], "no column")
        self.assertEqual(self.json(*energy, "--column", "state=fl", expect=1)["reason"], "florida")
        self.assertEqual(self.json(*energy, "--column", "state=NY")["verdict"], "allow")
        self.assertIn("did you mean 'energy'?", self.words(*ask, "2026-11-24T12:00", "--sector", "enrgy", expect=2))
        # Without a sector the block is in force, and said to be.
        said = self.run_tool(*ask, "2026-11-24T12:00", "--column", "state=FL", expect=1)
        self.assertIn(b"no sector is given", said.stderr)

    def test_scrub_reads_the_columns_and_writes_a_dialers_statuses(self):
        self.write("p.toml", POLICY)
        self.import_blacklist()
        self.write("in.csv", "phone,state\n2025550101,NY\n2025550102,FL\n2025550109,NY\n")
        self.run_tool("scrub", "in.csv", "-o", "out.csv", "--rejected", "no.csv", "--policy", "p.toml", "--as-of", "2026-11-24T12:00",
                      "--sector", "energy", "--codes", "vicidial")
        self.assertEqual(self.read("out.csv"), b"phone,state\n2025550101,NY\n")
        self.assertEqual(self.read("no.csv"), b"phone,state,callsieve_verdict,callsieve_reason,callsieve_detail\n"
                                              b"2025550102,FL,block,FLORID,\n2025550109,NY,block,DNCL,\n")

    def test_the_report_counts_the_numbers_whose_hours_are_left_to_the_dialer(self):
        self.write("p.toml", POLICY.replace('"day" } }', '"day" } }\non_no_time = "pass"'))
        self.import_blacklist()
        self.write("in.csv", "phone,state\n2025550101,NY\n2025550102,NY\n2025550109,NY\n")
        done = self.run_tool("scrub", "in.csv", "-o", "out.csv", "--policy", "p.toml", "--as-of", "2026-11-24", "--sector", "other",
                             "--report", "books.json")
        self.assertIn("the rule 'hours' was not asked", done.stderr.decode())
        self.assertIn("2 numbers were unknown to rule hours and passed on", done.stderr.decode())
        self.assertEqual(json.loads(self.read("books.json"))["unknown_passed"], {"hours": 2})

    def test_a_rule_of_ones_own_in_cpp(self):
        done = subprocess.run([os.environ["CALLSIEVE_OWN_RULE"]], stdout=subprocess.PIPE, timeout=60, check=True)
        self.assertEqual(done.stdout.decode(), "+12025550100 allow clear\n+442079460000 block switchboard\n"
                                               "+13055550101 block florida\n")

    def test_a_rule_of_ones_own_on_a_column(self):
        self.import_blacklist()
        self.write("customers.csv", "phone,last_purchase\n2025550188,2026-01-05\n")
        self.write("2026-11-20_202_AB.txt", "202,5550150\n")
        self.run_tool("import", "customers", "customers.csv", "--kind", "dated", "--region", "US", "--obtained", "2026-11-20")
        self.run_tool("import", "ftc", "2026-11-20_202_AB.txt", "--format", "ftc")
        self.write("in.csv", "phone,state,score\n2025550101,NY,A\n2025550102,FL,A\n2025550103,NY,e\n2025550150,NY,B\n")
        policy = pathlib.Path(__file__).resolve().parents[2] / "examples" / "own-rule.toml"
        self.run_tool("scrub", "in.csv", "-o", "out.csv", "--rejected", "no.csv", "--policy", policy, "--as-of", "2026-11-24T12:00")
        self.assertEqual(self.read("out.csv"), b"phone,state,score\n2025550101,NY,A\n")
        self.assertEqual([line.split(",")[4] for line in self.read("no.csv").decode().splitlines()[1:]],
                         ["florida", "low-score", "registry"])


if __name__ == "__main__":
    main()
