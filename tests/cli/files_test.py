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


if __name__ == "__main__":
    main()
