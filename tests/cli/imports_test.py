"""An import accounts for every line: taken, refused with its line, or known to match nobody, and said so."""

import csv
import io
import json
import os
import random

from tool import ToolTest, main

TODAY = "2026-11-20"


class Imports(ToolTest):
    def take(self, content, *arguments, expect=0, name="f.csv", list_name="l", region="US"):
        """Imports a file's content and returns the report, or what was said on an error."""
        self.write(name, content)
        done = self.run_tool("import", list_name, name, "--obtained", TODAY, "--store", "s", "--region", region, "--json", *arguments,
                             expect=expect)
        return json.loads(done.stdout) if expect == 0 else done.stderr.decode()

    def refused(self, content, *arguments, mentions=(), **more):
        words = self.take(content, *arguments, expect=2, **more)
        for text in mentions:
            self.assertIn(text, words)
        return words

    def unread(self, report):
        return [(each["column"], each["count"], each["first_line"], each["phone"]) for each in report["unread_numbers"]]

    def note(self, report, *mentions):
        """The one note that has all these words."""
        fits = [each for each in report["notes"] if all(text in each for text in mentions)]
        self.assertEqual(len(fits), 1, report["notes"])
        return fits[0]


class ColumnsOfNumbers(Imports):
    FAXES = "Phone,Fax\n2025550123,2025550199\n4155550133,4155550134\n"

    def test_a_column_of_faxes_stops_a_list_of_objections(self):
        self.refused(self.FAXES, mentions=["column 2 'Fax'", "--phone"])

    def test_each_column_named_is_read(self):
        self.assertEqual(self.take(self.FAXES, "--phone", "Phone", "--phone", "Fax")["count"], 4)

    def test_naming_one_column_says_that_the_others_are_not_meant(self):
        self.assertEqual(self.take(self.FAXES, "--phone", "Phone")["count"], 2)

    def test_ignoring_a_column_says_so_too(self):
        report = self.take(self.FAXES, "--ignore", "Fax")
        self.assertEqual((report["count"], report["unread_numbers"]), (2, []))

    def test_a_column_to_ignore_that_is_not_there_is_an_error(self):
        self.refused(self.FAXES, "--ignore", "Telex", mentions=["--ignore", "Telex"])

    def test_no_layout_without_columns_takes_a_column_to_ignore(self):
        self.refused("+12025550123\n", "--ignore", "Fax", mentions=["--ignore", "format digits"])

    def test_one_fax_among_words_stops_the_import_too(self):
        rows = "".join(f"20255501{i:02},none given\n" for i in range(20))
        self.refused("Phone,Telefax\n" + rows + "2025550133,2025550199\n", mentions=["'Telefax'"])

    def test_a_list_that_only_allows_says_so_in_a_note(self):
        report = self.take("Phone,Fax,last_purchase\n2025550123,2025550199,2026-11-01\n", "--kind", "dated")
        self.assertEqual(report["count"], 1)
        self.note(report, "column 2 'Fax'", "not read")
        report = self.take("Phone,Fax,consent,consent_date\n2025550123,2025550199,given,2026-11-01\n", "--kind", "consent", list_name="c")
        self.note(report, "column 2 'Fax'", "not read")


