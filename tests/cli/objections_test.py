"""No path around an objection: what a store is told stays known, or is an error. Each case says what is right."""

import os
import pathlib
import shutil
import subprocess
import tarfile

import tool
from tool import ToolTest, main

HERE = pathlib.Path(__file__).resolve().parent
WHO = "+12025550123"
POLICY = 'name = "t"\notherwise = { allow = "clear" }\n[[rule]]\nblock = "objection"\nwhen = { listed = "blacklist" }\n'


class Objections(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("p.toml", POLICY)

    def on(self, *arguments, store="s", **more):
        return self.run_tool(*arguments, "--store", store, **more)

    def verdict(self, number=WHO, store="s", policy="p.toml", day="2026-11-30"):
        """`block: objection`, or what else check says first."""
        done = self.on("check", number, "--policy", policy, "--as-of", day, store=store, expect=None)
        return done.stdout.decode().splitlines()[0].split("  ", 1)[1] if done.returncode < 2 else done.stderr.decode()

    def run_tool(self, *arguments, expect=0, **more):
        if expect is not None:
            return super().run_tool(*arguments, expect=expect, **more)
        return subprocess.run([tool.TOOL, *map(str, arguments)], cwd=self.folder, capture_output=True, timeout=300, check=False)

    def import_file(self, name, content, *arguments, list_name="blacklist", store="s", expect=0, obtained="2026-11-01"):
        self.write(name, content)
        return self.on("import", list_name, name, "--obtained", obtained, *arguments, store=store, expect=expect)

    def refused(self, *arguments, store="s"):
        return self.on(*arguments, store=store, expect=2).stderr.decode()

    def refused_everywhere(self, *mentions, store="s"):
        """check, scrub, lists and verify all say what is wrong, and none says that somebody may be called."""
        self.write("leads.csv", f"phone\n{WHO}\n")
        for command in (["check", WHO, "--policy", "p.toml"], ["scrub", "leads.csv", "--policy", "p.toml"], ["lists"], ["verify"]):
            done = self.on(*command, store=store, expect=2)
            self.assertEqual(done.stdout.decode().count("allow"), 0, command)
            for text in mentions:
                self.assertIn(text, done.stderr.decode(), command)
            if command[0] == "scrub":
                self.assertEqual(done.stdout, b"")


class Presence(Objections):
    def setUp(self):
        super().setUp()
        self.on("add", "blacklist", WHO, "--create")
        self.assertEqual(self.verdict(), "block: objection")

    def test_a_dangling_link_is_no_empty_blacklist(self):
        shutil.rmtree(self.folder / "s/lists/blacklist")
        os.symlink("/nowhere/blacklist", self.folder / "s/lists/blacklist")
        self.refused_everywhere("s/lists/blacklist", "/nowhere/blacklist")

    def test_a_link_to_lists_that_leads_nowhere_is_no_empty_store(self):
        shutil.rmtree(self.folder / "s/lists")
        os.symlink("/nowhere/lists", self.folder / "s/lists")
        self.refused_everywhere("s/lists")
        self.assertIn("s/lists", self.refused("add", "blacklist", "+12025550199", "--create"))
        self.assertIn("s/lists", self.refused("init"))

    def test_a_blacklist_that_is_gone_is_an_error_until_that_is_accepted(self):
        shutil.rmtree(self.folder / "s/lists/blacklist")
        self.refused_everywhere("s/lists/blacklist", "callsieve accept blacklist")
        for command in (["add", "blacklist", "+12025550199", "--create"], ["init"]):
            self.assertIn("is gone", self.refused(*command))
        self.write("l.txt", "+12025550199\n")
        self.assertIn("is gone", self.refused("import", "blacklist", "l.txt", "--obtained", "today"))
        self.on("accept", "blacklist")
        self.refused_everywhere("callsieve init")
        self.on("init")
        self.assertEqual(self.verdict(), "allow: clear")

    def test_another_list_that_is_gone_is_missed_too(self):
        self.import_file("2026-11-20_202.txt", "202,5550150\n", list_name="ftc", obtained="2026-11-20")
        shutil.rmtree(self.folder / "s/lists/ftc")
        self.assertIn("s/lists/ftc is gone", self.refused("lists"))
        self.assertIn("s/lists/ftc is gone", self.refused("verify"))
        self.on("accept", "ftc")
        self.on("lists")

    def test_emptied_lists_are_no_new_store(self):
        shutil.rmtree(self.folder / "s/lists")
        (self.folder / "s/lists").mkdir()
        self.refused_everywhere("s/lists/blacklist")
        self.write("2026-11-20_202.txt", "202,5550150\n")
        self.on("import", "ftc", "2026-11-20_202.txt")
        self.assertIn("is gone", self.verdict())

    def test_store_toml_missing_empty_or_dangling_is_an_error(self):
        settings = self.folder / "s/store.toml"
        whole = settings.read_bytes()
        settings.unlink()
        self.refused_everywhere("s/store.toml", "callsieve init")
        for nothing in ("", " \n\t\r\n"):
            settings.write_text(nothing)
            self.refused_everywhere("s/store.toml", "empty")
        settings.unlink()
        settings.symlink_to("/nowhere/store.toml")
        self.refused_everywhere("s/store.toml", "/nowhere/store.toml")
        settings.unlink()
        settings.mkdir()
        self.refused_everywhere("s/store.toml")
        settings.rmdir()
        self.assertIn("made store.toml", self.on("init").stderr.decode())
        self.assertEqual(self.verdict(), "block: objection")
        settings.write_bytes(whole)
        self.assertIn("nothing was missing", self.on("init").stderr.decode())
        self.assertEqual(self.verdict(), "block: objection")

    def test_what_a_user_may_not_look_at_is_an_error(self):
        if os.geteuid() != 0 or shutil.which("setpriv") is None:
            self.skipTest("becoming another user needs root and setpriv")
        self.folder.chmod(0o755)
        (self.folder / "s/lists").chmod(0o700)
        done = subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", tool.TOOL, "check", WHO, "--policy", "p.toml", "--store", "s"],
            cwd=self.folder, capture_output=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"s/lists", done.stderr)

    def test_a_store_that_is_not_there_is_not_made_by_asking(self):
        for command in (["check", WHO, "--policy", "p.toml"], ["lists"], ["verify"], ["add", "blacklist", WHO]):
            self.assertIn("callsieve init", self.refused(*command, store="t"))
        self.assertFalse((self.folder / "t").exists())
        os.symlink("/nowhere/store", self.folder / "t")
        self.write("l.txt", "+12025550199\n")
        self.refused("import", "blacklist", "l.txt", "--obtained", "today", store="t")
        self.refused("init", store="t")

    def test_import_makes_a_store_with_its_blacklist(self):
        self.import_file("2026-11-20_202.txt", "202,5550150\n", list_name="ftc", store="t", obtained="2026-11-20")
        self.assertEqual(self.verdict(store="t"), "allow: clear")
        self.on("verify", store="t")


