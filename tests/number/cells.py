"""Cells to be read: every spelling of every kind of number, and what comes near one."""

import pathlib
import random
import re

from reference import phonenumbers  # first: it says so and skips where the package is missing

from phonenumbers import PhoneNumberFormat
from phonenumbers.phonemetadata import PhoneMetadata

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CALLERS = ["NL", "US", "AU", "JP", "RU", "BR", "KR", "CO", "SG", "UZ"]
EXTENSIONS = [
    " ext. 12", " x123", "#123", ";ext=55", " - 503#", ",,123", ",12", " Extension 1234567890", "~12", " int 5",
    "xtn99", " anexo 12", ";7", " / x12", "ext:12", " ,ext 4", "--12#", "x12#", ",,:4", " x 12/x13", " \u0434\u043e\u0431. 12",
    " extensi\u00f3n 12", " extensio\u0301n 12", "\uff58\uff54\uff4e12", " \uff49\uff4e\uff54 12", "\uff0312", "\uff5e12",
    " \u0414\u041e\u0411 12", "\u00a0ext\u00a012", " ext\uff0e\uff11\uff12", "\uff25\uff58\uff54 12",
]  # fmt: skip
PUNCTUATION = list(" -./()[]~*") + list(
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\uff0e\uff0f\u00a0\u00ad\u200b\u2060\u3000\uff08\uff09\uff3b\uff3d\u2053\u223c\uff5e"
)
SEPARATORS = ["", "-", ".", "/", "--", "\u00a0", "\u2010", "\u2013", "\u2212", "\uff0d", "\uff0e", "\u3000", "\u2060"]
# The table's own: a newer Python than the one it was made with knows scripts that came later.
TABLES = pathlib.Path(__file__).resolve().parents[2] / "src/number/unicode_tables.cpp"
DIGIT_BLOCKS = re.search(r"digit_blocks\[\] = \{([^}]*)\}", TABLES.read_text(encoding="ascii"))[1]
ZEROS = [ord("0"), *(int(zero, 16) for zero in re.findall(r"0x[0-9a-f]+", DIGIT_BLOCKS))]
JUNK = list("abcefhiklmnoprstuwxyzABEOIl&@!?%$_=:;,'\"\\|<>{}^`") + list(
    "\u00e9\u00fc\u00df\u0451\u0434\u043e\u0431\u05d0\u4e2d\u65e5\u00bd\u2460\u00b2\u2665\u260e\U0001f4de\u200e\u202a\u202c\u202f\ufeff\u0301\uff21\uff4f\u017f\u212a\u0131\n\t\r"
)
WORDS = [
    "work", "(home)", "mob", "Tel:", "fax", "or", "and", "ext", "privat", "(thuis)", "O", "l", "FLOWERS", "DDA", "abc",
    "tel:", "tel:+", ";phone-context=+44", ";phone-context=example.com", ";isub=1", ";ext=12", "\u0440\u0430\u0431", "office",
]  # fmt: skip


def metadata(region):
    return PhoneMetadata.metadata_for_region(region)


def national_prefix(region):
    return metadata(region).national_prefix or ""


def international_prefix(region):
    prefix = metadata(region).preferred_international_prefix or metadata(region).international_prefix
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


def in_digits(text, zero):
    return "".join(chr(zero + int(c)) if "0" <= c <= "9" else c for c in text)


def spellings(home, number, place):
    """Cells that mean this number, each with the default region it is read in. `place` varies what is sampled."""
    code, national = str(number.country_code), phonenumbers.national_significant_number(number)
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    uri = phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    for text in ["+" + code + national, international, f"({international})", uri, uri + ";ext=12", uri + ";isub=12",
                 "Tel: " + international, "\uff0b" + international[1:], "++" + international[1:]]:  # fmt: skip
        yield None, text
        yield home or "NL", text
    for separator in SEPARATORS:
        yield home, separator.join(international.replace("-", " ").split(" "))
    for zero in [0xFF10, 0x0660, 0x06F0, 0x0966, ZEROS[place % len(ZEROS)]]:
        yield None, in_digits(international, zero)
    for caller in CALLERS:
        yield caller, phonenumbers.format_out_of_country_calling_number(number, caller)
        yield caller, international_prefix(caller) + code + national
        yield caller, international_prefix(caller) + " " + international[1:]
        dialled = phonenumbers.format_number_for_mobile_dialing(number, caller, place % 2 == 0)
        if dialled:
            yield caller, dialled
    yield home or "GB", "00 " + international[1:]
    yield None, f"tel:{national};phone-context=+{code}"
    if home is None:
        return
    local = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    for separator in SEPARATORS:
        yield home, separator.join(re.split("[ -]", local))
    for pair in ["()", "[]", "\uff08\uff09", "\uff3b\uff3d"]:
        first, _, rest = re.sub("[()]", "", local).partition(" ")
        yield home, pair[0] + first + pair[1] + " " + rest
    for zero in [0xFF10, 0x0660, 0x06F0, 0x0966, ZEROS[(place * 7 + 3) % len(ZEROS)]]:
        yield home, in_digits(local, zero)
    for extension in EXTENSIONS:
        yield home, local + extension
    for dialled in [phonenumbers.format_number_for_mobile_dialing(number, home, True),
                    phonenumbers.format_number_for_mobile_dialing(number, home, False)]:  # fmt: skip
        if dialled:
            yield home, dialled
    for carrier in ["", "15", "12"]:
        yield home, phonenumbers.format_national_number_with_carrier_code(number, carrier)
    yield home, phonenumbers.format_national_number_with_preferred_carrier_code(number, "14")
    trunk = national_prefix(home)
    for text in [national, trunk + national, code + national, f'="{local}"', "'" + local, f'"{local}"', national + ".0",
                 f"+{code} ({trunk or '0'}) {national}", f"tel:{local.replace(' ', '-')};phone-context=example.com",
                 f"{local} (work)", f"mob. {local}", f"{local} thuis", f"Fax {local}", f"{local} / {local}",
                 f"{local} & {international}", f"{local};{local}", f"{local} or {local}", f"{local}\n{local}",
                 f"{local}, {trunk}{national}", f"O{local[1:]}", national + ".00", f"{local} Peter",
                 f"x{local}", f"{local[:3]}xxx{local[3:]}"]:  # fmt: skip
        yield home, text


