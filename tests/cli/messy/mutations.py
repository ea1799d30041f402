"""Whether the oracle can fail: outputs that were right, made wrong in one way each."""

from messy.numbers import BLACKLISTED, CLEAR, REGISTERED, SURE
from messy.oracle import Judge
from messy.writer import PLAIN


class Outputs:
    """What a scrub of a simple file has written, by rows, so that it can be changed."""

    def __init__(self, file, pool, kept, rejected, books):
        self.file, self.pool, self.rejected, self.books = file, pool, rejected, dict(books)
        self.prefix = file.prefix()
        lines = kept[len(self.prefix):].splitlines(keepends=True)
        self.kept = {row.place: line for row in file.rows for line in lines if row.marker in line}

    def judged(self):
        kept = self.prefix + b"".join(self.kept[place] for place in sorted(self.kept))
        return [kind for kind, _ in Judge(self.file, self.pool, kept, self.rejected, self.books).judge().failures]

    def numbers(self, row, places=None):
        return {self.pool.status[number] for place, cell in enumerate(row.cells) if places is None or place in places
                for number in cell.numbers}

    def keep(self, row, line):
        """A rejected row among the kept ones."""
        self.kept[row.place] = line
        self.rejected = self.rejected.replace(row.marker, b"")


def is_simple(file):
    texts = [file.text_of(row) for row in file.rows]
    return file.ordinary and file.newline != b"\r" and all(
        row.shape == PLAIN and text.count(b"\n") == 1 and text.count(b"\r") < 2 for row, text in zip(file.rows, texts))


def asked_places(outputs):
    return Judge(outputs.file, outputs.pool, b"", b"", outputs.books).asked


def keeps_an_objection(outputs):
    for row in outputs.file.rows:
        objected = [place for place, cell in enumerate(row.cells) if cell.written and set(cell.written) == set(cell.numbers)
                    and outputs.numbers(row, [place]) == {BLACKLISTED}]
        if row.place not in outputs.kept and objected:
            outputs.keep(row, outputs.file.text_of(row))
            return "an objection is kept"
    return None


def leaves_a_number_of_the_registry(outputs):
    places = asked_places(outputs)
    for row in outputs.file.rows:
        if row.place in outputs.kept and REGISTERED in outputs.numbers(row, places):
            outputs.kept[row.place] = outputs.file.text_of(row)
            return "a number on the registry is kept in a column that was asked"
    return None


def counts_nothing(outputs):
    if not outputs.books.get("unchecked"):
        return None
    places = asked_places(outputs)
    outputs.books["unchecked"] = []
    for row in outputs.file.rows:
        for place, cell in enumerate(row.cells):
            if row.place in outputs.kept and place not in places and cell.sure == SURE:
                return "neither asked nor counted"
    return None


def keeps_a_row_without_a_number(outputs):
    places = asked_places(outputs)
    for row in outputs.file.rows:
        if row.place not in outputs.kept and outputs.numbers(row) == {REGISTERED}:
            fields = [b"" if place in places else field for place, field in enumerate(row.fields)]
            outputs.keep(row, outputs.file.delimiter.join(fields) + row.end)
            return "a row is kept without a number that may be called"
    return None


def loses_a_row(outputs):
    row = outputs.file.rows[-1]
    outputs.rejected = outputs.rejected.replace(row.marker, b"")
    outputs.kept.pop(row.place, None)
    return "a row is in no output, or in two"


def writes_a_row_twice(outputs):
    for place, line in outputs.kept.items():
        outputs.rejected += line
        return "a row is in no output, or in two"
    return None


def changes_a_byte(outputs):
    for place, line in outputs.kept.items():
        outputs.kept[place] = line.replace(outputs.file.rows[place].marker, outputs.file.rows[place].marker + b"!")
        return "a kept row is not what it was"
    return None


def loses_the_header(outputs):
    if not outputs.prefix or not outputs.kept:
        return None
    outputs.prefix = b""
    return "a kept row is not what it was"


def loses_a_row_in_the_books(outputs):
    rows = dict(outputs.books["rows"])
    outputs.books["rows"] = rows
    rows["read"] -= 1
    rows["blocked" if rows["blocked"] else "allowed"] -= 1
    return "the books do not say how many rows there are"


def loses_a_line_in_the_books(outputs):
    if not outputs.books.get("lines"):
        return None
    lines = dict(outputs.books["lines"])
    outputs.books["lines"] = lines
    lines["read"] -= 1
    lines["rows"] -= 1
    return "the lines do not balance"


def rejects_who_may_be_called(outputs):
    places = asked_places(outputs)
    for row in outputs.file.rows:
        sure = [place for place in places if row.cells[place].sure == SURE and outputs.numbers(row, [place]) == {CLEAR}]
        if row.place in outputs.kept and sure and BLACKLISTED not in outputs.numbers(row):
            outputs.rejected += outputs.kept.pop(row.place)
            return "a row that may be called is rejected"
    return None


MUTATIONS = (keeps_an_objection, leaves_a_number_of_the_registry, counts_nothing, keeps_a_row_without_a_number, loses_a_row,
             writes_a_row_twice, changes_a_byte, loses_the_header, loses_a_row_in_the_books, loses_a_line_in_the_books,
             rejects_who_may_be_called)


def try_mutations(file, pool, kept, rejected, books):
    """(mutation, whether the oracle saw it) of all that can be made on these outputs, which were right."""
    if not is_simple(file):
        return []
    seen = []
    for mutation in MUTATIONS:
        outputs = Outputs(file, pool, kept, rejected, books)
        expected = mutation(outputs)
        if expected is not None:
            seen.append((mutation.__name__, any(expected in kind for kind in outputs.judged())))
    return seen