class Identity(Objections):
    def setUp(self):
        super().setUp()
        self.on("add", "blacklist", WHO, "--create")
        self.on("add", "other", "+12025550199", "--create")
        self.lists = self.folder / "s/lists"

    def test_two_folders_exchanged_are_found(self):
        (self.lists / "blacklist").rename(self.lists / "x-x")
        (self.lists / "other").rename(self.lists / "blacklist")
        (self.lists / "x-x").rename(self.lists / "other")
        self.refused_everywhere("exchanged or renamed")
        self.assertIn("exchanged", self.refused("add", "blacklist", WHO))

    def test_an_older_state_put_back_is_found_until_it_is_accepted(self):
        shutil.copytree(self.lists / "blacklist", self.folder / "backup")
        self.on("add", "blacklist", "+12025550101")
        shutil.rmtree(self.lists / "blacklist")
        shutil.copytree(self.folder / "backup", self.lists / "blacklist")
        self.refused_everywhere("older state", "callsieve accept blacklist")
        for command in (["add", "blacklist", WHO], ["remove", "blacklist", WHO]):
            self.assertIn("older state", self.refused(*command))
        self.write("l.txt", f"{WHO}\n")
        self.assertIn("older state", self.refused("import", "blacklist", "l.txt", "--obtained", "today"))
        self.on("accept", "blacklist")
        self.assertEqual(self.verdict(), "block: objection")
        self.assertEqual(self.verdict("+12025550101"), "allow: clear")
        self.on("verify")
        # The state that was lost cannot come back unnoticed either.
        shutil.rmtree(self.lists / "blacklist")
        shutil.copytree(self.folder / "backup", self.lists / "blacklist")
        self.refused_everywhere("older state")

    def test_an_older_head_alone_put_back_is_found(self):
        head = self.lists / "blacklist/head"
        before = head.read_bytes()
        self.on("add", "blacklist", "+12025550101")
        head.write_bytes(before)
        self.refused_everywhere("older state")

    def test_a_list_copied_into_another_store_opens_there_and_is_followed(self):
        self.on("init", store="replica")
        target = self.folder / "replica/lists/blacklist"
        shutil.copytree(self.lists / "blacklist", target, dirs_exist_ok=True)
        self.assertEqual(self.verdict(store="replica"), "block: objection")
        self.on("verify", store="replica")
        shutil.copytree(self.lists / "blacklist", self.folder / "first")
        self.on("add", "blacklist", "+12025550101")
        shutil.copytree(self.lists / "blacklist", target, dirs_exist_ok=True)
        self.assertEqual(self.verdict("+12025550101", store="replica"), "block: objection")
        shutil.copytree(self.folder / "first", target, dirs_exist_ok=True)
        self.assertIn("older state", self.verdict("+12025550101", store="replica"))

    def test_another_store_s_list_is_not_taken_in_place_of_one_that_held_something(self):
        self.on("add", "blacklist", "+12025550101", "--create", store="t")
        shutil.rmtree(self.lists / "blacklist")
        shutil.copytree(self.folder / "t/lists/blacklist", self.lists / "blacklist")
        self.refused_everywhere("another list", "callsieve accept blacklist")
        self.on("accept", "blacklist")
        self.assertEqual(self.verdict("+12025550101"), "block: objection")

    def test_a_copy_that_went_another_way_is_found(self):
        shutil.copytree(self.folder / "s", self.folder / "fork")
        self.on("add", "blacklist", "+12025550101")
        self.on("add", "blacklist", "+12025550102", store="fork")
        shutil.rmtree(self.lists / "blacklist")
        shutil.copytree(self.folder / "fork/lists/blacklist", self.lists / "blacklist")
        self.refused_everywhere("went another way")

    def test_exchanged_or_damaged_notes_of_what_was_seen_are_errors(self):
        notes = self.folder / "s/revisions"
        before = (notes / "blacklist").read_bytes()
        (notes / "blacklist").write_bytes((notes / "other").read_bytes())
        self.refused_everywhere("s/revisions/blacklist is damaged, or another list's")
        (notes / "blacklist").write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        self.refused_everywhere("s/revisions/blacklist is damaged")
        self.on("accept", "blacklist")
        self.assertEqual(self.verdict(), "block: objection")

    def test_a_change_that_cannot_be_noted_is_not_made(self):
        notes = self.folder / "s/revisions/blacklist"
        notes.unlink()
        notes.mkdir()
        self.refused("add", "blacklist", "+12025550101")
        notes.rmdir()
        self.assertEqual(self.verdict("+12025550101"), "allow: clear")

    def test_accept_of_a_list_that_never_was_is_an_error(self):
        self.assertIn("no list 'blaklist'", self.refused("accept", "blaklist"))

    def test_the_same_list_has_the_same_checksum_wherever_it_was_made(self):
        self.on("add", "blacklist", WHO, "--create", store="t")
        sums = [
            [entry["checksum"] for entry in self.json("lists", "--json", "--store", store) if entry["name"] == "blacklist"]
            for store in ("s", "t")
        ]
        self.assertEqual(*sums)

    def test_lists_say_what_was_done_last(self):
        entry = self.json("lists", "--json", "--store", "s")[0]
        self.assertEqual((entry["name"], entry["last_operation"]["what"], entry["last_operation"]["numbers"]), ("blacklist", "add", 1))
        self.import_file("l.txt", f"{WHO}\njunk\n+12025550\n", "--allow-bad")
        entry = self.json("lists", "--json", "--store", "s")[0]
        self.assertEqual(entry["last_operation"]["what"], "import")
        self.assertEqual(entry["unreadable_lines"] + entry["outside_plan"], 2)
        words = self.on("lists").stdout.decode()
        self.assertIn("unreadable line", words)
        self.assertIn("import 20", words)