class NumbersBeside(Imports):
    def test_a_number_in_a_note_is_counted_and_said(self):
        report = self.take("Phone,Notes\n2125550100,called\n2025550123,wife 202-555-0199\n2125550101,letter\n")
        self.assertEqual(self.unread(report), [("Notes", 1, 3, "Notes")])
        self.assertEqual(report["unread_numbers"][0]["input"], "f.csv")
        self.note(report, "column 2 'Notes'", "line 3", "--phone 'Notes'")

    def test_a_cell_that_is_a_number_among_words_is_counted(self):
        rows = "".join(f"20255501{i:02},letter {i}\n" for i in range(30))
        report = self.take("Phone,email\n" + rows + "2125550101,+12025550199\n")
        self.assertEqual(self.unread(report), [("email", 1, 32, "email")])

    def test_numbers_far_behind_in_the_file_are_counted_whatever_its_length(self):
        rows = [f"{2022000000 + i},p{i}@example.com,A Person" for i in range(20000)]
        for at in (7000, 13000, 19999):
            rows[at] += " (212) 555-0147"
        report = self.take("Phone,email,name\n" + "\n".join(rows) + "\n")
        self.assertEqual(self.unread(report), [("name", 3, 7002, "name")])

    def test_they_are_counted_wherever_they_stand(self):
        for seed in range(int(os.environ.get("CALLSIEVE_SEED", 1)), int(os.environ.get("CALLSIEVE_SEED", 1)) + 6):
            pick = random.Random(seed)
            phones = ("202-555-0199", "+12025550198", "(202) 555-0197", "12025550196")
            others = ("", "x", "called", "2026-11-20", "12", "1,234.50", 'said "no"', "two\nlines", "20255501", "A longer text, of nothing", "2025550199")
            place = pick.randrange(5)
            expected, rows, line = {}, [[f"c{i}" for i in range(5)]], 2
            rows[0][place] = "phone"
            for _ in range(pick.randrange(2000, 6000)):
                row = []
                for i in range(5):
                    if i == place:
                        row.append(str(2122000000 + len(rows)))
                    elif pick.random() < 0.01:
                        row.append(pick.choice(("", "call ")) + pick.choice(phones) + pick.choice(("", " now")))
                        expected.setdefault(i, [f"c{i}", 0, line, f"c{i}"])[1] += 1
                    else:
                        row.append(pick.choice(others))
                line += 1 + sum(cell.count("\n") for cell in row)
                rows.append(row)
            text = io.StringIO()
            csv.writer(text, delimiter=pick.choice(",;\t|"), lineterminator=pick.choice(("\n", "\r\n"))).writerows(rows)
            found = self.unread(self.take(text.getvalue(), list_name=f"seed{seed}"))
            self.assertEqual(found, [tuple(each) for _, each in sorted(expected.items())], f"seed {seed}")

    def test_in_wide_rows_too(self):
        report = self.take("2125550100,DNC\n2125550101,DNC,202-555-0199\n2125550102,OK\n", "--format", "results")
        self.assertEqual(self.unread(report), [("", 1, 2, "3")])

    def test_national_numbers_are_read_in_the_region(self):
        report = self.take("Telefon,Name\n030 23125000,Muster\n030 23125001,auch 0151 23456789\n", region="DE")
        self.assertEqual(self.unread(report), [("Name", 1, 3, "Name")])

    def test_without_a_header_the_column_has_a_place(self):
        report = self.take("2125550100,called,a\n2025550123,wife 202-555-0199,b\n2125550101,letter,c\n")
        self.assertEqual(self.unread(report), [("", 1, 2, "2")])

    def test_quoted_cells_are_read(self):
        report = self.take('Phone,Notes\n2125550100,"a, ""b"" +1 (202) 555-0199"\n2125550101,"two\nlines"\n')
        self.assertEqual(self.unread(report), [("Notes", 1, 2, "Notes")])

    def test_ids_days_amounts_and_the_number_again_are_none(self):
        report = self.take("Phone,id,when,sum,again,note\n"
                           "2125550100,2025550199,2026-11-20 10:11:12,\"1,234,567.89\",(212) 555-0100,order 20255501990\n"
                           "2125550101,2025550198,11/20/2026,1234567.89,+12125550101,\n")
        self.assertEqual(report["unread_numbers"], [])

    def test_other_layouts_count_too(self):
        report = self.take("Phone,Result,Notes\n2125550100,DNC,\n2025550123,DNC,wife 202-555-0199\n2025550124,OK,ask again\n", "--format", "results")
        self.assertEqual(self.unread(report), [("Notes", 1, 3, "Notes")])
        report = self.take("phone,registered,n\n2125550100,2026-01-01,by letter\n2125550101,2026-01-01,or +12025550199\n", list_name="r")
        self.assertEqual((report["format"], self.unread(report)), ("registered", [("n", 1, 3, "n")]))

    def test_a_file_without_such_cells_says_nothing(self):
        self.assertEqual(self.take("Phone,Notes\n2125550100,called\n")["unread_numbers"], [])


