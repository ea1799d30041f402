"""What must hold of a scrub's outputs, said from the truth of the file: nothing here reads call lists as the program does."""

import re

from messy.numbers import BLACKLISTED, CLEAR, MAYBE, REFUSED, REGISTERED, SURE
from messy.writer import CUT, LONG, MOVED, OPEN, PLAIN, SHORT

# The worst first.
HARM = (
    "an objection is kept",
    "a number on the registry is kept in a column that was asked",
    "a number on the registry is kept, neither asked nor counted",
    "a number in the header is kept",
    "a marked number is kept in a column that was asked",
    "a number is kept, neither asked nor counted",
    "a row is kept without a number that may be called",
    "an objection is kept (behind a stray quote)",
    "another number that was not asked is kept (behind a stray quote)",
    "a row is kept without a number that may be called (behind a stray quote)",
    "a row that has lost or moved fields is kept",
    "a header is taken for a row, or a row for a header",
    "a row is in no output, or in two",
    "a kept row is not what it was",
    "the books do not say how many rows there are",
    "the lines do not balance",
    "a row that may be called is rejected",
    "the program fails in another way",
    "an ordinary file is refused",
)


class Outcome:
    """Of one run: `failures` as (kind, detail), `notes` of what is no failure but worth a count."""

    def __init__(self):
        self.failures, self.notes = [], []

    def fail(self, kind, detail):
        assert kind in HARM, kind
        self.failures.append((kind, detail))


def plain_name(text):
    return re.sub("\ufffd+", "\ufffd", text.strip())


def places_of(file, names):
    """Which columns the report speaks of: by their names, without a header by their places."""
    known = {}
    for place, column in enumerate(file.columns):
        name = column.header.encode(file.encoding, "replace").decode("utf-8", "replace")
        known[plain_name(name) if file.header_fields is not None else str(place + 1)] = place
        known.setdefault(str(place + 1), place)
    return [known.get(plain_name(name), -1) for name in names]