class OldStores(Objections):
    """A store that version 0.1.0 (commit 76dbb95) made, with a list of every kind and live changes."""

    def setUp(self):
        super().setUp()
        with tarfile.open(HERE / "store-0.1.0.tar.xz") as archive:
            archive.extractall(self.folder)
        (self.folder / "old").rename(self.folder / "s")
        self.write("energy.toml", POLICY.replace('"blacklist"', '"energy", category = "telecom"'))
        self.write("ends.toml", POLICY.replace('"blacklist"', '"ends"'))
        self.write("ftc.toml", POLICY.replace('"blacklist"', '"ftc"'))
        self.write("grounds.toml", 'name = "g"\notherwise = { block = "none" }\n'
                   '[[rule]]\nblock = "calls"\nwhen = { attempted = "calls", at_least = 2, within = "90 days" }\n'
                   '[[rule]]\nblock = "withdrawn"\nwhen = { consent = "withdrawn", in = "consents" }\n'
                   '[[rule]]\nallow = "given"\nwhen = { consent = "given", in = "consents" }\n'
                   '[[rule]]\nallow = "customer"\nwhen = { related = "customers", within = "3 years" }\n')

    def check_answers(self):
        for policy, number, expected in (
                ("p", "101", "block: objection"), ("p", "140", "block: objection"), ("p", "120", "block: objection"),
                ("p", "121", "allow: clear"), ("p", "150", "allow: clear"),
                ("ftc", "101", "block: objection"), ("ftc", "104", "allow: clear"), ("ftc", "199", "allow: clear"),
                ("energy", "111", "allow: clear"), ("energy", "112", "block: objection"),
                ("ends", "113", "block: objection"), ("ends", "114", "block: objection"),
                ("grounds", "110", "block: calls"), ("grounds", "109", "block: withdrawn"),
                ("grounds", "108", "allow: given"), ("grounds", "107", "allow: customer"),
                ("grounds", "106", "allow: customer"), ("grounds", "150", "block: none")):
            self.assertEqual(self.verdict("+12025550" + number, policy=policy + ".toml"), expected, (policy, number))

    def test_it_opens_and_answers_as_it_did_and_reading_changes_nothing(self):
        before = {path: path.read_bytes() for path in (self.folder / "s").rglob("*") if path.is_file()}
        self.check_answers()
        self.on("lists")
        self.on("verify")
        self.assertEqual({path: path.read_bytes() for path in (self.folder / "s").rglob("*") if path.is_file()}, before)

    def test_the_first_write_adopts_its_list_and_answers_stay(self):
        shutil.copytree(self.folder / "s/lists/blacklist", self.folder / "backup")
        self.on("add", "blacklist", "+12025550142")
        self.check_answers()
        self.assertEqual(self.verdict("+12025550142"), "block: objection")
        self.on("verify")
        shutil.rmtree(self.folder / "s/lists/blacklist")
        shutil.copytree(self.folder / "backup", self.folder / "s/lists/blacklist")
        self.refused_everywhere("older state")

    def test_every_list_of_it_may_be_changed(self):
        self.import_file("2026-11-25_202.txt", "".join(f"202,555010{i}\n" for i in (1, 2, 3, 5)), list_name="ftc", obtained="2026-11-25")
        for name, content, kind in (("cu.csv", "phone,last_purchase\n2025550115,2026-11-20\n", "customers"),
                                    ("co.csv", "phone,consent,date\n2025550115,given,2026-11-20\n", "consents"),
                                    ("ca.csv", "phone,date\n2025550115,2026-11-20\n", "calls")):
            self.import_file(name, content, "--changes", "--region", "US", list_name=kind, obtained="2026-11-25")
        for name in ("ends", "energy"):
            self.on("add", name, "+12025550116")
        self.check_answers()
        self.on("verify")

    def test_without_its_blacklist_it_says_init(self):
        shutil.rmtree(self.folder / "s/lists/blacklist")
        self.refused_everywhere("callsieve init")
        self.on("init")
        self.assertEqual(self.verdict(), "allow: clear")


