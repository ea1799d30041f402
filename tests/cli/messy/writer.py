"""A table as some tool or hand has written it: bytes, and for each row the bytes of each field."""

import random
import re

from messy.numbers import REGIONS, spell
from messy.table import Cell, make_table, marker

# What a row became on its way: plain; with empty fields missing or too many behind the last phone, which may be read; with
# fields missing or too many so that numbers are missing or moved; with text behind a closing quote; with a quote that
# opens a field and stays open.
PLAIN, SHORT, LONG, CUT, MOVED, CLOSED, OPEN = "plain", "short", "long", "cut", "moved", "closed", "open"


class Row:
    __slots__ = ("place", "cells", "fields", "shape", "end", "gap")

    def __init__(self, place, cells, fields, end):
        self.place, self.cells, self.fields, self.end = place, cells, fields, end
        self.shape, self.gap = PLAIN, b""  # gap: empty lines before the row

    @property
    def marker(self):
        return marker(self.place).encode()


class File:
    """What was written, and the truth of it. `ordinary`: nothing in it excuses a refusal."""

    def __init__(self):
        self.region = self.delimiter = self.head = self.mark = None
        self.columns, self.rows, self.header_fields = [], [], None
        self.header_numbers = ()
        self.stray = False
        self.encoding = "utf-8"
        self.newline = b"\n"

    @property
    def ordinary(self):
        return not self.stray and not self.header_numbers

    def header(self):
        if self.header_fields is None:
            return b""
        return self.delimiter.join(self.header_fields) + self.newline

    def prefix(self):
        return self.mark + self.head + self.header()

    def text_of(self, row):
        return self.delimiter.join(row.fields) + row.end

    def data(self):
        return self.prefix() + b"".join(row.gap + self.text_of(row) for row in self.rows)

    def lines(self):
        data = self.data()
        ends = data.count(b"\n") if self.newline != b"\r" else data.count(b"\r")
        return ends + (not data.endswith((b"\n", b"\r")))


class Hand:
    """How one tool quotes, and what it leaves out."""

    def __init__(self, rng, file):
        self.rng, self.file = rng, file
        self.quotes = rng.choice(("needed", "needed", "needed", "always", "texts", "never"))
        self.breaks = self.quotes != "never" and not file.stray and file.newline != b"\r" and rng.random() < 0.12

    def text(self, text):
        if self.quotes == "never":
            text = text.replace(self.file.delimiter.decode(), " ").replace('="', "").replace('"', "").strip()
        return text

    def broken(self, text):
        """With a line break before the first number or between several, as somebody who fills a cell has them."""
        place = re.search(r" (?=[^0-9]*$|[^0-9+(]*[+(0-9])", text)
        if not self.breaks or not place or re.search("[0-9]", text[:place.start()]) or self.rng.random() > 0.2:
            return text
        return text[:place.start()] + self.rng.choice(("\n", "\r\n")) + text[place.end():]

    def cell(self, column, cell):
        if column.kind in ("comment", "city", "street"):
            cell.text = self.broken(self.text(cell.text))
        elif cell.parts and self.breaks and self.rng.random() < 0.3:
            cell.text = self.rng.choice(("\n", "\r\n")).join(cell.parts)
        else:
            cell.text = self.text(cell.text)

    def field(self, text):
        raw = text.encode(self.file.encoding, "replace")
        needs = any(part in raw for part in (self.file.delimiter, b"\n", b"\r")) or raw.startswith(b'"')
        if self.quotes == "needed" and b'"' in raw and self.rng.random() < 0.5:
            needs = True
        if needs or self.quotes == "always" or (self.quotes == "texts" and not raw.isdigit() and raw):
            return b'"' + raw.replace(b'"', b'""') + b'"'
        return raw


def make_rows(rng, file, cells, hand):
    for place, row in enumerate(cells):
        for column, cell in zip(file.columns, row):
            hand.cell(column, cell)
        end = b"\n" if file.newline == b"\r\n" and rng.random() < file.mixed_ends else file.newline
        file.rows.append(Row(place, row, [hand.field(cell.text) for cell in row], end))


