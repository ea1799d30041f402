#!/usr/bin/env python3
"""Compares the library with the `phonenumbers` package; PROGRAM is number_lines.

    conformance.py vectors PROGRAM OUTPUT.tar.xz      writes the checked-in test vectors
    conformance.py current PROGRAM VECTORS.tar.xz     are the checked-in ones those?
    conformance.py random PROGRAM COUNT               COUNT random cells; $CALLSIEVE_SEED says which
    conformance.py worlds PROGRAM PART PARTS          every first four digits of every calling code, every length; a part
    conformance.py zones PROGRAM                      the time zones of numbers of every prefix that has some
    conformance.py country PROGRAM REGION             every digit string up to the longest number of a small region

Any answer that differs from the package's must be allowed by a row of differences.py, or the run fails.
The vectors are two files of as many lines. Cells: the default region and the cell, in which a backslash stands before n,
t, r and itself, as in C. Answers: the package's E.164, region, type and outcome; where we differ, the name of the row and
our four follow.
"""

import io
import lzma
import os
import random
import subprocess
import sys
import tarfile

from reference import phonenumbers, reference, refuse_other_release  # first: it skips where the package is missing

from cells import conformance_cells, examples, random_cells
from differences import classify, same
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

RANDOM_VECTORS, VECTOR_SEED = 200_000, 20_260_801
CHUNK = 100_000
MOST_SHOWN = 40
MOST_ZONES_OF_A_PLACE = 10
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def ask(program, cells):
    """Our answers to cells."""
    text = "".join(f"{region or ''}\t{cell.translate(ESCAPES)}\n" for region, cell in cells)
    run = subprocess.run([program], input=text.encode(), capture_output=True, check=True)
    answers = [tuple(line.split("\t")) for line in run.stdout.decode().split("\n")[:-1]]
    if len(answers) != len(cells):
        sys.exit(f"{len(cells)} cells in, {len(answers)} answers out")
    return answers


class Judge:
    """Counts the differences by their row, and remembers what no row allows."""

    def __init__(self):
        self.rows, self.wrong, self.asked = {}, [], 0

    def judge(self, cell, ours, theirs):
        """The row's name, or nothing when both agree."""
        self.asked += 1
        if same(ours, theirs):
            return None
        row = classify(cell[1], cell[0], ours, theirs)
        if row is None:
            self.wrong.append((cell, ours, theirs))
        self.rows[row] = self.rows.get(row, 0) + 1
        return row

    def finish(self):
        for (region, cell), ours, theirs in self.wrong[:MOST_SHOWN]:
            print(f"{cell!r} in {region}: said {ours}, the package says {theirs}")
        print(f"{self.asked} cells; differences by row: {self.rows}")
        if self.wrong:
            sys.exit(f"{len(self.wrong)} answers differ, and no row of docs/numbers.md allows it")


def compare(program, cells, judge):
    for cell, ours in zip(cells, ask(program, cells)):
        judge.judge(cell, ours, reference(cell[1], cell[0]))


def vectors(program):
    """The two files of the archive, by name; cells apart from answers, which packs better."""
    judge = Judge()
    cells = list(dict.fromkeys(list(conformance_cells()) + random_cells(RANDOM_VECTORS, VECTOR_SEED)))
    asked, answers = [], []
    for cell, ours in zip(cells, ask(program, cells)):
        theirs = reference(cell[1], cell[0])
        row = judge.judge(cell, ours, theirs)
        asked.append(f"{cell[0] or ''}\t{cell[1].translate(ESCAPES)}\n")
        answers.append("\t".join(theirs + ((row,) + ours if row else ())) + "\n")
    judge.finish()
    return {"cells.tsv": "".join(asked).encode(), "answers.tsv": "".join(answers).encode()}


def write_vectors(program, path):
    with lzma.open(path, "wb", preset=9 | lzma.PRESET_EXTREME) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, data in vectors(program).items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))


def check_current(program, path):
    with tarfile.open(path) as archive:
        for name, data in vectors(program).items():
            if archive.extractfile(name).read() != data:
                sys.exit(f"{path} is not current; make it again: conformance.py vectors PROGRAM {path}")


def compare_random(program, count, seed):
    print(f"CALLSIEVE_SEED={seed}, phonenumbers {phonenumbers.__version__}")
    judge = Judge()
    for chunk in range(0, count, CHUNK):
        compare(program, random_cells(min(CHUNK, count - chunk), seed + chunk), judge)
    judge.finish()


def world_cells(part, parts):
    """E.164 digits: each calling code, each first four digits, each length up to 15 in all; the rest from a cycle."""
    for place, code in enumerate(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)):
        for first in range(10_000):
            if (first * 7 + place) % parts != part:
                continue
            for length in range(4, 16 - len(str(code))):
                yield None, f"+{code}{first:04}" + "23456789012"[: length - 4]