class Digits(Imports):
    def test_a_number_in_a_comment_is_a_bad_line(self):
        for line in ("2025550123 # 2025550199", "2025550123 // wife 202-555-0199", "# 2025550123", "#2025550123",
                     "2025550123 ext 2025550199", "# +442071838750"):
            words = self.refused(f"2125550100\n2125550101\n{line}\n", mentions=["f.csv:3"])
            self.assertIn("number", words)
            self.assertIn(line.encode(), self.read("s/rejects/l.csv"))

    def test_comments_are_counted(self):
        report = self.take("# our own list, 2026-11-20, 3 people\n2125550100\n\n#\n2125550101 # asked us on 11/20/2026\n2125550102 # (212) 555-0102\n")
        self.assertEqual((report["comments"], report["lines"], report["count"]), (2, 3, 3))
        self.note(report, "2 lines are comments")

    def test_a_comment_among_columns_is_counted_and_hides_no_number(self):
        report = self.take("phone,name\n2125550100,a\n# the rest is old\n2125550101,b\n")
        self.assertEqual((report["comments"], report["count"]), (1, 2))
        self.refused("phone,name\n2125550100,a\n# 2125550101\n", mentions=["f.csv:3", "comment"])

    def test_extensions_stay_extensions(self):
        self.assertEqual(self.take("(202) 555-0123 ext. 1234\n+12025550124 x12345\n")["count"], 2)

    def test_an_extension_that_is_a_number_is_a_bad_line_in_columns_too(self):
        self.refused("phone\n2025550123 ext 2025550199\n", mentions=["several_numbers"])

    def test_changes_hold_to_the_same(self):
        self.take("2125550100\n")
        self.refused("2025550123 ext 2025550199\n", "--changes", mentions=["several_numbers"])
        self.refused("# 2025550123\n2125550102\n", "--changes", mentions=["comment"])


class StrayDigits(Imports):
    

    def numbers(self, content, *arguments):
        """What is on the list of these: each asked by a policy of the one list."""
        self.take(content, *arguments)
        self.write("p.toml", 'name = "t"\notherwise = { allow = "clear" }\n[[rule]]\nblock = "listed"\nwhen = { listed = "l" }\n')
        self.write("leads.csv", "phone\n+12025550164\n+12025550123\n+442071838750\n")
        done = self.run_tool("scrub", "leads.csv", "--policy", "p.toml", "--store", "s", "--rejected", "r.csv")
        return self.read("r.csv").decode(), done

    def test_a_count_before_a_number_and_a_decimal_behind_it_are_no_part_of_it(self):
        rejected, _ = self.numbers("2025550164.0 wrong number\n2. 2025550123\n12) 2125550100\n2125550101 (2)\n")
        self.assertIn("+12025550164", rejected)
        self.assertIn("+12025550123", rejected)
        self.assertNotIn("+442071838750", rejected)

    def test_they_are_in_the_plan(self):
        report = self.take("2025550164.0 wrong number\n2. 2025550123\n")
        self.assertEqual((report["count"], report["not_in_plan"]), (2, 0))

    def test_where_both_may_be_meant_the_line_is_a_bad_one(self):
        self.refused("2. 030 23125000\n", region="DE", mentions=["f.csv:1"])


class Cards(Imports):
    def card(self, *lines):
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:12025550177\r\nTEL:+12025550123\r\n" + "".join(f"{x}\r\n" for x in lines) + "END:VCARD\r\n"

    def test_numbers_in_other_lines_of_cards_are_counted_by_their_name(self):
        report = self.take(self.card("NOTE:his wife has 202-555-0199", "IMPP:tel:+12025550198", "X-PHONE:2025550197", "FN:A Person",
                                     "REV:20261120T101112Z") + self.card("NOTE:and 202-555-0196"), name="f.vcf")
        self.assertEqual(report["count"], 1)
        self.assertEqual(self.unread(report), [("NOTE", 2, 5, ""), ("IMPP", 1, 6, ""), ("X-PHONE", 1, 7, "")])
        self.note(report, "NOTE", "line 5")

    def test_cards_without_such_lines_say_nothing(self):
        self.assertEqual(self.take(self.card("NOTE:called on 2026-11-20"), name="f.vcf")["unread_numbers"], [])


