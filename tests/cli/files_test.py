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

    # Quotes that hide rows, and books that balance in lines.

    def balanced(self, books):
        lines = books["lines"]
        self.assertEqual(lines["read"], sum(count for name, count in lines.items() if name != "read"), lines)
        return lines

    def test_a_row_that_spans_lines_which_are_rows_is_malformed_and_names_them(self):
        for end in ("\n", "\r\n", "\r"):
            text = end.join(["Name,Note,Phone", 'Ann,"tall,202-555-0101', "Bob,x,%s" % OBJECTED, "Cid,x,%s" % OBJECTED,
                             'Dan,6ft",202-555-0102', "Eve,x,202-555-0103", ""])
            kept, rejected, said, books = self.kept(text)
            self.assertEqual(kept, "Name,Note,Phone%sEve,x,202-555-0103%s" % (end, end))
            record = text.split(end, 1)[1].split(end + "Eve")[0]
            self.assertIn('"%s",,,malformed,malformed,a quoted cell hides rows: lines 2 to 5' % record.replace('"', '""'),
                          rejected)
            self.assertIn("lines 2 to 5 (4): a quoted cell hides rows", said)
            lines = self.balanced(books)
            self.assertEqual((lines["read"], lines["rows"], lines["malformed"], lines["header"]), (6, 1, 4, 1))
            self.assertEqual(books["malformed_spans"], [{"input": "leads", "first_line": 2, "last_line": 5,
                                                         "detail": "a quoted cell hides rows"}])

    def test_the_row_that_a_quote_opens_and_the_one_in_which_it_closes_are_rows_too(self):
        for two in ('Ann,"tall,202-555-0101\nDan,6ft",202-555-0102', 'Ann,202-555-0101,"tall\nDan,202-555-0102,6ft"',
                    '"Ann,202-555-0101,x\nDan",202-555-0102,y', 'Ann,"x,202-555-0101\nDan,""a, b"",202-555-0102\nCid",y'):
            phone = "Phone,Note" if ",202-555-0102,6ft" in two or two.startswith('"') else "Note,Phone"
            _, rejected, _, books = self.kept("Name,%s\n%s\nEve,202-555-0103,202-555-0103\n" % (phone, two))
            self.assertEqual((books["rows"]["read"], books["rows"]["malformed"]), (2, 1), two)
            self.assertIn(": lines 2 to", rejected)

    def test_addresses_and_notes_over_several_lines_stay_as_they_are(self):
        rows = ('Ann,"12 Main St\nSpringfield, IL",202-555-0101\nBob,"call\n%s\nat six",202-555-0102\n'
                'Cid,"Unit 5, North\r\nStreet",202-555-0103\n' % "202-555-0177")
        kept, _, said, books = self.kept("Name,\"Note\n(any)\",Phone\n" + rows)
        self.assertEqual(kept, "Name,\"Note\n(any)\",Phone\n" + rows)
        lines = self.balanced(books)
        self.assertEqual((lines["rows"], lines["header"], books["malformed_spans"]), (7, 2, []))
        self.assertNotIn("lines", said)

    def test_a_hidden_row_that_lacks_fields_is_a_row_where_such_rows_are_read(self):
        text = 'Phone,Name,Note\n202-555-0101,Ann,"tall\n%s,Bob\n"\n202-555-0102,Cid,x\n' % OBJECTED
        self.assertEqual(self.kept(text)[3]["rows"]["malformed"], 1)
        self.assertEqual(self.kept(text, "--ragged", "refuse")[3]["rows"]["malformed"], 0)

    def test_in_one_column_every_line_that_is_a_number_is_a_row(self):
        _, _, _, books = self.kept('Phone\n"202-555-0101\n%s"\n202-555-0102\n' % OBJECTED)
        self.assertEqual((books["rows"]["malformed"], books["lines"]["malformed"]), (1, 2))

    def test_a_hidden_row_says_its_own_region(self):
        text = 'Phone,Code,Note\n0612345678,31,"x\n0612345679,31,y"\n202-555-0101,1,\n'
        self.assertEqual(self.kept(text, "--code-column", "Code")[3]["rows"]["malformed"], 1)

    def test_a_row_of_over_a_megabyte_names_its_lines_in_whatever_pieces_it_comes(self):
        rows = "".join("Ann,x%d,202-555-01%02d\n" % (i, i % 90) for i in range(50_000))
        text = 'Name,Note,Phone\nBob,"tall,202-555-0102\n%sDan,6ft",202-555-0103\nZoe,,202-555-0104\n' % rows
        for more in ((), ("--threads", "3")):
            kept, rejected, _, books = self.kept(text, *more)
            self.assertEqual(kept, "Name,Note,Phone\nZoe,,202-555-0104\n")
            self.assertTrue(rejected.endswith("row too long: cut after 1000000 bytes: lines 2 to 50003\n"))
            self.assertEqual(self.balanced(books)["malformed"], 50_002)

    def test_one_stray_quote_is_told_with_the_lines_that_it_took(self):
        rows = ["Ann,202-555-01%02d" % (i % 90) for i in range(1000)]
        rows[100] = 'Ann,"202-555-0101'
        rows[600] = '"Bob, B",202-555-0102'
        _, rejected, said, books = self.kept("Name,Phone\n" + "\n".join(rows) + "\n")
        lines = self.balanced(books)
        self.assertEqual((lines["rows"] + lines["malformed"], lines["malformed"]), (1000, 501))
        self.assertIn("1,000 lines, 501 of them malformed", said)
        self.assertIn("lines 102 to 602 (501)", said)
        self.assertIn("lines 102 to 602", rejected)

    def test_a_first_row_that_a_quote_has_made_of_several_is_told(self):
        for text in ('Name,Phone,"Note\nAnn,202-555-0101,x\nBob,%s,y"\nCid,202-555-0102,z\n' % OBJECTED,
                     'Name,"Note,Phone\nAnn,x",202-555-0101\nBob,x,%s\n' % OBJECTED,
                     'Name,"Note,Phone\nAnn,x,202-555-0101\nBob",y,202-555-0102\nCid,x,202-555-0103\n',
                     'Ann,"tall,202-555-0101\nBob",x,202-555-0102\nCid,x,202-555-0103\n'):
            for header in ("auto", "yes", "no"):
                said = self.kept(text, "--header", header, expect=2)[2]
                self.assertIn("line 1: a quote makes one row of lines 1 to", said)

    def test_a_quote_open_at_the_end_names_its_line(self):
        said = self.kept('Name,Note,Phone\nAnn,x,202-555-0101\nBob,"tall,202-555-0102\n', expect=2)[2]
        self.assertIn("line 3: a quote opens here", said)

    def test_without_quotes_every_line_is_a_row(self):
        text = 'Name,Note,Phone\nAnn,"tall,202-555-0101\nBob,x,%s\nDan,6ft",202-555-0102\n' % OBJECTED
        kept, rejected, _, books = self.kept(text, "--quotes", "none")
        self.assertEqual(kept, 'Name,Note,Phone\nAnn,"tall,202-555-0101\nDan,6ft",202-555-0102\n')
        self.assertEqual(rejected.splitlines()[1], "Bob,x,%s,block,objection," % OBJECTED)
        self.assertEqual(self.balanced(books)["rows"], 3)
        self.assertIn("line 2: a quote opens here", self.kept(text.replace('6ft"', "6ft"), "--quotes", "rfc", expect=2)[2])

    def test_vicidial_knows_no_quotes_unless_they_are_asked_for(self):
        def row(number, comments):
            return "1|1|107|1|%s|MR|J|Q|P|1 MAIN|||M|FL||33709|USA|M|1970-01-01||t@example.com|n|%s||||\n" % (number, comments)
        rows = [row("2025550101", '"hot lead'), row(OBJECTED.replace("-", ""), "x"), row("2025550102", 'owns a 55"'),
                row("2025550103", '"x"')]
        for more in ((), ("--layout", "vicidial")):
            kept, rejected, _, books = self.kept("".join(rows), *more)
            self.assertEqual(kept, rows[0] + rows[2] + rows[3])
            self.assertEqual((books["rows"]["read"], books["rows"]["blocked"]), (4, 1))
        self.assertIn("a quote opens", self.kept("".join(rows[:2]), "--quotes", "rfc", expect=2)[2])

    def test_every_line_is_of_a_row_or_counted_as_empty_or_header(self):
        _, _, _, books = self.kept("\n\r\nName,Phone\n\nAnn,202-555-0101\n\n\r\nBob,x,y,202-555-0102\n"
                                   "Cid,202-555-0103")
        self.assertEqual(books["lines"], {"read": 9, "rows": 2, "malformed": 1, "header": 1, "separator": 0, "empty": 5})
        _, _, _, books = self.kept("sep=;\n\nName;Phone\nAnn;202-555-0101\n")
        self.assertEqual(books["lines"], {"read": 4, "rows": 1, "malformed": 0, "header": 1, "separator": 1, "empty": 1})

    def imported(self, text, *arguments, expect=0):
        """What the list `new` holds of five numbers, and what was said."""
        self.write("new.csv", text)
        self.run_tool("init", "--store", "t") if not (self.folder / "t").exists() else None
        done = self.run_tool("import", "new", "new.csv", "--region", "US", "--obtained", "2026-11-30", "--allow-shrink",
                             "--store", "t", *arguments, expect=expect)
        return done.stderr.decode()

    def test_an_import_names_every_line_that_a_quote_has_swallowed(self):
        text = ('Phone,Note\n202-555-0101,"asked twice\n202-555-0199,x\n202-555-0198,y\n202-555-0102,6ft"\n'
                "202-555-0103,z\n")
        said = self.imported(text, expect=2)
        for line in (2, 3, 4, 5):
            self.assertIn("new.csv:%d: a quoted cell hides rows" % line, said)
        self.assertIn("lines 2 to 5", said)
        self.assertEqual(self.read("t/rejects/new.csv").count(b"\n"), 5)
        self.assertIn("new: 5 numbers in all", self.imported(text, "--quotes", "none"))
        self.assertIn("4 lines could not be read", self.imported(text, "--allow-bad"))

    def test_an_import_keeps_notes_over_several_lines_and_stops_at_an_open_quote(self):
        self.assertIn("new: 2 numbers in all",
                      self.imported('Phone,Name,Note\n202-555-0101,Ann,"on\nMonday, or\n202-555-0199"\n202-555-0102,B,\n'))
        self.assertIn("line 2: a quote opens here", self.imported('Phone,Note\n202-555-0101,"x\n202-555-0102,y\n', expect=2))

    def test_layouts_of_columns_see_swallowed_rows_alike(self):
        for layout, rows in (("results", '202-555-0101,C\n202-555-0102,"D\n202-555-0103,D\n202-555-0104,D"\n'),
                             ("expiring", 'phone,expiry\n202-555-0102,"2027-01-01\n202-555-0103,2027-01-01"\n'),
                             ("registered", 'phone,registered\n202-555-0102,"2026-01-01\n202-555-0103,2026-01-01"\n'),
                             ("categories", 'phone,categories\n202-555-0102,"1\n202-555-0103,1"\n'),
                             ("companies", 'phone,company\n202-555-0102,"1\n202-555-0103,1"\n'),
                             ("vicidial", '202-555-0102,"1\n202-555-0103,1"\n')):
            self.assertIn("hides rows", self.imported(rows, "--format", layout, expect=2), layout)

    def test_vicidials_pipes_have_no_quotes_in_imports(self):
        self.assertIn("new: 3 numbers in all",
                      self.imported('202-555-0101|"1\n202-555-0102|1\n202-555-0103|1"\n', "--format", "vicidial"))

    def test_a_list_with_excels_first_line_is_imported_as_it_is_scrubbed(self):
        for text in ("sep=;\nName;Phone\nAnn, A;202-555-0101\nBob;202-555-0102\n", "sep=;\r\nPhone\r\n202-555-0101\r\n202-555-0102\r\n",
                     '\ufeff"sep=;"\nphone;result\n202-555-0101;D\n202-555-0102;D\n', "sep=,\n202-555-0101\n202-555-0102\n"):
            self.assertIn("new: 2 numbers in all", self.imported(text))
        self.write("bad.csv", "sep=,\n202-555-0101\nnone\n")
        self.assertIn("bad.csv:3:", self.words("import", "new", "bad.csv", "--region", "US", "--obtained", "2026-11-30",
                                               "--store", "t", expect=2))

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

    def test_an_objection_is_found_however_people_part_its_digits(self):
        spellings = {
            "US": ("+12025550199", ["202 - 555 - 0199", "202.555-0199", "1.202.555.0199", "+1 - 202 - 555 - 0199", "(202) - 555-0199", "+1-202--555-0199",
                                    "+1202555 0199", "202\u00a0555\u00a00199", "202\u22125550199", "202\u202f555\u202f0199"]),
            "GB": ("+447911123456", ["07911  123456", "07911 - 123456", "7911 123456", "0044 7911 123456", "(07911) 123456"]),
            "DE": ("+4915112345678", ["0151 - 12345678", "0151 / 12345678", "0151  12345678", "0151.12345678", "49 151 12345678"]),
            "FR": ("+33612345678", ["06/12/34/56/78", "06  12  34  56  78", "0 612 345 678", "33.6.12.34.56.78", "06\u202f12\u202f34\u202f56\u202f78"]),
            "ES": ("+34612345678", ["612.345.678", "61.234.56.78", "34 612 345 678", "612 - 345 - 678"]),
            "IT": ("+393471234567", ["347.1234567", "347 1234567", "347/1234567"]),
            "BR": ("+5511959087285", ["(11) 95908-7285", "11 95908 7285", "11.95908-7285", "0xx11 95908-7285"]),
            "IN": ("+919812345678", ["98123-45678", "(98123) 45678", "9812 345 678"]),
        }
        before = ("", "2026-11-20 14:30 ", "ask at 9: ", "Suite 300 ", "id 4711 ", "12) ", "$50 ", "call\\n", "cell=")
        for region, (number, cells) in spellings.items():
            self.write(f"{region}.txt", number + "\n")
            self.run_tool("import", "blacklist", f"{region}.txt", "--changes", "--obtained", "2026-11-30", "--store", "s")
            good = number[:-1] + ("1" if number[-1] != "1" else "2")
            for column, words in (("Fax", ("",)), ("Notes", before)):
                rows = [word + cell for word in words for cell in cells]
                text = f"id|phone|{column}\n" + "".join(f"{n}|{good}|{row}\n" for n, row in enumerate(rows))
                kept, rejected, _, books = self.kept(text, "--region", region, "--phone", "phone")
                self.assertEqual(kept, f"id|phone|{column}\n", region)
                self.assertEqual(books["reasons"], {"objection": len(rows)})
            self.write("l1.csv", f"phone|Notes\n{good}|".encode() + cells[0].encode("cp1252", "replace").replace(b" ", b"\xa0") + b"\n")
            self.scrub("l1.csv", "-o", "l1.out", "--region", region, "--phone", "phone")
            self.assertEqual(self.read("l1.out"), b"phone|Notes\n", region)

    def test_digits_behind_a_word_for_a_phone_are_one(self):
        for word in ("tel", "call", "Phone:", "mob.", "WhatsApp ", "tlf."):
            rejected = self.kept(f"phone,Memo\n202-555-0123,ask {word} 2025550199\n202-555-0124,x\n")[1]
            self.assertIn(",block,objection,in column Memo\n", rejected, word)

    def test_what_is_read_in_another_column_is_counted(self):
        cells = ["202 - 555 - 0124", "Suite 300 202-555-0124", "2026-11-20 14:30 (202) 555-0124", "4711 2025550124"]
        for cell in cells:
            books = self.kept(f"phone,Notes\n202-555-0123,{cell}\n")[3]
            self.assertEqual([(u["column"], u["count"]) for u in books["unchecked"]], [("Notes", 1)], cell)
        for cell in ("20.11.2026", "2026-11-20 14:30:07", "11/20/2026 10:15", "12345-6789", "in 2026", "24.12.2026 - 31.12.2026"):
            self.assertEqual(self.kept(f"phone,Notes\n202-555-0123,{cell}\n")[3]["unchecked"], [], cell)

    def test_a_country_beside_a_number_says_how_it_is_read(self):
        self.write("gb.txt", "+442079460123\n")
        self.run_tool("import", "blacklist", "gb.txt", "--changes", "--obtained", "2026-11-30", "--store", "s")
        for name, gb, us in (("country_code", "44", "1"), ("Dial Code", "+44", "+1"), ("Country", "United Kingdom", "USA"), ("Land", "GB", "US"),
                             ("Pays", "GBR", "USA"), ("phone_code", "0044", "001")):
            text = f"name,{name},phone\nA,{gb},2079460123\nB,{us},2125550101\nC,,2125550102\nD,nowhere,2125550103\n" + f"E,{us},2125550104\n" * 20
            kept, rejected, said, books = self.kept(text)
            self.assertIn(f"A,{gb},2079460123,block,objection", rejected, name)
            self.assertIn("D,nowhere,2125550103,block,invalid,needs_region", rejected, name)
            self.assertEqual(books["rows"]["allowed"], 22, name)
            self.assertIn(f'countries from "{name}"', said)
            self.assertEqual(self.kept(text, "--ignore", name)[3]["rows"]["blocked"], 0, name)
        # Texts that name no countries say nothing of them.
        self.assertEqual(self.kept("Land,phone\nBayern,202-555-0101\nHessen,202-555-0102\n")[3]["rows"]["allowed"], 2)

    def test_columns_that_only_sound_like_phones_are_left_as_they_are(self):
        for name in ("CEP", "cell_ref", "num_phones", "telefono_validado", "Mobile user", "Tel Aviv", "Celular modelo"):
            text = f"name,phone,{name}\nA,202-555-0101,01310-100\nB,202-555-0102,12345678\n"
            kept, _, _, books = self.kept(text)
            self.assertEqual((kept, books["columns"]), (text, ["phone"]), name)

    # What stands beside a number, and digits that mean two things.

    def test_words_that_forbid_a_call_make_a_number_invalid_and_are_named(self):
        for cell, mark in (("2025550142 DNC", "DNC"), ("(wrong) 202-555-0142", "wrong"), ("202-555-0142 - do not call", "do not call"),
                           ("202-555-0142 disconnected", "disconnected"), ("202-555-0142 fax", "fax"), ("2025550142 niet bellen", "niet bellen"),
                           ("2025550142 falsche Nummer", "falsche Nummer"), ("2025550142 ne pas appeler", "ne pas appeler")):
            kept, rejected, _, books = self.kept(f"name,phone\nA,{cell}\nB,202-555-0143\n")
            self.assertEqual(kept, "name,phone\nB,202-555-0143\n", cell)
            self.assertIn(f"block,invalid,marked: {mark}", rejected)
            self.assertEqual(books["invalid"], {"marked": 1})

    def test_a_list_of_objections_passes_over_the_words(self):
        self.write("w.txt", "2025550142 DNC\n2025550143 wrong number\n202-555-0144 fax\n")
        self.run_tool("import", "words", "w.txt", "--region", "US", "--obtained", "2026-11-30", "--store", "s", "--format", "digits")
        lists = {one["name"]: one for one in json.loads(self.run_tool("lists", "--json", "--store", "s").stdout)}
        self.assertEqual(lists["words"]["count"], 3)

    def test_columns_of_flags_that_no_rule_reads_are_named(self):
        text = "Name,Phone 1,Phone 1 DNC,Do_Not_Contact,opt_out\nA,2025550142,Y,,\nB,2025550143,N,Yes,false\n"
        _, _, said, books = self.kept(text)
        self.assertEqual(books["flags"], [{"column": "Phone 1 DNC", "yes": 1}, {"column": "Do_Not_Contact", "yes": 1}, {"column": "opt_out", "yes": 0}])
        self.assertIn('{ column = "Do_Not_Contact", says = "yes" }', said)

    def test_flags_are_known_in_the_languages_of_the_packs(self):
        for name in ("bel_me_niet", "Niet bellen", "Werbesperre", "nicht anrufen", "Ne pas appeler", "No llamar", "Non chiamare", "N\u00e3o ligar", "Do Not Phone"):
            books = self.kept(f"phone,{name}\n2025550142,x\n")[3]
            self.assertEqual(books["flags"], [{"column": name, "yes": 1}])
        for name in ("do not email", "dnc date", "caller", "national", "note"):
            self.assertEqual(self.kept(f"phone,{name}\n2025550142,x\n")[3]["flags"], [], name)

    def test_a_column_that_says_who_may_be_called_objects_by_a_no(self):
        text = "Name,Phone,{}\nA,2025550142,no\nB,2025550143,yes\nC,2025550144,\n"
        for name in ("Can call", "Phone Opt-In", "OK to call", "may_call"):
            _, _, said, books = self.kept(text.format(name))
            self.assertEqual(books["flags"], [{"column": name, "no": 1}])
            self.assertIn(f'no in 1 row, and no rule of the policy reads it: when = {{ column = "{name}", says = "no" }}', said)
        for name in ("HasOptedOutOfEmail", "Email opt out", "sms_opt_out", "HasOptedOutOfFax", "Newsletter unsubscribed"):
            self.assertEqual(self.kept(text.format(name))[3]["flags"], [], name)

    def test_strict_fails_on_flags_that_nobody_reads(self):
        text = "Phone,DNC\n2025550142,{}\n"
        self.kept(text.format("Y"), "--strict", expect=1)
        self.kept(text.format("N"), "--strict")
        self.kept(text.format("Y"), "--strict", "--ignore", "DNC")

    def test_a_header_below_a_title_is_named(self):
        table = "Name,Phone,City\nA,202-555-0123,X\nB,202-555-0124,Y\n"
        for title, line in (("Quarterly list,,\n,,\n", 3), ("Quarterly list\n", 2), ('"Leads, spring"\n\n', 3)):
            said = self.kept(title + table, expect=2)[2]
            self.assertIn(f"line {line} looks like the header (Name,Phone,City): remove the lines above it", said)
        self.assertEqual(self.kept("Quarterly list,,\n" + table, "--header", "no")[3]["rows"]["read"], 4)
        # A cell that says of what kind a number is names no column.
        self.assertEqual(self.kept("Ann,202-555-0123,\nBob,,home phone\nCy,202-555-0124,mobile phone\n")[3]["rows"]["allowed"], 2)

    def test_several_numbers_in_a_cell_are_counted_with_a_way_out(self):
        _, _, said, books = self.kept("Name,Phone\nA,202-555-0123 202-555-0124\nB,202-555-0124\nC,202-555-0125; 202-555-0121\n")
        self.assertEqual(books["invalid"], {"several_numbers": 2})
        self.assertIn("2 cells hold several numbers, of which none was asked: give each a column of its own", said)

    def test_an_output_is_not_named_like_a_packed_file(self):
        self.write("leads", "phone\n2025550142\n")
        for name in ("kept.csv.gz", "kept.zst", "kept.xlsx"):
            self.assertIn("would hold plain text", self.scrub("leads", "-o", name, expect=2).stderr.decode())
            self.assertFalse((self.folder / name).exists())

    def test_a_new_list_named_almost_like_another_is_said(self):
        self.write("one.txt", "2025550142\n")
        arguments = ("one.txt", "--region", "US", "--obtained", "2026-11-30", "--store", "s")
        self.assertIn("did you mean 'blacklist'?", self.run_tool("import", "blaclist", *arguments).stderr.decode())
        self.assertNotIn("did you mean", self.run_tool("import", "customers", *arguments).stderr.decode())
        self.assertNotIn("did you mean", self.run_tool("import", "blaclist", *arguments).stderr.decode())

    def test_a_rule_reads_a_flag(self):
        rule = '[[rule]]\nblock = "flag"\nwhen = { column = "DNC", says = "yes" }\n'
        text = "phone,DNC\n2025550142,Y\n2025550143,no\n2025550144,\n2025550145,maybe\n"
        self.write("p.toml", POLICY + rule)
        kept, rejected, _, books = self.kept(text)
        self.assertEqual(kept, "phone,DNC\n2025550143,no\n")
        self.assertEqual(books["reasons"], {"clear": 1, "flag": 1, "flag: no value": 2})
        self.assertEqual(books["flags"], [])
        self.write("p.toml", POLICY + rule + 'on_unknown = "pass"\n')
        self.assertEqual(self.kept(text)[0], "phone,DNC\n2025550143,no\n2025550144,\n2025550145,maybe\n")
        self.write("p.toml", POLICY + rule.replace('says = "yes"', 'says = "perhaps"'))
        self.assertIn('"yes" or "no"', self.scrub("leads", expect=2).stderr.decode())

    def test_digits_with_two_readings_are_asked_in_both_and_never_called(self):
        self.run_tool("add", "blacklist", "+4915150405214", "--store", "s")
        germans = ("--region", "DE")
        for cell in ("4915150405214", "+4915150405214", "015150405214"):
            kept, rejected, _, _ = self.kept(f"phone,x\n{cell},1\n", *germans)
            self.assertEqual(kept, "phone,x\n", cell)
        kept, rejected, said, books = self.kept("phone,x\n4915150405215,1\n015150405216,2\n", *germans)
        self.assertEqual(kept, "phone,x\n015150405216,2\n")
        self.assertIn("ambiguous: +4915150405215 or +494915150405215", rejected)
        self.assertIn("--plus-lost", said)
        self.assertEqual(books["ambiguous"], 1)
        self.assertEqual(self.kept("phone,x\n4915150405215,1\n", *germans, "--plus-lost", "yes")[0], "phone,x\n4915150405215,1\n")
        self.assertEqual(self.kept("phone,x\n4915150405214,1\n", *germans, "--plus-lost", "no")[0], "phone,x\n4915150405214,1\n")
        for region, cell in (("ID", "62812345678"), ("SE", "468123400"), ("IT", "390212534"), ("PL", "481219664"), ("AT", "43576532965")):
            done = self.run_tool("normalize", "--region", region, stdin=cell.encode() + b"\n").stdout.decode()
            self.assertEqual(done, f"-\tambiguous\t+{cell}\n")

    def test_lists_that_only_block_take_both_readings(self):
        self.write("de.txt", "4915150405214\n")
        done = self.run_tool("import", "german", "de.txt", "--region", "DE", "--obtained", "2026-11-30", "--store", "s", "--format", "digits", "--json")
        report = json.loads(done.stdout)
        self.assertEqual((report["ambiguous"], report["count"]), (1, 2))
        self.run_tool("import", "german", "de.txt", "--region", "DE", "--obtained", "2026-11-30", "--store", "s", "--format", "digits",
                      "--plus-lost", "yes", "--allow-shrink")
        self.assertIn("both are added", self.run_tool("add", "blacklist", "4915150405214", "--region", "DE", "--store", "s").stderr.decode())
        self.write("c.csv", "phone,consent,date\n4915150405214,yes,2026-01-02\n")
        self.assertIn("--plus-lost", self.run_tool("import", "consents", "c.csv", "--kind", "consent", "--region", "DE", "--obtained", "2026-11-30",
                                                   "--store", "s", expect=2).stderr.decode())

    def test_days_and_ranges_are_no_numbers(self):
        for cell in ("20.11.2025", "2025-11-20", "2025/11/20", "030 23125000-99"):
            done = self.run_tool("normalize", "--region", "DE", stdin=cell.encode() + b"\n").stdout.decode()
            self.assertTrue(done.startswith("-\t"), done)
        kept, _, _, _ = self.kept("name,phone\nA,20.11.2025\nB,030 23125000-99\nC,030 23125001\n", "--region", "DE", "--phone", "phone")
        self.assertEqual(kept, "name,phone\nC,030 23125001\n")
        self.write("d.txt", "030 23125000-99\n")
        self.assertIn("d.txt:1", self.run_tool("import", "x", "d.txt", "--region", "DE", "--obtained", "2026-11-30", "--store", "s",
                                               "--format", "digits", expect=2).stderr.decode())

    def test_cards_are_lists_of_their_numbers(self):
        cards = ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL;TYPE=CELL:+1-202-555-0142\r\nitem1.TEL:(202) 555-01\r\n 43\r\n"
                 "TEL;VALUE=uri:tel:+1-202-555-0144\r\nNOTE:call 202-555-0150\r\nX-ABLabel:home\r\nEND:VCARD\r\n")
        self.write("book.vcf", cards)
        report = json.loads(self.run_tool("import", "cards", "book.vcf", "--region", "US", "--obtained", "2026-11-30", "--store", "s", "--json").stdout)
        self.assertEqual((report["format"], report["count"], report["lines"]), ("vcard", 3, 3))
        for broken, words in ((cards.replace("+1-202-555-0142", "none"), ":4"), (cards.replace("END:VCARD\r\n", ""), "END:VCARD"),
                              (cards.replace("NOTE:", "NOTES "), "no line of a card")):
            self.write("broken.vcf", broken)
            self.assertIn(words, self.run_tool("import", "others", "broken.vcf", "--region", "US", "--obtained", "2026-11-30", "--store", "s",
                                               expect=2).stderr.decode())

    def test_a_list_with_a_second_column_of_numbers_asks_for_both(self):
        rows = "".join(f"202555{n:04},202555{n + 1:04}\n" for n in range(100, 140, 2))
        for header in ("phone,Home\n", "phone,alt\n"):
            self.write("two.csv", header + rows)
            name = header.split(",")[1].strip()
            self.assertIn(f"'{name}' holds phone numbers too", self.run_tool(
                "import", "two", "two.csv", "--region", "US", "--obtained", "2026-11-30", "--store", "s", expect=2).stderr.decode())
            done = self.run_tool("import", "two", "two.csv", "--region", "US", "--obtained", "2026-11-30", "--store", "s", "--phone", "phone",
                                 "--phone", name, "--json")
            self.assertEqual(json.loads(done.stdout)["count"], 40)
        self.write("one.csv", "phone,customer id,since\n" + "".join(f"202555{n:04},202555{n + 1:04},20250102\n" for n in range(100, 140)))
        self.run_tool("import", "one", "one.csv", "--region", "US", "--obtained", "2026-11-30", "--store", "s", "--format", "csv")

    def test_every_layout_of_columns_says_where_a_second_column_of_numbers_stands(self):
        self.write("s/store.toml", '[list.categories]\ncategories = ["energy"]\n[list.companies]\ncategories = ["company-4"]\n')
        numbers = [(f"202555{n:04}", f"202555{n + 1:04}") for n in range(100, 140, 2)]
        layouts = {"expiring": ("phone,expiry,Home", "2027-01-02"), "registered": ("phone,registered,Home", "2025-01-02"),
                   "categories": ("phone,category,Home", "energy"), "companies": ("phone,company,Home", "Company 4"), "results": ("phone,result,Home", "D")}
        for name, (header, value) in layouts.items():
            for second, expect in ((lambda pair: pair[1], 2), (lambda pair: f"({pair[0][:3]}) {pair[0][3:6]}-{pair[0][6:]}", 0)):
                self.write("two.csv", header + "\n" + "".join(f"{pair[0]},{value},{second(pair)}\n" for pair in numbers))
                done = self.run_tool("import", name, "two.csv", "--format", name, "--region", "US", "--obtained", "2026-11-30", "--store", "s",
                                     "--allow-bad", "--allow-shrink", expect=expect)
                if expect:
                    self.assertIn("'Home' holds phone numbers too", done.stderr.decode(), name)

    def test_a_blacklist_is_never_guessed_to_be_an_answer_in_which_some_are_clear(self):
        self.write("t.csv", "Phone,Type\n2025550161,C\n2025550162,P\n2025550163,C\n")
        arguments = ("import", "blacklist", "t.csv", "--region", "US", "--obtained", "2026-11-30", "--store", "s", "--allow-shrink")
        self.assertIn("--format csv", self.run_tool(*arguments, expect=2).stderr.decode())
        self.assertEqual(json.loads(self.run_tool(*arguments, "--format", "csv", "--json").stdout)["count"], 3)

    def test_a_header_in_which_a_number_stands_asks_which_it_is(self):
        text = "Lead,2025550142,Mobile Number,Evening Phone\nAnn,2025550143,202-555-0144,202-555-0199\n"
        self.write("leads", text)
        self.assertIn("is this row a header?", self.scrub("leads", expect=2).stderr.decode())


if __name__ == "__main__":
    main()