def country_cells(region):
    longest = max(phonenumbers.PhoneMetadata.metadata_for_region(region).general_desc.possible_length)
    for length in range(1, longest + 1):
        for national in range(10**length):
            yield region, f"{national:0{length}}"


def compare_all(program, cells):
    judge, chunk = Judge(), []
    for cell in cells:
        chunk.append(cell)
        if len(chunk) == CHUNK:
            compare(program, chunk, judge)
            chunk.clear()
    compare(program, chunk, judge)
    judge.finish()


def zoned_numbers():
    """Numbers that begin with the time-zone data's prefixes, those that are valid and those that are not."""
    chance = random.Random(VECTOR_SEED)
    for prefix in TIMEZONE_DATA:
        for _ in range(20):
            yield prefix + "".join(chance.choice("0123456789") for _ in range(chance.randint(11, 14) - len(prefix)))
    for area_code in sorted({prefix[1:4] for prefix in TIMEZONE_DATA if prefix[0] == "1" and len(prefix) > 1}):
        for exchange in range(200, 1000):
            yield f"1{area_code}{exchange}0123"
    for _, number in examples():
        yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]


def zones_of_north_american_places():
    """By area code of +1: the zones of all its prefixes; by the name that the package's geographic data give a code, the
    zones of all codes of that name."""
    of_codes, of_places = {}, {}
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix[0] == "1" and len(prefix) > 1:
            of_codes.setdefault(prefix[1:4], set()).update(zones)
    for code, zones in of_codes.items():
        of_places.setdefault(place_of(code), set()).update(zones)
    return of_codes, of_places


STATES = {"IL": "Illinois", "FL": "Florida", "CA": "California", "QC": "Quebec", "NY": "New York", "PA": "Pennsylvania",
          "TX": "Texas", "ON": "Ontario", "British Colombia": "British Columbia"}  # fmt: skip


def place_of(area_code):
    name = GEOCODE_DATA.get("1" + area_code, {"en": area_code})["en"].split(", ")[-1]
    return STATES.get(name, name)


def may_be_zones(digits, ours, theirs, of_codes, of_places):
    """In +1 an exchange that is not listed has all zones of its area code and may have others of its state."""
    code = digits[1:4]
    if digits[0] != "1" or not theirs or code not in of_codes or digits[:7] in TIMEZONE_DATA:
        return ours == theirs
    if len(theirs) > MOST_ZONES_OF_A_PLACE:  # no number of a place
        return ours == theirs
    return ours == sorted(ours) and of_codes[code] <= set(ours) <= of_places[place_of(code)]


def compare_zones(program):
    of_codes, of_places = zones_of_north_american_places()
    numbers, known, wrong = list(zoned_numbers()), 0, 0
    run = subprocess.run([program, "--zones"], input="\n".join(numbers) + "\n", capture_output=True, text=True, check=True)
    answers = run.stdout.split("\n")[:-1]
    if len(answers) != len(numbers):
        sys.exit(f"{len(numbers)} numbers in, {len(answers)} answers out")
    for digits, ours in zip(numbers, answers):
        # Not parsed: the zones of these very digits, though a number that is typed so may be another.
        code = next(int(digits[:n]) for n in (1, 2, 3) if int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
        national = digits[len(str(code)) :]
        number = phonenumbers.PhoneNumber(country_code=code, national_number=int(national))
        if national.startswith("0"):
            number.italian_leading_zero = True
            number.number_of_leading_zeros = len(national) - len(national.lstrip("0"))
        theirs = [zone for zone in time_zones_for_number(number) if zone != UNKNOWN_TIMEZONE]
        known += bool(theirs)
        if not may_be_zones(digits, ours.split(), theirs, of_codes, of_places):
            wrong += 1
            print(f"+{digits}: said {ours}, the package says {theirs}")
    print(f"{len(numbers)} numbers, {known} with time zones")
    sys.exit(f"{wrong} answers differ" if wrong or known < 10_000 else 0)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    command, program, *words = sys.argv[1:]
    refuse_other_release(subprocess.run([program, "--plan"], capture_output=True, text=True, check=True).stdout.strip())
    if command == "vectors":
        write_vectors(program, words[0])
    elif command == "current":
        check_current(program, words[0])
    elif command == "random":
        compare_random(program, int(words[0]), int(os.environ.get("CALLSIEVE_SEED") or random.randrange(1 << 32)))
    elif command == "worlds":
        compare_all(program, world_cells(int(words[0]), int(words[1])))
    elif command == "zones":
        compare_zones(program)
    elif command == "country":
        compare_all(program, country_cells(words[0]))
    else:
        sys.exit(__doc__)