class Strength(Objections):
    """A live objection outlasts everything weaker."""

    def test_an_addition_over_an_entry_that_ended_counts_for_good(self):
        self.import_file("e.csv", "phone,expires\n+12025550123,2026-01-31\n+1415555####,2026-01-31\n", obtained="2026-01-01")
        words = self.on("add", "blacklist", WHO, "+14155550123").stderr.decode()
        self.assertIn("2 listed for good", words)
        for number in (WHO, "+14155550123"):
            self.assertEqual(self.verdict(number), "block: objection")
        self.assertEqual(self.verdict("+14155550124"), "allow: clear")

    def test_an_addition_over_an_entry_in_grace_counts_at_once(self):
        self.import_file("r.csv", "phone,registered\n+12025550123,2026-11-20\n", "--format", "registered", list_name="reg", obtained="2026-11-25")
        self.write("g.toml", POLICY.replace('"blacklist"', '"reg", grace = "28 days"'))
        self.assertEqual(self.verdict(policy="g.toml"), "allow: clear")
        self.on("add", "reg", WHO)
        self.assertEqual(self.verdict(policy="g.toml"), "block: objection")
        self.import_file("r2.csv", "phone,registered\n+12025550123,2026-11-20\n", "--format", "registered", list_name="reg", obtained="2026-11-26")
        self.assertEqual(self.verdict(policy="g.toml"), "block: objection")

    def test_an_addition_over_another_category_counts_for_every_one(self):
        self.write("s/store.toml", '[list.blacklist]\ncategories = ["energy", "telecom"]\n')
        self.import_file("c.csv", "phone,category\n+12025550123,telecom\n", "--format", "categories")
        self.write("q.toml", POLICY.replace('"blacklist"', '"blacklist", category = "energy"'))
        self.assertEqual(self.verdict(policy="q.toml"), "allow: clear")
        self.on("add", "blacklist", WHO)
        self.assertEqual(self.verdict(policy="q.toml"), "block: objection")
        self.import_file("c.csv", "phone,category\n+12025550123,telecom\n", "--format", "categories")
        self.assertEqual(self.verdict(policy="q.toml"), "block: objection")

    def test_an_import_ends_a_live_objection_only_by_one_that_blocks_as_much(self):
        self.on("add", "blacklist", WHO, "--create")
        words = self.import_file("e.csv", "phone,expires\n+12025550123,2026-01-31\n+12025550124,2030-01-01\n").stderr.decode()
        self.assertIn("1 number added live stay", words)
        self.assertEqual(self.verdict(), "block: objection")
        self.import_file("all.txt", "+12025550123\n+12025550124\n", obtained="2026-11-02")
        self.import_file("one.txt", "+12025550124\n", "--allow-shrink", obtained="2026-11-03")
        self.assertEqual(self.verdict(), "allow: clear")

    def test_what_changes_bring_is_no_last_valid_day(self):
        self.import_file("e.csv", "phone,expires\n+12025550123,2030-01-31\n+12025550124,2030-01-01\n")
        self.import_file("ch.csv", "phone,action,action_date\n+12025550199,add,2026-11-20\n+12025550124,add,2026-11-20\n", "--changes", obtained="2026-11-29")
        for day in ("2026-11-30", "2031-01-01"):
            self.assertEqual(self.verdict("+12025550199", day=day), "block: objection")
            self.assertEqual(self.verdict("+12025550124", day=day), "block: objection")
        self.assertEqual(self.verdict("+12025550123", day="2031-01-01"), "allow: clear")

    def test_adding_again_what_is_registered_does_not_begin_its_grace_anew(self):
        self.import_file("r.csv", "phone,registered\n+12025550123,2026-01-10\n", "--format", "registered", list_name="reg", obtained="2026-11-01")
        self.import_file("ch.csv", "phone,action,action_date\n+12025550123,add,2026-11-20\n", "--changes", list_name="reg", obtained="2026-11-29")
        self.write("g.toml", POLICY.replace('"blacklist"', '"reg", grace = "28 days"'))
        self.assertEqual(self.verdict(policy="g.toml"), "block: objection")


