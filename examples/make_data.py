#!/usr/bin/env python3
"""Writes examples/data: a call list as messy as real ones, and the lists it is checked against.

Every number is reserved for fiction, or lies in a block that is valid by plan but never given out (NL). The same seed
gives the same bytes on every Python 3. Usage: examples/make_data.py [FOLDER]
"""
import datetime
import pathlib
import random
import sys

SEED = 20260225
ROWS = 4000
AS_OF = datetime.date(2026, 2, 25)  # the day that quickstart.sh asks for
FRESH, OLD = "2026-02-20", "2025-11-03"  # days of the registry's copies

FRESH_CODES = [201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 303, 305, 310, 312, 313, 314, 404, 503, 512,
               617, 702]
STALE_CODE, MISSING_CODE = 415, 720
US_CODES = FRESH_CODES + [STALE_CODE, MISSING_CODE]

# Region, how many numbers, the E.164 digits of number i, its national spelling.
ABROAD = {
    "GB": (1000, lambda i: f"442079460{i:03}" if i % 2 else f"441614960{i:03}",
           lambda e: f"0{e[2:4]} {e[4:8]} {e[8:]}" if e[2] == "2" else f"0{e[2:5]} {e[5:8]} {e[8:]}"),
    "AU": (90, lambda i: f"61491570{i:03}", lambda e: f"0{e[2:5]} {e[5:8]} {e[8:]}"),
    "DE": (300, lambda i: f"493023125{i:03}", lambda e: f"0{e[2:4]} / {e[4:]}"),
    "SE": (90, lambda i: f"46701740{600 + i}", lambda e: f"0{e[2:4]}-{e[4:7]} {e[7:9]} {e[9:]}"),
    "NL": (90, lambda i: f"31100{100000 + i * 37:06}", lambda e: f"0{e[2:4]}-{e[4:]}"),
}

FIRST = "Ada Bram Chidi Dolores Emeka Fatma Giulia Hedwig Ines J\u00fcrgen Kwame Ludmila Mehmet Noor Olu Petra Quinn Rosa Sven Tariq Uma Vikram Wanda Xenia Yusuf Zo\u00eb".split()
LAST = "Abbott Baptiste Castillo Duarte Eriksen Fontaine Grabowski Hoekstra Ibarra Jansen Kowalski Lindqvist M\u00fcller Novak O'Hara Petrov Quist Ramaswamy Str\u00f6m Tanaka Ulrich Vance Whitfield Yildiz Zimmer".split()
FIRMS = ["", "", "", "", "Acme Roofing", '"Baker, Brown & Sons"', '"Harbour ""The Lantern"" Cafe"', "Northside Dental", '"Quarry Tools, Inc."', "Sunrise Solar"]
NOTES = ["", "", "", "", "", "call after six", "left voicemail 2x", '"prefers mornings, not Fridays"', '"asked for a quote;\r\nsend brochure first"',
         "met at trade fair", '"said ""maybe next year"""', "  wrong spelling of name?", "via web form"]
JUNK = ["n/a", "unknown", "-", "tbd", "#REF!", "2.02556E+09", "4.42079E+11", "555-01", "0", "12345", "none", "see notes",
        "+44 7700 900123", "+33 6 39 98 01 23", "00000000000", "20255501234567890", "###########"]
BROKEN = [  # rows that no reader can trust: text after a quote, a field too many, a field too few
    '{id},"{name}" (owner),{firm},{country},{phone},,',
    "{id},{name}, Jr.,{firm},{country},{phone},,",
    "{id},{name},{firm},{country},{phone}",
]