class MarkedPermissions(Imports):
    def test_words_against_calls_give_no_consent(self):
        self.refused("phone,consent,consent_date\n2025550123 do not call,given,2025-01-01\n", "--kind", "consent",
                     mentions=["f.csv:2", "do not call"])

    def test_words_against_calls_make_no_customer(self):
        words = self.refused("phone,last_purchase\n2025550123 DNC,2026-11-01\n(415) 555-0133 - wrong number,2026-11-01\n",
                             "--kind", "dated", mentions=["f.csv:2", "DNC", "f.csv:3", "wrong"])
        self.assertIn("marked", words)

    def test_they_are_no_reason_not_to_take_an_objection(self):
        self.assertEqual(self.take("2025550123 DNC\n")["count"], 1)
        report = self.take("phone,consent,consent_date\n2025550123 do not call,withdrawn,2025-01-01\n", "--kind", "consent", list_name="c")
        self.assertEqual(report["count"], 1)


class Withdrawals(Imports):
    def consents(self, column, cell, *arguments, expect=0, list_name=None):
        self.made = getattr(self, "made", 0) + 1
        content = f"phone,consent,consent_date,{column}\n2025550123,given,2025-01-01,{cell}\n2025550124,given,2025-01-01,\n"
        return self.take(content, "--kind", "consent", *arguments, expect=expect, list_name=list_name or f"c{self.made}")

    def test_days_and_yes_in_columns_of_withdrawals_are_read(self):
        for column in ("cancelled_at", "canceled", "unsub", "unsub_date", "stop", "STOP date", "removed_at", "deleted_at", "erased", "refused",
                       "declined_at", "complaint", "baja", "cancelado", "cancelamento", "descadastro", "revogado em", "refus", "blocked",
                       "do not phone", "no_call", "DNC", "gesperrt"):
            for cell in ("2026-01-01", "yes"):
                self.note(self.consents(column, cell), f"withdrawals from column 4 '{column}'")

    def test_a_withdrawal_read_so_is_one(self):
        self.consents("cancelled_at", "2026-01-01", list_name="w")
        self.write("p.toml", 'name = "t"\notherwise = { block = "no-consent" }\n[[rule]]\nallow = "consent"\nwhen = { consent = "given", in = "w" }\n')
        said = [self.run_tool("check", number, "--policy", "p.toml", "--store", "s", "--as-of", TODAY, expect=status).stdout.decode()
                for number, status in (("+12025550123", 1), ("+12025550124", 0))]
        self.assertIn("block", said[0])
        self.assertIn("allow", said[1])

    def test_what_is_no_day_and_no_yes_in_them_is_a_bad_line(self):
        self.assertIn("withdrawal", self.consents("cancelled_at", "soon", expect=2))

    def test_a_column_that_may_end_consents_stops_the_import(self):
        for column in ("valid_until", "end_date", "expires", "expired", "gueltig bis", "status 2", "final"):
            for cell in ("2026-01-01", "31.01.2026", "1/31/2026 10:00", "yes", "1"):
                words = self.consents(column, cell, expect=2)
                self.assertIn(f"'{column}'", words)
                self.assertIn(f"--ignore '{column}'", words)

    def test_a_column_that_is_ignored_says_nothing(self):
        self.assertEqual(self.consents("valid_until", "2026-01-01", "--ignore", "valid_until")["count"], 2)
        report = self.consents("cancelled", "yes", "--ignore", "cancelled")
        self.assertEqual([each for each in report["notes"] if "withdrawals" in each], [])

    def test_columns_of_something_else_stop_nothing(self):
        for column, cell in (("birthday", "1970-01-01"), ("date of birth", "1970-01-01"), ("created_at", "2025-01-01"), ("updated", "2025-01-01"),
                             ("last order date", "2025-01-01"), ("id", "1"), ("name", "A Person"), ("visits", "12"), ("source", "web")):
            self.assertEqual(self.consents(column, cell)["count"], 2, column)

    def test_numbers_of_visits_are_no_answers(self):
        rows = "".join(f"20255501{i:02},given,2025-01-01,{i % 4}\n" for i in range(40))
        self.assertEqual(self.take("phone,consent,consent_date,visits\n" + rows, "--kind", "consent")["count"], 40)

    def test_a_day_in_an_objecting_column_of_customers_stops_the_import(self):
        for column, cell in (("do_not_call", "2026-01-01"), ("unsubscribed_at", "2026-01-01"), ("DNC", "do not call"), ("opt_out", "\u2713"), ("stop", "x")):
            self.refused(f"phone,last_purchase,{column}\n2025550123,2026-11-01,{cell}\n", "--kind", "dated", mentions=[f"'{column}'", "--ignore"])