class Losses(Objections):
    def numbers(self, prefix, first, count):
        return "".join(f"{prefix}{first + i:07}\n" for i in range(count))

    def test_numbers_lost_are_counted_and_not_the_difference_of_counts(self):
        self.import_file("feb.txt", self.numbers("+1202", 5551000, 1000), obtained="2026-02-01")
        words = self.import_file("mar.txt", self.numbers("+1202", 5552000, 1000), obtained="2026-03-01", expect=2).stderr.decode()
        self.assertIn("would lose 1000 of 1000 numbers", words)
        self.assertIn("--allow-shrink", words)
        self.assertEqual(self.verdict("+12025551234"), "block: objection")
        self.import_file("mar.txt", self.numbers("+1202", 5552000, 1000), "--allow-shrink", obtained="2026-03-01")
        self.assertEqual(self.verdict("+12025551234"), "allow: clear")

    def test_an_area_code_emptied_stops_an_import_however_small_it_is(self):
        self.import_file("both.txt", self.numbers("202,", 5551000, 3) + self.numbers("415,", 5551000, 100), list_name="ftc")
        words = self.import_file("b.xml", "<list type='full'><ac val='202'></ac><ac val='415'>" + "".join(
            f"<ph val='{5551000 + i}'/>" for i in range(100)) + "</ac></list>", list_name="ftc", obtained="2026-11-20", expect=2).stderr.decode()
        self.assertIn("all 3 numbers of +1202", words)

    def test_a_prefix_that_loses_a_fifth_of_its_thousands_stops_an_import_of_the_world(self):
        self.import_file("a.txt", self.numbers("+1202", 5551000, 8000) + self.numbers("+1415", 5551000, 1000))
        words = self.import_file("b.txt", self.numbers("+1202", 5551000, 8000) + self.numbers("+1415", 5551000, 700),
                                 obtained="2026-11-02", expect=2).stderr.decode()
        self.assertIn("300 of 1000 numbers of +1415", words)
        self.import_file("b.txt", self.numbers("+1202", 5551000, 8000) + self.numbers("+1415", 5551000, 800), obtained="2026-11-02")

    def test_entries_that_are_to_block_less_are_losses(self):
        def lines(end):
            return "phone,expires\n" + "".join(f"+120255501{i:02},{end}\n" for i in range(10))
        self.import_file("e.csv", lines("2030-01-01"), obtained="2026-11-01")
        words = self.import_file("e.csv", lines("2026-12-01"), obtained="2026-11-02", expect=2).stderr.decode()
        self.assertIn("10 of 10 numbers", words)
        self.import_file("e.csv", lines("2031-01-01"), obtained="2026-11-02")

    def test_a_new_list_is_filled_prefix_by_prefix_with_copies_of_any_day(self):
        self.on("init")
        self.import_file("a.txt", "+12025550101\n", "--covers", "+1", obtained="2026-11-01")
        self.import_file("b.txt", "+442079460101\n", "--covers", "+44", obtained="2026-10-01")
        self.assertIn("holds a newer copy", self.import_file(
            "a.txt", "+12025550101\n", "--covers", "+1", obtained="2026-10-01", expect=2).stderr.decode())

    def test_an_older_copy_is_refused_and_when_accepted_replaces_a_set(self):
        self.import_file("new.txt", "+12025550101\n+12025550102\n", obtained="2026-11-20")
        self.assertIn("--allow-older", self.import_file("old.txt", "+12025550101\n+12025550102\n", expect=2).stderr.decode())
        self.import_file("old.txt", "+12025550101\n+12025550102\n", "--allow-older")
        self.assertEqual(self.json("lists", "--json", "--store", "s")[0]["obtained"], "2026-11-01")

    def test_an_older_file_of_consents_takes_nothing_away(self):
        self.import_file("new.csv", "phone,consent,consent date\n+12025550123,given,2026-01-01\n+12025550123,withdrawn,2026-10-01\n+12025550124,withdrawn,2026-10-02\n",
                         "--kind", "consent", list_name="consents", obtained="2026-11-01")
        old = "phone,consent,consent date\n+12025550123,given,2026-01-01\n"
        self.assertIn("--allow-older", self.import_file("old.csv", old, list_name="consents", obtained="2026-02-01", expect=2).stderr.decode())
        self.import_file("old.csv", old, "--allow-older", list_name="consents", obtained="2026-02-01")
        # And a newer one that has forgotten the withdrawal does not undo it.
        self.import_file("newer.csv", old + "+12025550124,given,2026-01-01\n", list_name="consents", obtained="2026-11-20")
        self.write("w.toml", POLICY + '[[rule]]\nblock = "withdrawn"\nwhen = { consent = "withdrawn", in = "consents" }\n')
        for number in (WHO, "+12025550124"):
            self.assertEqual(self.verdict(number, policy="w.toml"), "block: withdrawn")

    def test_a_withdrawal_without_a_day_counts_as_of_the_copy(self):
        self.import_file("c.csv", "phone,consent,consent date\n+12025550123,given,2026-10-01\n+12025550123,withdrawn,\n",
                         "--kind", "consent", list_name="consents", obtained="2026-11-01")
        self.write("w.toml", POLICY + '[[rule]]\nblock = "withdrawn"\nwhen = { consent = "withdrawn", in = "consents" }\n')
        self.assertEqual(self.verdict(policy="w.toml"), "block: withdrawn")
        self.assertIn("no day of consent", self.import_file(
            "g.csv", "phone,consent,consent date\n+12025550125,given,\n", "--changes", list_name="consents", obtained="2026-11-01", expect=2).stderr.decode())

    def test_a_file_whose_name_contradicts_its_lines_is_refused_unless_covers_says(self):
        words = self.import_file("2026-11-20_202.txt", "202,5550101\n415,5550101\n", list_name="ftc", obtained="2026-11-20", expect=2).stderr.decode()
        self.assertIn("its name tells +1202 and its lines hold numbers of +1415", words)
        self.import_file("2026-11-20_202.txt", "202,5550101\n415,5550101\n", "--covers", "+1202", "--covers", "+1415", list_name="ftc", obtained="2026-11-20")

    def test_changes_refresh_the_prefixes_that_they_name_or_hold(self):
        for area in ("202", "415"):
            self.write(f"2026-10-01_{area}.txt", f"{area},5550001\n")
        self.on("import", "ftc", "2026-10-01_202.txt", "2026-10-01_415.txt")
        self.write("f.toml", POLICY.replace('"blacklist"', '"ftc", max_age = "31 days"'))
        self.import_file("ch.csv", "phone,action\n+12025550002,add\n", "--changes", list_name="ftc", obtained="2026-11-29")
        self.assertEqual(self.verdict("+14155550123", policy="f.toml"), "unknown: objection (stale)")
        self.assertEqual(self.verdict("+12025550123", policy="f.toml"), "allow: clear")

    def test_changes_that_follow_a_gap_are_applied_and_refresh_nothing(self):
        self.write("2026-10-01_202.txt", "202,5550001\n")
        self.on("import", "ftc", "2026-10-01_202.txt")
        self.write("f.toml", POLICY.replace('"blacklist"', '"ftc", max_age = "31 days"'))
        words = self.import_file("2026-11-29_202.txt", "202,5550002,2026-11-28,A\n", "--changes", list_name="ftc", obtained="2026-11-29").stderr.decode()
        self.assertIn("begin on 2026-11-28 and the copy for +1202 is of 2026-10-01", words)
        self.assertEqual(self.verdict("+12025550123", policy="f.toml"), "unknown: objection (stale)")
        # Numbered deliveries.
        self.import_file("full.txt", "+12025550101\n", "--list-version", "136", list_name="own")
        words = self.import_file("c.csv", "phone,action\n+12025550102,add\n", "--changes", "--list-version", "138", list_name="own", obtained="2026-11-02").stderr.decode()
        self.assertIn("of version 136 and these changes are of 138", words)
        self.import_file("c.csv", "phone,action\n+12025550103,add\n", "--changes", "--list-version", "137", list_name="own", obtained="2026-11-02")
        self.assertIn("newer than these changes", self.import_file(
            "c.csv", "phone,action\n+12025550102,delete\n", "--changes", "--list-version", "135", list_name="own", obtained="2026-11-02", expect=2).stderr.decode())
        self.assertEqual(self.verdict("+12025550102", policy=self.write("o.toml", POLICY.replace('"blacklist"', '"own"'))), "block: objection")