def cut_and_move(rng, file):
    """Makes some rows ragged: in ways that lose no number, and in ways that do."""
    phones = [i for i, column in enumerate(file.columns) if column.phone]
    name = next(i for i, column in enumerate(file.columns) if column.kind == "name")
    behind = max(phones + [name]) + 1
    share = rng.choice((0.02, 0.2))
    always_short, always_long = rng.random() < 0.1, rng.random() < 0.1
    for row in file.rows if file.header_fields is not None or always_long else file.rows[1:]:  # the first one says the width
        width = len(row.fields)
        if always_long:
            row.fields.append(b"")
            row.cells.append(Cell(""))
            row.shape = LONG
        elif (always_short or rng.random() < share) and behind < width:
            keep = rng.randrange(behind, width)
            if always_short:  # a tool that leaves out what is empty
                keep = width
                while keep > behind and not row.cells[keep - 1].text:
                    keep -= 1
            row.shape = SHORT if keep < width else PLAIN
            del row.fields[keep:], row.cells[keep:]
        elif rng.random() < share / 4:
            row.shape = rng.choice((LONG, CUT, MOVED, MOVED))
            if row.shape == LONG:
                extra = rng.choice((1, 3))
                row.fields += [b""] * extra
                row.cells += [Cell("") for _ in range(extra)]
            elif row.shape == MOVED:
                at = rng.randrange(name + 1, width + 1)
                row.fields.insert(at, b"Jr.")
                row.cells.insert(at, Cell("Jr."))
            elif name + 1 < width and max(phones) > name:
                keep = rng.randrange(name + 1, max(phones) + 1)
                del row.fields[keep:], row.cells[keep:]
            else:
                row.shape = PLAIN


def stray_quotes(rng, file):
    """Quotes where the writer meant none: behind some the row alone is wrong, others swallow lines."""
    places = [i for i, column in enumerate(file.columns) if column.kind in ("name", "comment", "city", "street")]
    how = rng.choice(("closed", "closed", "one open", "pair", "pair", "many"))
    count = {"closed": 3, "one open": 1, "pair": 2, "many": 6}[how]
    chosen = sorted(rng.sample(range(len(file.rows)), min(count, len(file.rows))))
    for turn, place in enumerate(chosen):
        row, column = file.rows[place], rng.choice([i for i in places if i < len(file.rows[place].fields)])
        text = row.fields[column].replace(b'"', b"")
        if how == "closed":
            row.fields[column] = b'"%s" %s' % (text[:3], text[3:]) if rng.random() < 0.5 else b'"' + text + b' "x" y"'
            row.shape = CLOSED
        else:
            row.fields[column] = text + b' 6ft"' if how == "pair" and turn == 1 else b'"' + text
            row.shape = OPEN


def header_of(rng, file, pool, hand):
    names = [column.header for column in file.columns]
    if rng.random() < 0.03:
        phone = rng.choice([i for i, column in enumerate(file.columns) if not column.phone])
        number = pool.pick(rng, file.region)
        text, _, written = spell(number, file.region, "blanks")
        names[phone] = file.columns[phone].header = rng.choice(("%s", "Hotline %s")) % text
        file.header_numbers = (number,) if written else ()
    file.header_fields = [hand.field(name) for name in names]


def make_file(seed, pool):
    """The file of that seed: the same bytes and truth every time."""
    rng = random.Random(seed)
    file = File()
    file.region = rng.choice(REGIONS)
    file.delimiter = rng.choice((b",", b",", b";", b";", b"\t", b"|"))
    file.newline = rng.choice((b"\n", b"\n", b"\r\n", b"\r\n", b"\r\n", b"\r") if rng.random() < 0.2 else (b"\n", b"\r\n"))
    file.mixed_ends = 0.3 if rng.random() < 0.04 else 0
    file.encoding = "cp1252" if rng.random() < 0.15 else "utf-8"
    file.stray = rng.random() < 0.12
    file.mark = b"\xef\xbb\xbf" if file.encoding == "utf-8" and rng.random() < 0.2 else b""
    file.head = b"sep=" + file.delimiter + file.newline if rng.random() < 0.06 else b""
    with_header = rng.random() < 0.85
    rows = rng.randrange(2000, 6000) if rng.random() < 0.02 else rng.randrange(5, 61)
    file.columns, cells = make_table(rng, pool, file.region, rows, with_header)
    hand = Hand(rng, file)
    if with_header:
        header_of(rng, file, pool, hand)
    make_rows(rng, file, cells, hand)
    if rng.random() < 0.2:
        cut_and_move(rng, file)
    if file.stray:
        stray_quotes(rng, file)
    if rng.random() < 0.1:
        for row in rng.sample(file.rows, 2):
            row.gap = file.newline * rng.choice((1, 2))
    if rng.random() < 0.15 and file.rows[-1].shape == PLAIN:
        file.rows[-1].end = b""
    return file