class Flags(Imports):
    def blocked(self, content):
        """How many numbers the answer of a scrubbing service lists."""
        return self.take(content, "--format", "results", list_name="f")["count"]

    def test_flags_by_other_names_are_read(self):
        for name in ("DND", "NCPR", "REPEP", "Robinson", "Robinsonliste", "Sperre", "Anrufsperre", "Registro opposizioni", "Wrong Number",
                     "Deceased", "DO NOT SOLICIT"):
            self.assertEqual(self.blocked(f"phone,{name}\n2025550123,yes\n2025550124,no\n"), 1, name)
            self.refused(f"phone,last_purchase,{name}\n2025550123,2026-11-01,yes\n", "--kind", "dated", mentions=[f"'{name}'"])

    def test_a_flag_says_yes_in_other_words_too(self):
        for cell in ("DNC", "do not call", "2026-01-31", "31.01.2026", "\u2713", "\u2714\ufe0f", "\u2611", "-1", "Checked", "TRUE", "wrong number"):
            self.assertEqual(self.blocked(f"phone,Do_Not_Contact\n2025550123,{cell}\n2025550124,no\n"), 1, cell)

    def test_what_a_flag_says_that_nobody_knows_is_a_bad_line(self):
        self.refused("phone,Do_Not_Contact\n2025550123,perhaps\n2025550124,no\n", "--format", "results", mentions=["f.csv:2", "perhaps"])


class PhoneColumns(Imports):
    def test_the_columns_of_googles_contacts_are_found(self):
        google = "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\nx,Mobile,2025550123,Home,2025550124\n"
        self.refused(google, mentions=["Phone 1 - Value", "Phone 2 - Value", "--phone", "several: a --phone each"])
        self.assertEqual(self.take(google, "--phone", "Phone 1 - Value", "--phone", "Phone 2 - Value")["count"], 2)
        self.assertEqual(self.take("Name,Phone 1 - Value\nAnn,2025550123\n", list_name="one")["count"], 1)

    def test_countries_by_their_own_names_are_read(self):
        for country, number in (("Deutschland", "030 23125000"), ("\u00d6sterreich", "01 2345678"), ("Espa\u00f1a", "912 345 678"),
                                ("Nederland", "020 1234567"), ("Belgi\u00eb", "0470 12 34 56"), ("Schweiz", "044 668 18 00"), ("Italia", "06 12345678"),
                                ("Polska", "22 123 45 67"), ("\u0420\u043e\u0441\u0441\u0438\u044f", "8 495 123 45 67"),
                                ("\u65e5\u672c", "03 1234 5678"), ("Brasil", "11 2345 6789"), ("T\u00fcrkiye", "0212 123 45 67")):
            report = self.take(f"phone,country\n{number},{country}\n", "--region-column", "country", "--allow-shrink", list_name="r")
            self.assertEqual((report["count"], report["not_in_plan"]), (1, 0), country)


if __name__ == "__main__":
    main()