class Rows(Objections):
    """An objection to any number of a row rejects the row, whatever else is decided of that number first."""

    def kept(self, row, *arguments, policy="p.toml"):
        self.write("l.csv", row + "\n")
        return self.on("scrub", "l.csv", "--policy", policy, "--as-of", "2026-11-30", "--header", "no", "--phone", "1", "--phone", "2",
                       "--delimiter", ",", "--region", "US", *arguments).stdout.decode().strip()

    def test_a_rule_before_the_blacklists_hides_no_objection(self):
        self.on("add", "blacklist", WHO, "--create")
        other = "+442079460199"
        self.assertEqual(self.kept(f"+12025550177,{other}"), f"+12025550177,{other}")
        for name, rule in {"prefix": 'block = "no-us"\nwhen = { prefix = ["+1"] }', "type": 'block = "m"\nwhen = { type = ["mobile"] }',
                           "twice": 'block = "twice"\nwhen = { duplicate = true }'}.items():
            policy = self.write(f"{name}.toml", f'name = "m"\nextends = "p.toml"\n\n[[rule]]\n{rule}\n')
            for cells in ("keep", "blank"):
                self.assertEqual(self.kept(f"{WHO},{other}", "--cells", cells, policy=policy), "")
        self.assertEqual(self.kept(f"{WHO},\n{WHO},{other}", policy="twice.toml"), "")

    def test_a_rule_on_the_blacklist_for_one_sector_takes_the_row_too(self):
        self.on("add", "blacklist", WHO, "--create")
        first = '[[rule]]\nblock = "sold"\nsector = ["a"]\nwhen = { listed = "blacklist" }\n'
        policy = self.write("sector.toml", POLICY.replace("[[rule]]", first + "\n[[rule]]", 1))
        for sector in ("a", "other"):
            self.assertEqual(self.kept(f"{WHO},+442079460199", "--sector", sector, policy=policy), "")

    def test_the_old_digits_of_who_objected_are_asked_under_what_they_are_today(self):
        self.on("add", "blacklist", "+5215512345678", "--create")
        for cell in ("+5215512345678", "+52 1 55 1234 5678", "+5215512345678 do not call", "+5215512345678 / +525512345679"):
            self.assertEqual(self.kept(f"{cell},2025550177"), "", cell)

    def test_no_sign_and_no_country_hides_a_number(self):
        self.on("add", "blacklist", WHO, "+442079460123", "--create")
        digits = WHO[2:]
        for sign in ("\u00b7", "\u2022", "\u2192", "\u00b4", "\u301c", "\uff3f", "&nbsp;", "<br>", "&#160;", ":", "_"):
            cell = sign.join((digits[:3], digits[3:6], digits[6:]))
            self.assertEqual(self.kept(f"{cell},2025550177"), "", cell)
        for cell in ("442079460123", "00442079460123", "0044 20 7946 0123"):
            self.assertEqual(self.kept(f"{cell},2025550177"), "", cell)