class dice:
    """random.random() alone is promised to stay the same between versions of Python; all picks are made of it."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, count):
        return int(self.random() * count)

    def pick(self, items):
        return items[self.below(len(items))]

    def chance(self, percent):
        return self.random() * 100 < percent

    def some(self, items, percent):
        return [item for item in items if self.chance(percent)]

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def us(code, line):
    return f"1{code}5550{line}"  # 555-0100 to 555-0199


def spell(roll, region, e164):
    """One of the ways people write a number on a list of that country's."""
    if region != "US":
        national = ABROAD[region][2](e164)
        abroad = "0011 " if region == "AU" else "00"  # as dialled from within that country
        return roll.pick(["+" + e164, f"+{e164[:2]} {national[1:]}", national, national, f"+{e164[:2]} (0){national[1:]}", abroad + e164])
    area, exchange, line = e164[1:4], e164[4:7], e164[7:]
    return roll.pick([
        f"({area}) {exchange}-{line}", f"({area}) {exchange}-{line}", f"{area}-{exchange}-{line}", f"{area}.{exchange}.{line}",
        f"{area}{exchange}{line}", f"1-{area}-{exchange}-{line}", f"+{e164}", f"+1 {area} {exchange} {line}", f" {area} {exchange} {line} ",
        f"'{area}{exchange}{line}", f'"=""{area}{exchange}{line}"""', f"({area}) {exchange}-{line} x{roll.below(90) + 10}",
    ])


def unquoted(field):
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


# One of each at the top, so that the first rows tell the story: name, country, phone, mobile, note.
CAST = [
    ("Ada Clear", "US", "(202) 555-0100", "", "nobody objects"),
    ("Bram Objector", "US", "(202) 555-0101", "", "told us never again; a consent of his is overruled"),
    ("Chidi Consent", "US", "202.555.0102", "", "on the registry but said yes to us"),
    ("Dolores Withdrew", "US", "202-555-0103", "", "said yes; then no"),
    ("Emeka Customer", "US", "+1 202 555 0104", "", "bought on 29 February 2024"),
    ("Fatma Yesterday", "US", "2025550105", "", "bought three years ago tomorrow: still a customer"),
    ("Giulia Lapsed", "US", "2025550106", "", "bought three years ago today: no customer any more"),
    ("Hedwig Contract", "US", "1-202-555-0107", "", "contract still open"),
    ("Ines Registered", "US", "(202) 555-0108", "", "on the registry"),
    ("Kwame Stale", "US", "(415) 555-0109", "", "our copy of 415 is too old"),
    ("Ludmila Uncovered", "US", "(720) 555-0110", "", "we never got a copy of 720"),
    ("Ada Again", "US", "+12025550100", "", "the first row's number"),
    ("Mehmet Damaged", "US", "2.02556E+09", "", "a spreadsheet ate the digits"),
    ("Noor Opt-in", "NL", "010-0123456", "", "a country where silence means no"),
    ("Olu Two-phones", "GB", "020 7946 0111", "0161 496 0112", "one of the two is on the registry: that cell is blanked"),
    ("Petra Row", "US", "(202) 555-0113", "(202) 555-0101", "a second number is an objector's: the whole row goes"),
]
CAST_LISTS = {  # what the lists hold of the cast
    "objections": ["12025550101"],
    "consents": [("12025550101", "given", "2025-06-01", "form 1001"), ("12025550102", "given", "2025-09-12", "form 1002"),
                 ("12025550103", "given", "2025-01-10", "form 1003"), ("12025550103", "withdrawn", "2025-10-02", "mail 77")],
    "customers": [("12025550104", datetime.date(2024, 2, 29)), ("12025550105", datetime.date(2023, 2, 26)),
                  ("12025550106", datetime.date(2023, 2, 25))],
    "contracts": [("12025550107", "open")],
    "ftc": ["12025550102", "12025550103", "12025550104", "12025550106", "12025550107", "12025550108"],
    "tps": ["442079460111"],
}
CAST_NUMBERS = {f"12025550{i}" for i in range(100, 114)} | {"14155550109", "17205550110", "442079460111", "441614960112", "31100123456"}


def numbers_of_the_list(roll):
    """Every number a row may hold, with its region, in a random order."""
    pool = [("US", us(code, line)) for code in US_CODES for line in range(100, 200)]
    for region, (count, digits, _) in ABROAD.items():
        pool += [(region, digits(i)) for i in range(count)]
    return roll.shuffled(entry for entry in pool if entry[1] not in CAST_NUMBERS)