def mutated_digits(chance, digits, most):
    digits = list(digits)
    for _ in range(chance.choice([0, 1, 1, 1, most])):
        place, what = chance.randrange(len(digits) + 1), chance.random()
        if what < 0.4 and place < len(digits):
            digits[place] = chance.choice("0123456789")
        elif what < 0.7:
            digits.insert(place, chance.choice("0123456789"))
        elif place < len(digits) > 1:
            del digits[place]
    return "".join(digits)


def near_number(chance, known):
    """A cell near a valid number of some region, in one of the ways to write it."""
    home, number = chance.choice(known)
    code = str(number.country_code)
    national = mutated_digits(chance, phonenumbers.national_significant_number(number), 3)
    region = chance.choice(REGIONS) if home is None or chance.random() < 0.1 else home
    idd = chance.choice([international_prefix(region), international_prefix(region), "00", "14110011", "0014", "1"])
    trunk = chance.choice(["0", "1", "8", "06", "15", "00", "180020", "90", "0123", "1831"])
    own = national_prefix(region)
    return chance.choice(
        [
            (region, "+" + code + national),
            (None, "+" + code + national),
            (region, code + national),
            (region, idd + code + national),
            (region, idd + code + own + national),
            (region, own + national),
            (region, "+" + code + own + national),
            (region, trunk + national),
            (region, national),
            (region, national),
            (region, chance.choice(["+0", "+00", "++", "+", "\uff0b"]) + code + national),
            (region, f"tel:{own}{national};phone-context=+{code}"),
        ]
    )


def punctuated(chance, text):
    characters = list(text)
    few = chance.random() < 0.6
    for _ in range(chance.choice([1, 1, 2, 4])):
        characters.insert(chance.randrange(len(characters) + 1), chance.choice(PUNCTUATION[:8] if few else PUNCTUATION))
    return "".join(characters)


def spoilt(chance, text):
    """One or two edits of any kind."""
    characters = list(text)
    for _ in range(chance.choice([1, 1, 2])):
        place, what = chance.randrange(len(characters) + 1), chance.random()
        if what < 0.4:
            characters.insert(place, chance.choice(JUNK))
        elif what < 0.6:
            characters.insert(place, chance.choice([" ", "", "-"]) + chance.choice(WORDS) + chance.choice([" ", "", "."]))
        elif what < 0.75 and place < len(characters):
            characters[place] = chance.choice(JUNK + PUNCTUATION)
        elif what < 0.9 and place < len(characters) > 1:
            del characters[place]
        elif place < len(characters):
            characters[place] = chance.choice("OoIlSB")
    return "".join(characters)


def junk(chance):
    """0 to 40 characters of anything."""
    return "".join(
        chance.choice(chance.choice(["0123456789", "0123456789", PUNCTUATION, JUNK, "+x#,;", [chr(chance.choice(ZEROS) + 3)]]))
        for _ in range(chance.randint(0, 40))
    )


def random_cell(chance, known):
    what = chance.random()
    if what < 0.04:
        return chance.choice(REGIONS), junk(chance)
    if what < 0.07:
        return chance.choice(REGIONS + [None]), "".join(chance.choice("0123456789") for _ in range(chance.randint(0, 20)))
    region, text = near_number(chance, known)
    if chance.random() < 0.35:
        text = punctuated(chance, text)
    if chance.random() < 0.15:
        text = in_digits(text, chance.choice(ZEROS))
    if chance.random() < 0.2:
        text += chance.choice(EXTENSIONS)
    if chance.random() < 0.3:
        text = spoilt(chance, text)
    if chance.random() < 0.03:
        text += chance.choice(["/", " / ", ";", "&", " or ", "\n", ", "]) + near_number(chance, known)[1]
    return region, text


CELLS_OF_A_NUMBER = 8


def random_cells(count, seed):
    """Several cells around one number follow each other: the vectors are smaller for it."""
    chance, known, cells = random.Random(seed), examples(), []
    while len(cells) < count:
        number = [chance.choice(known)]
        cells += [random_cell(chance, number) for _ in range(min(CELLS_OF_A_NUMBER, count - len(cells)))]
    return cells


NEIGHBOUR_OF_EVERY = 5


def conformance_cells():
    """Every spelling of every example, and of a neighbour of every fifth one, which need not be valid."""
    chance = random.Random(20_260_801)
    for place, (region, number) in enumerate(examples()):
        yield from spellings(region, number, place)
        if place % NEIGHBOUR_OF_EVERY == 0:
            neighbour = phonenumbers.PhoneNumber()
            neighbour.merge_from(number)
            neighbour.national_number = number.national_number ^ chance.randrange(1, 8)
            yield from spellings(region, neighbour, place)