class WhatWasSeen(Objections):
    def test_a_store_that_forgot_what_it_has_seen_says_so(self):
        self.on("add", "blacklist", WHO, "--create")
        shutil.copytree(self.folder / "s/lists/blacklist", self.folder / "old")
        self.on("add", "blacklist", "+12025550188")
        shutil.rmtree(self.folder / "s/lists/blacklist")
        shutil.move(self.folder / "old", self.folder / "s/lists/blacklist")
        shutil.rmtree(self.folder / "s/revisions")
        self.refused_everywhere("revisions", "accept blacklist")
        (self.folder / "s/revisions").mkdir()
        self.refused_everywhere("revisions", "accept blacklist")
        self.on("accept", "blacklist")
        self.assertEqual(self.verdict("+12025550188"), "allow: clear")

    def test_a_maker_killed_before_its_first_note_leaves_a_store_that_works(self):
        self.on("init")
        (self.folder / "s/revisions/blacklist").unlink()  # the lock that a maker takes first is there
        self.assertEqual(self.verdict(), "allow: clear")
        self.assertTrue((self.folder / "s/revisions/blacklist").exists())
        self.on("add", "blacklist", WHO)
        (self.folder / "s/revisions/blacklist").unlink()
        self.refused_everywhere("revisions", "accept blacklist")

    def test_init_says_what_is_wrong_with_a_blacklist_that_is_there(self):
        self.on("init")
        self.assertIn("nothing was missing", self.on("init").stderr.decode())
        (self.folder / "s/lists/blacklist/head").unlink()
        self.assertIn("head", self.refused("init"))

    def test_an_entry_that_does_not_count_speaks_for_no_number_that_the_list_does_not_cover(self):
        self.on("init")
        self.write("e.csv", "number,expiry\n+12025550119,\n+14155550108,2026-11-05\n")
        self.on("import", "l", "e.csv", "--format", "expiring", "--covers", "+1202", "--obtained", "2026-11-02")
        policy = self.write("l.toml", POLICY + '\n[[rule]]\nblock = "l"\nwhen = { listed = "l" }\n')
        for number in ("+14155550108", "+14155550109"):
            self.assertIn("unknown: l (not covered)", self.verdict(number, policy=policy, day="2026-11-25"))

    def test_patterns_that_match_nobody_stop_an_import(self):
        self.on("init")
        lines = "".join(f"2025550{n:03}#\n" for n in range(130, 161))
        self.assertIn("outside", self.import_file("w.txt", lines, "--region", "US", "--format", "digits", list_name="w", expect=2).stderr.decode())
        self.import_file("w.txt", "202555####\n20255501##\n", "--region", "US", "--format", "digits", list_name="w")

    def test_a_scrub_does_not_write_over_its_policy(self):
        self.on("init")
        self.write("l.csv", "phone\n+12025550177\n")
        for option in ("-o", "--rejected"):
            self.assertIn("policy of this run", self.on("scrub", "l.csv", "--policy", "p.toml", option, "p.toml", expect=2).stderr.decode())