def call_list(roll, pool):
    rows = ["id,name,company,country,phone,mobile,notes"]
    rows += [f"{i},{name},,{country},{phone},{mobile},{note}" for i, (name, country, phone, mobile, note) in enumerate(CAST, 1)]
    used, fresh = [], list(pool)
    while len(rows) <= ROWS:
        id = len(rows)
        name = f"{roll.pick(FIRST)} {roll.pick(LAST)}"
        if roll.chance(10):
            name = f'"{name.split()[1]}, {name.split()[0]}"'
        repeat = (used and roll.chance(9)) or not fresh
        region, number = roll.pick(used) if repeat else fresh.pop()
        used.append((region, number))
        phone, mobile = spell(roll, region, number), ""
        if roll.chance(6):
            phone = roll.pick(JUNK)
        elif roll.chance(2):
            phone = ""
        if roll.chance(18):
            mobile = spell(roll, region, roll.pick([entry for entry in used[-40:] if entry[0] == region] + [(region, number)])[1])
        elif roll.chance(4):
            mobile = roll.pick(JUNK)
        country = "" if region == "US" and roll.chance(25) else region
        if roll.chance(1):
            row = roll.pick(BROKEN).format(id=id, name=name.strip('"').replace(",", ""), firm="Acme Roofing", country=country, phone=phone.strip('"'))
        else:
            row = ",".join([str(id), name, roll.pick(FIRMS), country, phone, mobile, roll.pick(NOTES)])
        rows.append(row)
    return rows


def write(folder, name, lines, end="\n", start=""):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((start + "".join(line + end for line in lines)).encode("utf-8"))


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "data")
    roll = dice(SEED)
    pool = numbers_of_the_list(roll)
    # Excel's "CSV UTF-8": a byte-order mark, and CRLF.
    write(folder, "leads.csv", call_list(roll, pool), end="\r\n", start="\ufeff")

    everyone = sorted(number for _, number in pool)
    day = lambda back: AS_OF - datetime.timedelta(days=back)

    objections = roll.some(everyone, 2) + CAST_LISTS["objections"]
    write(folder, "objections.txt", ["# Who told us never to call again, however our people wrote it down."]
          + ["+" + number if number[0] != "1" else unquoted(spell(roll, "US", number)) for number in objections])

    consents = list(CAST_LISTS["consents"])
    for i, number in enumerate(roll.some(everyone, 6)):
        given = day(roll.below(900) + 1)
        consents.append((number, "given", str(given), f"form {2000 + i}"))
        if roll.chance(30):  # some on the very same day: then the no counts
            withdrawn = min(given + datetime.timedelta(days=roll.below(3) * 50), day(1))
            consents.append((number, "withdrawn", str(withdrawn), f"mail {3000 + i}"))
    write(folder, "consents.csv", ["phone,status,date,evidence"] + [f"+{n},{s},{d},{e}" for n, s, d, e in roll.shuffled(consents)])

    customers = list(CAST_LISTS["customers"]) + [(number, day(roll.below(2200))) for number in roll.some(everyone, 7)]
    write(folder, "customers.csv", ["customer_phone,last_purchase"] + [f"+{n},{d:%m/%d/%Y}" for n, d in customers])
    contracts = list(CAST_LISTS["contracts"]) + [
        (number, "open" if roll.chance(60) else str(day(roll.below(500) - 400))) for number in roll.some(everyone, 2)]
    write(folder, "contracts.csv", ["phone;contract_end"] + [f"+{n};{e}" for n, e in contracts])

    for code in FRESH_CODES + [STALE_CODE]:
        listed = roll.some([us(code, line) for line in range(100, 200) if us(code, line) not in CAST_NUMBERS], 35)
        listed += [number for number in CAST_LISTS["ftc"] if number.startswith(f"1{code}")]
        copied = OLD if code == STALE_CODE else FRESH
        write(folder, f"ftc/{copied}_{code}_{roll.below(1 << 32):08X}.txt", [f"{n[1:4]},{n[4:]}" for n in sorted(listed)], end="\r\n")
    tps = roll.some([number for number in everyone if number.startswith("44")], 30) + CAST_LISTS["tps"]
    write(folder, "tps.txt", ["0" + number[2:] for number in sorted(tps)])


if __name__ == "__main__":
    main()
