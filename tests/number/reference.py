#!/usr/bin/env python3
"""The oracle of the numbers room: what the `phonenumbers` package says of a cell.

    reference.py vectors OUTPUT.gz                    writes the checked-in test vectors
    reference.py compare PROGRAM [COUNT [SEED]]       asks PROGRAM (number_lines) about COUNT random cells

A vector is a line of six columns: default region, cell, E.164, region, type, outcome. The outcome is `none` for a valid
number, else the name of the parse error. `answer` knows the differences from the package that docs/numbers.md lists,
as far as the cells made here can meet them: numbers past 15 digits, restored zeros, floats.
"""

import gzip
import random
import re
import subprocess
import sys

try:
    import phonenumbers
except ImportError:
    print("skipped: this Python has no phonenumbers package")
    sys.exit(77)
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

phonenumbers.re_util.enable_pattern_cache()

TYPE_NAMES = {value: name.lower() for name, value in vars(PhoneNumberType).items() if isinstance(value, int)}
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
EXTENSIONS = [
    " ext. 12", " x123", "#123", ";ext=55", " - 503#", ",,123", ",12", " Extension 1234567890", "~12", " int 5",
    "xtn99", " anexo 12", ";7", " / x12", "ext:12", " ,ext 4", "--12#", "x12#", ",,:4", " x 12/x13",
]  # fmt: skip


def national_prefix(region):
    return PhoneMetadata.metadata_for_region(region).national_prefix or ""


def international_prefix(region):
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = metadata.preferred_international_prefix or metadata.international_prefix
    return re.sub(r"\D", "", prefix) if re.fullmatch(r"[\d~]+", prefix) else "00"


def examples():
    """(region or None, number) for every region and type that has an example, and for every non-geographic code."""
    result = []
    for region in REGIONS:
        for kind in range(11):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                result.append((region, number))
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        result.append((None, phonenumbers.example_number_for_non_geo_entity(code)))
    return result


def spellings(region, number):
    """Cells that mean this number, each with the default region it is read in."""
    code, national = str(number.country_code), phonenumbers.national_significant_number(number)
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    for text in ["+" + code + national, international, "(" + international + ")", international.replace(" ", "-")]:
        yield None, text
        yield region or "NL", text + " x12"
    for abroad in ["NL", "US", "AU", "JP", "RU"]:
        yield abroad, international_prefix(abroad) + code + national
    yield region or "GB", "00 " + international[1:]
    if region is None:
        return
    local = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    for text in [local, local.replace(" ", "."), local.replace(" ", "/"), "[" + local + "]", local + " ext. 7"]:
        yield region, text
    yield region, "+" + code + " (" + (national_prefix(region) or "0") + ") " + national
    for text in [national, national_prefix(region) + national, code + national, '="' + local + '"', "'" + local]:
        yield region, text
    yield region, national + ".0"


def random_cell(chance, known):
    """A cell near a valid number, or far from it."""
    home, number = chance.choice(known)
    code, digits = str(number.country_code), list(phonenumbers.national_significant_number(number))
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        place, what = chance.randrange(len(digits) + 1), chance.random()
        if what < 0.4 and place < len(digits):
            digits[place] = chance.choice("0123456789")
        elif what < 0.7:
            digits.insert(place, chance.choice("0123456789"))
        elif place < len(digits) > 1:
            del digits[place]
    national = "".join(digits)
    region = chance.choice(REGIONS) if home is None or chance.random() < 0.1 else home
    idd = chance.choice([international_prefix(region), international_prefix(region), "00", "14110011", "0014", "1"])
    trunk = chance.choice(["0", "1", "8", "06", "15", "00", "180020", "90", "0123", "1831"])
    region, text = chance.choice(
        [
            (region, "+" + code + national),
            (None, "+" + code + national),
            (region, code + national),
            (region, idd + code + national),
            (region, idd + code + national_prefix(region) + national),
            (region, national_prefix(region) + national),
            (region, "+" + code + national_prefix(region) + national),
            (region, trunk + national),
            (region, national),
            (region, national),
            (region, chance.choice(["+0", "+00", "++", "+"]) + code + national),
            (region, "".join(chance.choice("0123456789") for _ in range(chance.randint(1, 20)))),
        ]
    )
    if chance.random() < 0.4:
        characters = list(text)
        for _ in range(chance.choice([1, 2, 3, 6])):
            characters.insert(chance.randrange(len(characters) + 1), chance.choice(" -./()[]"))
        text = "".join(characters)
        if chance.random() < 0.4:
            text += chance.choice(EXTENSIONS)
    return region, text


