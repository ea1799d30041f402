"""The command line's contracts: exit statuses, JSON, and what stays on disk when something fails."""

import gzip
import json
import os
import pathlib
import resource
import signal
import subprocess
import time

from tool import TOOL, ToolTest, main

POLICY = """
name      = "test"
region    = "US"
time_zone = "America/New_York"
otherwise = { allow = "clear" }

[[rule]]
block = "objection"
when  = { listed = "blacklist" }

[[rule]]
allow = "customer"
when  = { related = "customers", within = "3 years" }

[[rule]]
block = "registry"
when  = { listed = "ftc", max_age = "31 days" }
"""

LEADS = """name,phone
Ann,(202) 555-0101
Bob,202.555.0102
Cyd,+1 202 555 0103
Dan,202-555-0104
Eve,4155550105
Fay,call me
Gus,2025550104
"""


class Contract(ToolTest):
    def prepare(self):
        self.write("objections.txt", "202-555-0101\n")
        self.write("2026-11-20_202.txt", "202,5550102\n202,5550103\n")
        self.write("customers.csv", "phone,last_purchase\n2025550103,2024-03-01\n")
        self.write("policy.toml", POLICY)
        self.write("leads.csv", LEADS)
        self.run_tool("import", "blacklist", "objections.txt", "--region", "US", "--obtained", "2026-11-20")
        self.run_tool("import", "ftc", "2026-11-20_202.txt", "--format", "ftc")
        self.run_tool("import", "customers", "customers.csv", "--kind", "dated", "--region", "US", "--obtained", "2026-11-20")

    def scrub(self, *more, expect=0):
        return self.run_tool("scrub", "leads.csv", "-o", "kept.csv", "--rejected", "rejected.csv", "--policy", "policy.toml",
                             "--as-of", "2026-11-24", *more, expect=expect)

    def test_a_pattern_blocks_all_that_it_stands_for_and_is_counted_as_a_range(self):
        self.prepare()
        self.write("nuisance.txt", "+1202555012#\n+12025550101\n")
        said = self.run_tool("import", "nuisance", "nuisance.txt", "--format", "digits", "--obtained", "2026-11-20")
        self.assertIn("and 1 range of numbers", said.stderr.decode())
        shown = {each["name"]: each for each in json.loads(self.run_tool("lists", "--json").stdout)}
        self.assertEqual((shown["nuisance"]["count"], shown["nuisance"]["ranges"]), (1, 1))
        self.write("policy.toml", POLICY + '[[rule]]\nblock = "nuisance"\nwhen = { listed = "nuisance" }\n')
        for number, status in (("+12025550120", 1), ("+12025550129", 1), ("+12025550130", 0)):
            self.run_tool("check", number, "--policy", "policy.toml", "--as-of", "2026-11-24", expect=status)

    def test_a_scrub_keeps_who_may_be_called_and_says_why_not_of_the_rest(self):
        self.prepare()
        self.scrub("--dedupe", "--report", "report.json")
        self.assertEqual(self.read("kept.csv").decode(), "name,phone\nCyd,+1 202 555 0103\nDan,202-555-0104\n")
        self.assertEqual(
            self.read("rejected.csv").decode().splitlines(),
            ["name,phone,callsieve_verdict,callsieve_reason,callsieve_detail",
             "Ann,(202) 555-0101,block,objection,",
             "Bob,202.555.0102,block,registry,",
             "Eve,4155550105,unknown,registry,not covered",
             "Fay,call me,block,invalid,not_a_number",
             "Gus,2025550104,block,duplicate,"])
        report = json.loads(self.read("report.json"))
        self.assertEqual(report["rows"], {"read": 7, "allowed": 2, "blocked": 4, "unknown": 1, "malformed": 0})
        self.assertEqual({k: v for k, v in report["reasons"].items() if v},
                         {"objection": 1, "duplicate": 1, "customer": 1, "registry": 1, "registry: not covered": 1,
                          "invalid": 1, "clear": 1})
        for key in ("numbers", "unknown_passed", "lists", "policy", "as_of", "seconds", "inputs", "receipt"):
            self.assertIn(key, report)
        self.assertEqual(report["policy"]["name"], "test")
        for entry in report["lists"]:
            self.assertEqual(set(entry) & {"name", "kind", "count", "bytes", "obtained", "age_days", "checksum"},
                             {"name", "kind", "count", "bytes", "obtained", "age_days", "checksum"})

    def test_strict_exits_with_1_when_something_was_unknown(self):
        self.prepare()
        self.scrub("--strict", expect=1)
        self.scrub(expect=0)

    def test_preview_writes_nothing(self):
        self.prepare()
        before = sorted(os.listdir(self.folder))
        self.run_tool("scrub", "leads.csv", "--policy", "policy.toml", "--as-of", "2026-11-24", "--preview")
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_without_an_output_the_kept_rows_go_to_standard_output(self):
        self.prepare()
        done = self.run_tool("scrub", "leads.csv", "--policy", "policy.toml", "--as-of", "2026-11-24")
        self.assertTrue(done.stdout.startswith(b"name,phone\nCyd,"))
        piped = self.run_tool("scrub", "-", "--policy", "policy.toml", "--as-of", "2026-11-24", stdin=LEADS.encode())
        self.assertEqual(piped.stdout, done.stdout)

    def test_check_exits_with_1_when_a_number_may_not_be_called(self):
        self.prepare()
        common = ("--policy", "policy.toml", "--as-of", "2026-11-24")
        self.run_tool("check", "2025550104", *common)
        self.run_tool("check", "2025550104", "2025550101", *common, expect=1)
        self.run_tool("check", "2025550104", "--policy", "nosuch", expect=2)
        lines = self.run_tool("check", "202 555 0103", "junk", "--json", *common, expect=1).stdout.splitlines()
        first, second = map(json.loads, lines)
        self.assertEqual((first["input"], first["number"], first["verdict"], first["reason"]),
                         ("202 555 0103", "+12025550103", "allow", "customer"))
        self.assertEqual([step["rule"] for step in first["trace"]], ["objection", "customer", "registry"])
        self.assertEqual([step["said"] for step in first["trace"]], ["no", "yes", "yes"])
        for step in first["trace"]:
            self.assertTrue(step["predicate"] and step["saw"], step)
        self.assertEqual((second["number"], second["verdict"], second["reason"]), (None, "block", "invalid"))

    def test_normalize_answers_every_line(self):
        text = b"+1 202 555 0123\n\n\xff\xfe\x00\n011 44 20 7946 0123\r\n123\n+1 123 555 0123\nlast"
        lines = self.run_tool("normalize", "--region", "US", stdin=text).stdout.decode().split("\n")
        self.assertEqual(len(lines), 8)  # seven answers, and nothing after the last newline
        self.assertEqual(lines[0], "+12025550123\tUS\tfixed_line_or_mobile")
        self.assertEqual(lines[1], "-\tempty\t")
        self.assertEqual(lines[2], "-\tnot_a_number\t")
        self.assertEqual(lines[3], "+442079460123\tGB\tfixed_line")
        self.assertEqual(lines[5], "-\tnot_in_plan\t+11235550123")
        self.assertEqual(self.run_tool("normalize", stdin=b"020 7946 0123").stdout, b"-\tneeds_region\t\n")
        self.assertEqual(self.run_tool("normalize", stdin=b"").stdout, b"")

    def test_lists_say_what_they_hold(self):
        self.prepare()
        lists = {entry["name"]: entry for entry in self.json("lists", "--json")}
        self.assertEqual(set(lists), {"blacklist", "customers", "ftc"})
        self.assertEqual(lists["ftc"]["coverage"], ["+1202"])
        self.assertEqual(lists["ftc"]["obtained"], "2026-11-20")
        self.assertEqual((lists["customers"]["kind"], lists["customers"]["count"]), ("dated", 1))
        self.assertEqual(lists["blacklist"]["coverage"], ["world"])
        for entry in lists.values():
            for key in ("bytes", "age_days", "max_age_days", "checksum"):
                self.assertIn(key, entry)

    def test_an_added_number_is_blocked_at_once_and_a_removed_one_is_not(self):
        self.prepare()
        common = ("--policy", "policy.toml", "--as-of", "2026-11-24")
        self.run_tool("add", "blacklist", "(202) 555-0104", "--region", "US")
        self.run_tool("check", "2025550104", *common, expect=1)
        self.run_tool("remove", "blacklist", "+12025550104")
        self.run_tool("check", "2025550104", *common)

    def test_add_to_a_list_that_is_not_there_suggests_the_one_meant(self):
        self.prepare()
        self.assertIn("blacklist", self.words("add", "blaklist", "+12025550104", expect=2))
        self.run_tool("add", "litigators", "+12025550104", "--create")
        self.run_tool("add", "customers", "+12025550104", expect=2)
        self.assertIn("not_a_number", self.words("add", "blacklist", "+12025550108", "junk", expect=2))
        self.run_tool("check", "+12025550108", "--policy", "policy.toml", "--as-of", "2026-11-24", expect=1)

    def test_verify_names_a_flipped_byte(self):
        self.prepare()
        self.run_tool("verify")
        [snapshot] = (self.folder / "callsieve-store/lists/ftc").glob("*.snapshot")
        content = bytearray(snapshot.read_bytes())
        content[5000] ^= 4
        snapshot.write_bytes(content)
        self.assertIn(snapshot.name, self.words("verify", expect=2))
        self.assertIn(snapshot.name, self.words("check", "2025550104", "--policy", "policy.toml", expect=2))
        self.assertIn(snapshot.name, self.scrub(expect=2).stderr.decode())
        self.assertFalse((self.folder / "kept.csv").exists())

    def test_usage_errors_exit_with_2(self):
        self.run_tool(expect=2)
        self.run_tool("nonsense", expect=2)
        self.run_tool("scrub", expect=2)
        self.run_tool("--help")
        for command in ("scrub", "check", "import", "add", "remove", "lists", "normalize", "verify"):
            self.assertIn(b"callsieve " + command.encode(), self.run_tool(command, "--help").stdout)
        self.assertIn("no store", self.words("lists", expect=2).lower())
        self.assertIn("XX", self.words("normalize", "--region", "XX", expect=2))

    def test_a_policy_with_a_slip_is_answered_with_place_and_suggestion(self):
        self.prepare()
        self.write("policy.toml", POLICY.replace("listed = \"ftc\"", "listd = \"ftc\""))
        words = self.scrub(expect=2).stderr.decode()
        self.assertIn("policy.toml:17:", words)
        self.assertIn("listed", words)
        self.write("policy.toml", POLICY.replace("\"ftc\"", "\"fct\""))
        words = self.scrub(expect=2).stderr.decode()
        self.assertIn("policy.toml:17:", words)
        self.assertIn("ftc", words)

    def test_an_allow_before_the_blacklist_is_refused(self):
        self.prepare()
        head, objection, customer, registry = POLICY.split("\n[[rule]]\n")
        self.write("policy.toml", "\n[[rule]]\n".join([head, customer, objection, registry]))
        self.assertIn("blacklist", self.scrub(expect=2).stderr.decode())

    def test_a_closed_pipe_is_an_error_not_a_silent_success(self):
        self.prepare()
        self.write("many.csv", "phone\n" + "202-555-0104\n" * 400_000)
        reader, writer = os.pipe()
        process = subprocess.Popen([TOOL, "scrub", "many.csv", "--policy", "policy.toml", "--as-of", "2026-11-24"],
                                   cwd=self.folder, stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        os.read(reader, 10)
        os.close(reader)
        _, words = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 2, words)
        self.assertTrue(words)

    def test_an_interrupted_scrub_leaves_nothing_under_the_final_name(self):
        self.prepare()
        reader, writer = os.pipe()
        self._interrupt(reader, writer, "1", signal.SIGINT)

    def test_so_does_one_that_is_terminated_with_many_threads(self):
        self.prepare()
        for threads in ("2", "8"):
            self._interrupt(*os.pipe(), threads, signal.SIGTERM)

    def _interrupt(self, reader, writer, threads, with_signal):
        before = sorted(self.folder.iterdir())
        process = subprocess.Popen([TOOL, "scrub", "-", "-o", "kept.csv", "--rejected", "rejected.csv", "--policy",
                                    "policy.toml", "--as-of", "2026-11-24", "--threads", threads],
                                   cwd=self.folder, stdin=reader, stderr=subprocess.PIPE)
        os.close(reader)
        os.write(writer, b"phone\n2025550104\n" * 100)
        time.sleep(0.3)
        process.send_signal(with_signal)
        _, words = process.communicate(timeout=60)  # although standard input stays open, and silent
        os.close(writer)
        self.assertNotEqual(process.returncode, 0, words)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_a_run_that_is_interrupted_before_its_input_comes_says_so(self):
        self.prepare()
        reader, writer = os.pipe()
        process = subprocess.Popen([TOOL, "scrub", "-", "-o", "kept.csv", "--policy", "policy.toml", "--as-of", "2026-11-24"],
                                   cwd=self.folder, stdin=reader, stderr=subprocess.PIPE)
        os.close(reader)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        _, words = process.communicate(timeout=60)
        os.close(writer)
        self.assertEqual((process.returncode, words), (2, b"callsieve: interrupted; nothing was written\n"))

    def test_a_file_that_may_not_grow_is_an_error_and_leaves_nothing(self):
        self.prepare()
        self.write("many.csv", "phone\n" + "202-555-0104\n" * 400_000)
        before = sorted(self.folder.iterdir())
        done = subprocess.run([TOOL, "scrub", "many.csv", "-o", "kept.csv", "--policy", "policy.toml", "--as-of", "2026-11-24"],
                              cwd=self.folder, stderr=subprocess.PIPE, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.assertEqual((done.returncode, done.stderr), (2, b"callsieve: cannot write kept.csv: File too large\n"))
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_a_report_takes_no_other_files_place(self):
        self.prepare()
        self.write("in.json", LEADS)
        for clash in (("-o", "a.json", "--report", "./a.json"), ("--rejected", "a.json", "--report", "a.json"),
                      ("-o", "kept.csv", "--report", "in.json"), ("-o", "a.csv", "--rejected", "./a.csv")):
            words = self.words("scrub", "in.json", "--policy", "policy.toml", "--as-of", "2026-11-24", *clash, expect=2)
            self.assertIn(pathlib.PurePath(clash[3]).name, words)
        self.assertEqual(self.read("in.json").decode(), LEADS)
        self.assertFalse((self.folder / "a.json").exists() or (self.folder / "a.csv").exists())

    def test_compressed_inputs_and_threads_change_nothing_but_speed(self):
        self.prepare()
        self.scrub()
        expected = self.read("kept.csv").replace(b"name,phone\n", b"", 1)
        self.write("leads.gz", gzip.compress(LEADS.encode()))
        for threads in ("1", "3"):
            words = self.words("scrub", "leads.gz", "leads.csv", "-o", "both.csv", "--policy", "policy.toml", "--as-of",
                               "2026-11-24", "--threads", threads, "--timings")
            self.assertEqual(self.read("both.csv"), b"name,phone\n" + expected * 2)
            self.assertIn(f"{threads} thread", words)
            self.assertIn("  gather ", words)
        self.write("cut.gz", gzip.compress(LEADS.encode())[:-5])
        words = self.words("scrub", "cut.gz", "-o", "cut.csv", "--policy", "policy.toml", "--as-of", "2026-11-24", expect=2)
        self.assertIn("cut.gz is cut: its compressed bytes end at byte", words)
        self.assertFalse((self.folder / "cut.csv").exists())

    def test_an_added_number_survives_kill_9(self):
        self.prepare()
        for i in range(20):
            number = f"+120255501{i + 20:02d}"
            process = subprocess.Popen([TOOL, "add", "blacklist", number], cwd=self.folder, stderr=subprocess.PIPE)
            process.stderr.read(1)  # it has acknowledged
            process.kill()
            process.communicate()
            self.run_tool("check", number, "--policy", "policy.toml", "--as-of", "2026-11-24", expect=1)


if __name__ == "__main__":
    main()