class Judge:
    def __init__(self, file, pool, kept, rejected, books):
        self.file, self.status = file, pool.status
        self.kept, self.rejected, self.books = kept, rejected, books
        self.outcome = Outcome()
        self.asked = set(places_of(file, books["columns"]))
        unchecked = books.get("unchecked") or []
        self.counted = dict(zip(places_of(file, [one["column"] for one in unchecked]), [one["count"] for one in unchecked]))
        self.opened = any(row.shape == OPEN for row in file.rows)
        self.unasked = {}  # by column: cells of kept rows with numbers that were not asked

    def judge(self):
        kept_places = self.find_rows()
        if self.opened:
            self.match_lines(kept_places)
        else:
            self.match_kept(kept_places)
        self.count_unasked()
        self.check_header()
        self.check_books()
        self.check_columns()
        return self.outcome

    def fail(self, kind, row, why):
        if self.opened and kind in HARM[:7]:
            at = {"an objection is kept": 7, "a row is kept without a number that may be called": 9}.get(kind, 8)
            kind = HARM[at]
        where = f"row {row.place + 1} ({row.shape}): " if row is not None else ""
        text = self.file.text_of(row).decode(self.file.encoding).strip() if row is not None else ""
        self.outcome.fail(kind, f"{where}{why}{': ' if text else ''}{text[:300]}")

    def has(self, cells, status):
        return any(self.status[number] == status for cell in cells for number in cell.numbers)

    def shown(self, cell):
        return f"{cell.text!r} ({', '.join(self.status[number] for number in cell.numbers)})"

    # Which rows were kept.

    def find_rows(self):
        """Each row stands in one of the outputs, once."""
        kept = []
        in_kept = re.findall(rb"Q[bcdfghj-np-tvwxz]{4}q", self.kept)
        in_rejected = re.findall(rb"Q[bcdfghj-np-tvwxz]{4}q", self.rejected)
        places = {}
        for which, found in (("kept", in_kept), ("rejected", in_rejected)):
            for one in found:
                places.setdefault(one, []).append(which)
        for row in self.file.rows:
            where = places.get(row.marker, [])
            if len(where) != 1:
                self.fail("a row is in no output, or in two", row, f"in {where}")
            if "kept" in where:
                kept.append(row)
            else:
                self.check_rejected(row)
        return kept

    def check_rejected(self, row):
        """A row with a number that may be called, all of it plain to see, and no objection, is kept. Ragged ones need
        not be where digits beside the numbers that were asked may be a number that has moved."""
        if self.opened or self.has(row.cells, BLACKLISTED) or row.shape not in (PLAIN, SHORT, LONG):
            return
        if lines_may_be_rows(row):
            return
        beside = [cell for place, cell in enumerate(row.cells) if place not in self.asked]
        if row.shape != PLAIN and any(sum(map(str.isdigit, cell.text)) >= 5 for cell in beside):
            return
        for place, cell in enumerate(row.cells):
            if place in self.asked and cell.sure == SURE and self.has((cell,), CLEAR):
                return self.fail("a row that may be called is rejected", row, self.verdict_of(row) + self.shown(cell))

    def verdict_of(self, row):
        at = self.rejected.find(row.marker)
        line = re.split(rb"[\r\n]", self.rejected[at:at + 2000])[0] if at >= 0 else b""
        return b" ".join(line.replace(self.file.delimiter, b" ").split()[-6:]).decode("utf-8", "replace")[-50:] + " | "

    # What stands in kept rows.

    def match_kept(self, rows):
        """Kept rows are the bytes they were, but for cells that are blank now."""
        prefix = self.file.prefix() if self.books["header"] else self.file.mark + self.file.head
        at = len(prefix) if self.kept.startswith(prefix) else 0
        if self.file.header() and not self.books["header"]:
            self.header_as_data()
            end = self.kept.find(self.file.newline, at)
            fields = self.kept[at:end].split(self.file.delimiter)
            names = self.file.header_fields
            if end > at and len(fields) == len(names) and all(field in (b"", name) for field, name in zip(fields, names)):
                at = end + len(self.file.newline)
        elif at == 0 and prefix:
            self.outcome.fail("a kept row is not what it was", f"the beginning is {self.kept[:80]!r}")
            at = max(self.kept.find(rows[0].fields[0]), 0) if rows else 0
        for row in rows:
            left, blank = [], self.file.delimiter
            for place, field in enumerate(row.fields):
                end = row.end if place + 1 == len(row.fields) else blank
                if self.kept.startswith(field + end, at):
                    at += len(field + end)
                    left.append(place)
                elif place in self.asked and self.kept.startswith(end, at):
                    at += len(end)
                elif place in self.asked and (length := self.part_kept(row, row.cells[place], end, at)):
                    at += length
                else:
                    self.fail("a kept row is not what it was", row, f"field {place + 1} is now {self.kept[at:at + 60]!r}")
                    return
            self.check_kept(row, left)
        if at != len(self.kept) and self.kept[at:].strip():
            self.outcome.fail("a kept row is not what it was", f"behind the last row stands {self.kept[at:at + 80]!r}")

    def part_kept(self, row, cell, end, at):
        """The length of a cell of several numbers from which some were taken; 0: it is none."""
        rest = self.kept[at:at + 4 * len(cell.text) + 20]
        found = re.match(rb'"((?:[^"]|"")*)"' + re.escape(end), rest) or re.match(rb"([^\r\n]*?)" + re.escape(end), rest)
        if not found or not cell.parts:
            return 0
        text = found.group(1).decode(self.file.encoding, "replace").replace('""', '"')
        for part, number in zip(cell.parts, cell.numbers):
            if part in text:
                text = text.replace(part, "", 1)
                if self.status[number] != CLEAR:
                    kind = f"a number on the {'blacklist' if self.status[number] == BLACKLISTED else 'registry'}"
                    self.fail("a number on the registry is kept in a column that was asked", row,
                              f"{kind} stays: {found.group(0)!r}")
        return 0 if text.strip(" :;,/&or\r\n") else found.end()

    def match_lines(self, rows):
        """With quotes that swallow lines: what still stands in the line of each row that is anywhere in the kept ones."""
        for row in rows:
            at = self.kept.find(row.marker)
            start = self.kept.rfind(b"\n", 0, at) + 1
            end = self.kept.find(b"\n", at)
            line = self.kept[start:end if end >= 0 else len(self.kept)]
            self.check_kept(row, [place for place, field in enumerate(row.fields) if field and field in line])

    def check_kept(self, row, left):
        # With nothing but empty fields behind those of the header a row is read as it stands: so it is asked, too.
        width = len(self.file.columns)
        lacks = row.shape == CUT and len(row.fields) <= max(self.asked)
        if lacks or (row.shape == MOVED and any(field.strip(b'"') for field in row.fields[width:])):
            self.fail("a row that has lost or moved fields is kept", row, "")
        self.check_objections(row)
        callable_numbers = False
        for place, cell in enumerate(row.cells):
            if not cell.numbers:
                continue
            if place in self.asked:
                callable_numbers = callable_numbers or (cell.sure in (SURE, MAYBE) and self.has((cell,), CLEAR))
                if place in left:
                    self.check_asked(row, cell)
            elif place in left and (cell.sure == SURE or cell.written):
                self.unasked.setdefault(place, []).append((row, cell))
        by_chance = any(self.file.columns[place].lookalike for place in self.asked if place < len(self.file.columns))
        if not callable_numbers and not by_chance and row.shape in (PLAIN, SHORT, LONG):
            self.fail("a row is kept without a number that may be called", row, "")

    def check_objections(self, row):
        for place, cell in enumerate(row.cells):
            objected = [number for number in cell.numbers if self.status[number] == BLACKLISTED]
            if not objected:
                continue
            written = any(number in cell.written for number in objected)
            column = self.file.columns[place] if place < len(self.file.columns) else None
            phone = column is not None and column.phone
            if not (written or phone):
                self.outcome.notes.append("an objected number is kept as digits alone in no phone column")
            elif not written and not column.named and place not in self.asked and self.counted.get(place):
                self.outcome.notes.append("an objected number is kept as digits alone in a phone column without a name, "
                                          "and counted")
            else:
                name = f"{column.kind} {column.header!r}" if column is not None else "an extra field"
                how = "asked" if place in self.asked else f"unasked, counted {self.counted.get(place, 0)}"
                self.fail("an objection is kept", row, f"{name} ({how}): {self.shown(cell)}")

    def check_asked(self, row, cell):
        if self.has((cell,), REGISTERED):
            self.fail("a number on the registry is kept in a column that was asked", row, self.shown(cell))
        elif cell.sure == REFUSED:
            self.fail("a marked number is kept in a column that was asked", row, self.shown(cell))

    def count_unasked(self):
        for place, cells in self.unasked.items():
            if self.counted.get(place, 0) >= len(cells):
                continue
            column = self.file.columns[place] if place < len(self.file.columns) else None
            name = f"{column.kind} {column.header!r}{' (named)' if column.named else ''}" if column else "an extra field"
            registered = [one for one in cells if self.has((one[1],), REGISTERED)]
            row, cell = (registered or cells)[0]
            kind = ("a number on the registry is kept, neither asked nor counted" if registered else
                    "a number is kept, neither asked nor counted")
            self.fail(kind, row, f"{name}, {len(cells)} cells, counted {self.counted.get(place, 0)}: {self.shown(cell)}")

    def header_as_data(self):
        if not self.file.header_numbers:
            self.outcome.fail("a header is taken for a row, or a row for a header", self.header_text())
        elif any(self.status[number] != CLEAR for number in self.file.header_numbers) and self.kept.startswith(
                self.file.mark + self.file.head + self.file.header()):
            self.outcome.fail("a number in the header is kept", self.header_text())

    def header_text(self):
        return self.file.header().decode(self.file.encoding).strip()

    def check_header(self):
        if self.books["header"] and not self.file.header():
            self.fail("a header is taken for a row, or a row for a header", self.file.rows[0], "")
        if self.books["header"] and self.file.header_numbers:  # nobody asked them
            self.outcome.fail("a number in the header is kept", self.header_text())

    # The books.

    def check_books(self):
        rows, file = self.books["rows"], self.file
        if rows["read"] != sum(rows[key] for key in ("allowed", "blocked", "unknown", "malformed")):
            self.outcome.fail("the books do not say how many rows there are", f"no balance: {rows}")
        wrong = sum(row.shape != PLAIN or lines_may_be_rows(row) for row in file.rows)
        if not self.opened and rows["read"] != len(file.rows) + bool(file.header_numbers and not self.books["header"]):
            self.outcome.fail("the books do not say how many rows there are", f"{len(file.rows)} in the file: {rows}")
        elif not self.opened and rows["malformed"] > wrong:
            self.outcome.fail("the books do not say how many rows there are", f"at most {wrong} of them malformed: {rows}")
        lines = self.books.get("lines")
        if lines is None:
            return
        parts = sum(count for key, count in lines.items() if key != "read")
        if lines["read"] != parts or lines["read"] != file.lines():
            self.outcome.fail("the lines do not balance", f"{file.lines()} in the file: {lines}")

    def check_columns(self):
        for place, column in enumerate(self.file.columns):
            if place in self.asked and not column.phone:
                looks = "" if column.lookalike else ", which looks like none"
                self.outcome.notes.append(f"asked: a column of {column.kind}{looks}")
            elif place not in self.asked and column.phone:
                name = f"named {column.header!r}" if column.named else "without a name"
                self.outcome.notes.append(f"not asked: a phone column {name}" + (
                    "" if self.books["header"] or self.file.header_fields is None else ", of a header taken for a row"))


def lines_may_be_rows(row):
    """Whether a line of a cell of several lines holds the digits of a number: with the cells beside it, it may be a row by
    itself, of which a quote has made a part of this one."""
    return any(sum(map(str.isdigit, line)) >= 5 for cell in row.cells for line in re.split("[\r\n]+", cell.text)[1:])


def judge(file, pool, done, kept, rejected, books):
    """`done`: the run; the outputs are None where there are none."""
    words = done.stderr.decode("utf-8", "replace")
    if done.returncode == 2 and words.strip():
        outcome = Outcome()
        if kept is not None:
            outcome.fail("the program fails in another way", "refused, and there are kept rows")
        return outcome, words
    if done.returncode != 0 or kept is None or books is None:
        outcome = Outcome()
        outcome.fail("the program fails in another way", f"exit {done.returncode}: {words[:200]}")
        return outcome, None
    return Judge(file, pool, kept, rejected, books).judge(), None
