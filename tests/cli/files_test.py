"""Files as people really keep them: nothing in them passes unchecked. Each case says what is right."""

import json
import os
import subprocess

import tool
from tool import ToolTest, main

POLICY = 'name = "t"\nregion = "US"\notherwise = { allow = "clear" }\n[[rule]]\nblock = "objection"\n' \
         'when = { listed = "blacklist" }\nscope = "row"\n'
OBJECTED = "202-555-0199"


class Files(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("p.toml", POLICY)
        self.write("bl.txt", OBJECTED + "\n")
        self.run_tool("import", "blacklist", "bl.txt", "--region", "US", "--obtained", "2026-11-30", "--store", "s")

    def scrub(self, *arguments, expect=0, stdin=b""):
        return self.run_tool("scrub", *arguments, "--policy", "p.toml", "--as-of", "2026-11-30", "--store", "s",
                             expect=expect, stdin=stdin)

    def kept(self, text, *arguments, expect=0):
        """The kept rows, the rejected ones, what is said, and the books."""
        for name in ("kept", "rejected", "books.json"):
            (self.folder / name).unlink(missing_ok=True)
        self.write("leads", text)
        done = self.scrub("leads", "-o", "kept", "--rejected", "rejected", "--report", "books.json", *arguments,
                          expect=expect)
        if expect == 2:
            self.assertFalse((self.folder / "kept").exists())
            return None, None, done.stderr.decode(), None
        return (self.read("kept").decode(), self.read("rejected").decode(), done.stderr.decode(),
                json.loads(self.read("books.json")))

    # Outputs that are descriptors.

    def test_standard_output_by_its_names_is_what_it_is_and_no_file_to_replace(self):
        self.write("a.csv", "phone\n202-555-0101\n")
        for name in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
            out = self.folder / "out.txt"
            with out.open("wb") as stream:
                stream.write(b"# before\n")
                stream.flush()
                for _ in range(2):
                    subprocess.run([tool.TOOL, "scrub", "a.csv", "--policy", "p.toml", "--as-of", "2026-11-30", "--store",
                                    "s", "-o", name], cwd=self.folder, stdout=stream, stderr=subprocess.DEVNULL, check=True)
                os.lseek(stream.fileno(), 0, os.SEEK_END)
                stream.write(b"# after\n")
            self.assertEqual(out.read_bytes(), b"# before\n" + 2 * b"phone\n202-555-0101\n" + b"# after\n", name)
            self.assertEqual(sorted(path.name for path in self.folder.glob("out*")), ["out.txt"])

    def test_a_list_may_come_by_the_names_of_standard_input(self):
        for number, name in enumerate(("-", "/dev/stdin", "/dev/fd/0")):
            with (self.folder / "bl.txt").open("rb") as stream:
                subprocess.run([tool.TOOL, "import", "blacklist", name, "--region", "US", "--obtained", "2026-11-30",
                                "--store", f"in{number}"], cwd=self.folder, stdin=stream, stderr=subprocess.DEVNULL,
                               check=True)

    def test_two_outputs_may_not_both_be_standard_output(self):
        self.write("a.csv", "phone\n202-555-0101\n")
        with (self.folder / "out.txt").open("wb") as stream:
            done = subprocess.run([tool.TOOL, "scrub", "a.csv", "--policy", "p.toml", "--store", "s", "-o", "-",
                                   "--rejected", "/dev/stdout"], cwd=self.folder, stdout=stream, stderr=subprocess.PIPE,
                                  check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot both go to", done.stderr)

    # A first line that names the delimiter.

    def test_excels_first_line_names_the_delimiter_and_stays_in_front(self):
        rows = 'Name;Town;Phone\r\nAnn;A, B;202-555-0101\r\nBob;"x";%s\r\n' % OBJECTED
        for mark in (b"", b"\xef\xbb\xbf"):
            for first in ("sep=;\r\n", '"sep=;"\r\n', "SEP=;\r\n"):
                text = mark + (first + rows).encode()
                kept, rejected, said, books = self.kept(text)
                self.assertEqual(kept.encode(), mark + (first + "Name;Town;Phone\r\nAnn;A, B;202-555-0101\r\n").encode())
                self.assertTrue(rejected.encode().startswith(mark + (first + "Name;Town;Phone;callsieve_verdict").encode()))
                self.assertEqual(rejected.count("\n"), 3)
                self.assertEqual((books["rows"]["read"], books["columns"]), (2, ["Phone"]))

    def test_a_list_without_a_header_keeps_the_line_too(self):
        kept, rejected, _, books = self.kept("sep=|\nAnn|202-555-0101\nBob|%s\n" % OBJECTED)
        self.assertEqual(kept, "sep=|\nAnn|202-555-0101\n")
        self.assertTrue(rejected.startswith("sep=|\nBob|"))

    # Rows with another number of fields.

    def test_rows_with_fields_too_many_that_are_empty_or_missing_behind_the_numbers_are_read(self):
        rows = "Name,Phone,Town,Note\nAnn,202-555-0101\nBob,202-555-0102,Rome,,,\nCyd,%s\nDan,%s,,,\"\"\n" % (OBJECTED, OBJECTED)
        kept, rejected, said, books = self.kept(rows)
        self.assertEqual(kept, "Name,Phone,Town,Note\nAnn,202-555-0101\nBob,202-555-0102,Rome,,,\n")
        self.assertEqual(rejected.splitlines()[1:], ["Cyd,%s,,,block,objection," % OBJECTED,
                                                     "Dan,%s,,,block,objection," % OBJECTED])
        self.assertEqual((books["ragged"], books["rows"]["malformed"]), (4, 0))
        self.assertIn("4 rows have another number of fields", said)
        _, _, _, books = self.kept(rows + "Eve,202-555-0103,,\n", "--ragged", "refuse")
        self.assertEqual((books["ragged"], books["rows"]["malformed"]), (0, 4))

    def test_a_row_that_lacks_a_number_or_has_a_value_too_many_stays_malformed(self):
        _, rejected, _, books = self.kept(
            "Name,Phone,Country,Mobile\nAnn,202-555-0101,US\nBob,202-555-0102,US,202-555-0103,x\nCyd,202-555-0104,US,\n",
            "--region-column", "Country")
        self.assertEqual((books["ragged"], books["rows"]["malformed"], books["rows"]["allowed"]), (0, 2, 1))
        _, _, _, books = self.kept("Name,Phone,Country\nAnn,202-555-0101\nCyd,202-555-0104,US\n", "--region-column", "Country")
        self.assertEqual(books["rows"]["malformed"], 1)

    def test_a_file_cut_in_its_last_row_stays_an_error(self):
        self.assertIn("cut in the middle", self.kept("Name,Phone,Town\nAnn,202-555-0101", expect=2)[2])

    def test_a_run_in_which_every_row_is_malformed_fails(self):
        self.assertIn("not one of 2 rows", self.kept("Name,Phone\nA,202-555-0101,x\nB,202-555-0102,y\n", expect=2)[2])
        self.assertIn("not one of 1 rows", self.kept("Name,Phone\nA,202-555-0101,\n", "--ragged", "refuse", expect=2)[2])

    # Which columns hold numbers.

    def scrubbed(self, text, *arguments, expect=0):
        done = self.kept(text, *arguments, expect=expect)
        self.assertIsNotNone(done[0], done[2])
        return done

    def test_placeholders_do_not_count_against_a_column(self):
        for placeholder in ("N/A", "0", "NULL", "\\N", "-", "none", "unknown", ""):
            rows = "".join("A%d,2025550%d,%s\n" % (i, 110 + i * 37 % 80, (OBJECTED.replace("-", ""), placeholder)[i % 2])
                           for i in range(20))
            for header in ("id,Phone,Wireless 1\n", "id,Phone,Partner\n", ""):
                kept, _, _, books = self.scrubbed(header + rows)
                self.assertEqual((books["rows"]["allowed"], books["reasons"]["objection"]), (10, 10), (header, placeholder))
                self.assertNotIn("0199", kept)

    def test_what_the_first_rows_do_not_show_is_found_further_down(self):
        for name in ("Alt number", "Extra"):
            rows = "".join("A%d,2025550%d,\n" % (i, 110 + i % 60) for i in range(5000))
            rows += "".join("B%d,2025550%d,%s\n" % (i, 110 + i % 60, OBJECTED.replace("-", "")) for i in range(1000))
            _, rejected, said, books = self.scrubbed("id,Phone,%s\n" % name + rows)
            self.assertEqual(books["reasons"], {"clear": 5000, "objection": 1000})
            self.assertIn("block,objection,in column " + name, rejected)
            self.assertEqual([(u["column"], u["phones"], u["first_line"], u["phone"]) for u in books["unchecked"]],
                             [(name, 1000, 5002, name)])
            self.assertIn("--phone " + ("'Alt number'" if " " in name else name), said)

    def test_lead_files_of_23_fields_are_the_dialers(self):
        def lead(code, phone):
            return "V|S|101|%s|%s|Mr|Ann||E|1 Main St|||Town|IL||62701|USA|U|||a@example.com||tea\n" % (code, phone)
        _, _, said, books = self.scrubbed(lead("44", "2079460124") + lead("1", "2025550101") + lead("1", "2025550199"))
        self.assertEqual(books["rows"]["allowed"], 2)
        self.assertIn("layout vicidial", said)

    def test_contacts_of_google_are_read_as_they_are(self):
        head = "First Name,Last Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        kept, _, _, books = self.scrubbed(
            head + "Ann,E,Mobile,(202) 555-0123,Work,202-555-0199\nBob,E,,202-555-0124,,\n"
            "Cid,E,Mobile,202-555-0125 ::: 202-555-0126,,\nDan,E,Mobile,202-555-0127 ::: 202-555-0199,,\n"
            "Eve,E,Mobile,202-555-0128 ::: 12 ::: 202-555-0129,,\n")
        self.assertEqual(books["columns"], ["Phone 1 - Value", "Phone 2 - Value"])
        self.assertEqual(kept, head + "Bob,E,,202-555-0124,,\nCid,E,Mobile,202-555-0125 ::: 202-555-0126,,\n"
                         "Eve,E,Mobile,202-555-0128 ::: 202-555-0129,,\n")
        self.assertEqual(books["numbers"]["read"], 10)

    def test_exports_name_their_columns_in_many_ways(self):
        good, bad = "202-555-0123", OBJECTED
        for header, columns in (
                ("First Name,Business Phone,Mobile Phone,Business Fax", ["Business Phone", "Mobile Phone"]),  # Outlook
                ("Name,Phone,MobilePhone,DoNotCall,HasOptedOutOfFax", ["Phone", "MobilePhone"]),  # Salesforce
                ("Record ID,Phone Number,Mobile Phone Number,Calculated Phone Number Area Code",
                 ["Phone Number", "Mobile Phone Number"]),  # HubSpot
                ("name,phone,mobile,Phone Blacklisted", ["phone", "mobile"]),  # Odoo
                ("Lead Name,Home Phone,Asst Phone,Skype ID", ["Home Phone", "Asst Phone"]),  # Zoho
                ("inin-outbound-id,HomePhone,WorkPhone,Callable-HomePhone,CallRecordLastAttempt-HomePhone",
                 ["HomePhone", "WorkPhone"]),  # Genesys Cloud
                ("full_name,phone_number,work_phone_number,platform", ["phone_number", "work_phone_number"]),  # Meta
                ("Naam,Telefoon thuis,GSM-nummer,tel. consent", ["Telefoon thuis", "GSM-nummer"]),
                ("Name,Diensthandy,Privattelefon,phone type", ["Diensthandy", "Privattelefon"])):
            rest = "," * (header.count(",") - 2)
            _, _, _, books = self.scrubbed("%s\na,%s,%s%s\nb,%s,%s\n" % (header, good, bad, rest, good, rest))
            self.assertEqual((books["columns"], books["reasons"]), (columns, {"clear": 1, "objection": 1}), header)

    def test_french_names_of_columns_are_known(self):
        self.write("fr.txt", "+33142981234\n")
        self.run_tool("import", "blacklist", "fr.txt", "--changes", "--obtained", "2026-11-30", "--store", "s")
        _, _, _, books = self.scrubbed("Nom;Tél. fixe;Tél. portable;N° de téléphone\n"
                                       "A;01 42 98 12 34;06 12 34 56 78;\nB;;06 12 34 56 78;\n", "--region", "FR")
        self.assertEqual((len(books["columns"]), books["rows"]["blocked"], books["rows"]["allowed"]), (3, 1, 1))

    def test_regions_are_read_as_people_write_them(self):
        _, _, _, books = self.scrubbed("phone,country\n2025550125,USA\n2025550126,United States\n2079460124,UK\n"
                                       "2079460125,GBR\n", "--region-column", "country")
        self.assertEqual(books["rows"]["allowed"], 4)

    def test_an_error_names_the_columns(self):
        said = self.kept("Nom,Ville 1,Code 2\nAnn,Lyon,a\n", expect=2)[2]
        self.assertIn('1 "Nom", 2 "Ville 1", 3 "Code 2"', said)

    def test_a_name_for_phones_above_other_things_is_no_column_of_them(self):
        kept, _, _, books = self.scrubbed("name,mobile,phone\nAnn,yes,202-555-0123\nBob,no,202-555-0124\n")
        self.assertEqual((books["columns"], kept.count("yes")), (["phone"], 1))
        _, _, _, books = self.scrubbed("Cell,Number\nB12,202-555-0123\nC14,202-555-0124\n")
        self.assertEqual(books["columns"], ["Number"])

    # The watch over all other columns.

    def test_strict_fails_on_phone_numbers_that_nobody_asked_until_they_are_asked_or_ignored(self):
        rows = "phone,Notes,order\n202-555-0123,or 202-555-0124,2025550140\n202-555-0125,,7\n"
        _, _, said, books = self.scrubbed(rows, "--strict", expect=1)
        self.assertEqual([(u["column"], u["count"], u["phones"], u["first_line"]) for u in books["unchecked"]],
                         [("Notes", 1, 1, 2), ("order", 1, 0, 2)])
        self.assertIn("--phone Notes asks them, --ignore Notes leaves them", said)
        self.assertIn('1 cell of column "order" is digits', said)
        self.scrubbed(rows, "--strict", "--ignore", "Notes")
        self.assertIn("--ignore: no column", self.kept(rows, "--ignore", "Note", expect=2)[2])

    def test_a_blacklisted_number_in_any_column_rejects_its_row(self):
        for cell in ("+1 202 555 0199", "202-555-0199", "(202) 555-0199", "call 202.555.0199 first", "1-202-555-0199",
                     "12025550199"):
            _, rejected, _, books = self.scrubbed("phone,Memo\n202-555-0123,%s\n202-555-0124,x\n" % cell)
            self.assertIn(",block,objection,in column Memo\n", rejected, cell)
            self.assertEqual(books["rows"]["allowed"], 1)
        for cell in ("2025550199 of today", "A2025550199", "2025550199-2025550199"):
            self.assertEqual(self.scrubbed("phone,Memo\n202-555-0123,%s\n" % cell)[3]["rows"]["allowed"], 1, cell)


if __name__ == "__main__":
    main()