def reference(text, region):
    """(E.164, region, type, outcome), as the package has it."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as problem:
        if problem.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            error = "unknown_calling_code" if region or "+" in text else "needs_region"
        elif problem.error_type == NumberParseException.NOT_A_NUMBER:
            few_digits = re.fullmatch(r"[-+ ./()\[\]]*(\d[-+ ./()\[\]]*){1,2}", text)
            error = "too_short" if few_digits else "not_a_number"
        elif problem.error_type == NumberParseException.TOO_LONG:
            error = "too_long"
        else:
            error = "too_short"
        return "", "", "unknown", error
    outcome = "none" if phonenumbers.is_valid_number(number) else "not_in_plan"
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        phonenumbers.region_code_for_number(number) or "",
        TYPE_NAMES[phonenumbers.number_type(number)],
        outcome,
    )


def answer(text, region):
    """The package's answer, but for the differences that docs/numbers.md lists."""
    text = text.strip(" '\"=")
    floated = re.fullmatch(r"(\+?\d+)\.0", text)
    if floated:
        text = floated[1]
    if re.fullmatch(r"\+?\d{7,}\.00+", text):
        return "", "", "unknown", "spreadsheet_damaged"
    result = reference(text, region)
    if len(result[0]) > 16:
        result = "", "", "unknown", "too_long"
    if region and result[3] != "none" and re.fullmatch(r"[1-9]\d*", text):
        restored = reference("0" + text, region)
        inland = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[phonenumbers.country_code_for_region(region)]
        if restored[3] == "none" and restored[1] in inland and len(restored[0]) <= 16:
            return restored
    return result


def random_cells(count, seed):
    chance, known = random.Random(seed), examples()
    return [random_cell(chance, known) for _ in range(count)]


def write_vectors(path):
    cells = [cell for region, number in examples() for cell in spellings(region, number)]
    cells += random_cells(50_000, 20_260_801)
    lines = []
    for region, text in dict.fromkeys(cells):
        lines.append("\t".join((region or "", text) + answer(text, region)) + "\n")
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("".join(sorted(lines)).encode("ascii"))


def compare(program, count, seed):
    made_from = subprocess.run([program, "--plan"], capture_output=True, text=True, check=True).stdout.strip()
    if made_from != f"phonenumbers {phonenumbers.__version__}":
        print(f"skipped: the plan was made from {made_from}, this Python has {phonenumbers.__version__}")
        sys.exit(77)
    print(f"seed {seed}, {count} cells, phonenumbers {phonenumbers.__version__}")
    cells = random_cells(count, seed)
    text = "".join(f"{region or ''}\t{cell}\n" for region, cell in cells)
    said = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(said) != len(cells):
        sys.exit(f"{len(cells)} cells in, {len(said)} answers out")
    different = 0
    for (region, cell), line in zip(cells, said):
        expected = "\t".join(answer(cell, region))
        if line != expected:
            different += 1
            print(f"{cell!r} in {region}: said {line!r}, expected {expected!r}")
    sys.exit(f"{different} answers differ" if different else 0)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "vectors":
        write_vectors(sys.argv[2])
    elif len(sys.argv) >= 3 and sys.argv[1] == "compare":
        numbers = [int(word) for word in sys.argv[3:]]
        seed = numbers[1] if len(numbers) > 1 else random.randrange(1 << 32)
        compare(sys.argv[2], numbers[0] if numbers else 20_000, seed)
    else:
        sys.exit(__doc__)