class Outputs(Objections):
    def test_nothing_is_written_in_place_of_the_stores_files(self):
        self.on("add", "blacklist", WHO, "--create")
        self.write("l.csv", "phone\n+12025550177\n")
        os.symlink("s/lists/blacklist/head", self.folder / "link.csv")
        os.symlink("s/lists/blacklist/head", self.folder / "link.json")
        for target in ("s/lists/blacklist/head", "s/lists/blacklist/00000001.snapshot", "s/revisions/blacklist", "s/store.toml",
                       "s/lists/new.csv", "s/policies/p.toml", "link.csv", "./s/../s/lists/blacklist/lock"):
            for option in ("-o", "--rejected"):
                self.assertIn("in the store", self.on("scrub", "l.csv", "--policy", "p.toml", option, target, expect=2).stderr.decode())
        self.assertIn("in the store", self.on("scrub", "l.csv", "--policy", "p.toml", "--report", "link.json", expect=2).stderr.decode())
        self.assertIn("in the store", self.on("policy", "explain", "p.toml", "--svg", "s/lists/blacklist/head", expect=2).stderr.decode())
        self.assertIn("in the store", self.on("export", "au-dncr", "l.csv", "--to", "s/lists/blacklist", expect=2).stderr.decode())
        self.assertEqual(self.verdict(), "block: objection")
        self.on("verify")

    def test_a_ragged_row_that_may_be_shifted_is_not_read(self):
        self.on("add", "blacklist", "+12025550102", "--create")
        self.write("l.csv", "name,phone,mobile,city\nDoe, Ann,2025550101,2025550102,\nAnn 2025550102,2025550101\n"
                   "2025550102 2025550101,Rome\nBob,2025550103,2025550104\nEve,2025550105,2025550106,Rome,,\n")
        done = self.on("scrub", "l.csv", "--policy", "p.toml", "--region", "US", "--phone", "phone", "--phone", "mobile", "--rejected", "r.csv")
        self.assertEqual(done.stdout, b"name,phone,mobile,city\nBob,2025550103,2025550104\nEve,2025550105,2025550106,Rome,,\n")
        self.assertEqual(self.read("r.csv").count(b",malformed,"), 3)


class Numbers(Objections):
    def test_add_refuses_what_nobody_can_be_called_under_and_adds_the_others(self):
        words = self.on("add", "blacklist", "0612345678", WHO, "+1202555012", "junk", "--region", "US", "--create", expect=2).stderr.decode()
        for refused in ("0612345678", "+1202555012", "junk"):
            self.assertIn(refused, words)
        self.assertIn("--force", words)
        self.assertEqual(self.verdict(), "block: objection")
        self.on("add", "blacklist", "0612345678", "+1202555012", "--region", "US", "--force")
        entry = self.json("lists", "--json", "--store", "s")[0]
        self.assertEqual((entry["count"], entry["outside_plan"]), (3, 2))

    def test_old_numbers_are_what_they_are_today_live_and_in_imports(self):
        words = self.on("add", "blacklist", "+5215512345678", "--create").stderr.decode()
        self.assertIn("+525512345678", words)
        self.assertEqual(self.verdict("+525512345678"), "block: objection")
        self.on("remove", "blacklist", "+5215512345678")
        self.assertEqual(self.verdict("+525512345678"), "allow: clear")
        words = self.import_file("old.txt", "+5215512345678\n").stderr.decode()
        self.assertIn("1 line holds an old number", words)
        self.assertEqual(self.verdict("+525512345678"), "block: objection")
        self.import_file("consents.csv", "phone,consent,date\n+5215512345679,given,2026-01-01\n+5215512345670,withdrawn,2026-01-01\n",
                         "--kind", "consent", list_name="consents")
        self.write("c.toml", 'name = "c"\notherwise = { block = "none" }\n[[rule]]\nblock = "withdrawn"\nwhen = { consent = "withdrawn", in = "consents" }\n'
                   '[[rule]]\nallow = "given"\nwhen = { consent = "given", in = "consents" }\n')
        self.assertEqual(self.verdict("+525512345679", policy="c.toml"), "block: none")
        self.assertEqual(self.verdict("+525512345670", policy="c.toml"), "block: withdrawn")


if __name__ == "__main__":
    main()
