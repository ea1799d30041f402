"""Fictional numbers of five regions, which lists hold which of them, and the spellings that people give them."""

import random

# Ranges that authorities keep for fiction where they have any (NL: made up), each as country code, national (significant)
# prefix, how many digits follow, and how many numbers there are.
RANGES = {
    "US": [("1", area + "55501", 2, 100) for area in ("202", "415", "212", "312", "206", "305")],
    "GB": [("44", area + "0", 3, 1000) for area in ("207946", "121496", "113496", "161496")],
    "FR": [("33", prefix, 4, 10000) for prefix in ("19900", "26191", "35301", "46571", "53649")],
    "DE": [("49", "3023125", 3, 1000), ("49", "6990009", 3, 1000), ("49", "17139200", 2, 100)],
    "NL": [("31", "61200", 4, 10000), ("31", "20555", 4, 10000), ("31", "10555", 4, 10000)],
}
REGIONS = tuple(RANGES)
PER_REGION = 1500
CODES = {region: ranges[0][0] for region, ranges in RANGES.items()}

BLACKLISTED, REGISTERED, CLEAR = "blacklisted", "registered", "clear"


class Pool:
    """Numbers by region, each on the blacklist, on the registry, or on no list: the same ones for the same seed."""

    def __init__(self, seed):
        rng = random.Random(f"pool {seed}")
        self.numbers, self.status = {}, {}
        for region, ranges in RANGES.items():
            found = set()
            while len(found) < min(PER_REGION, sum(count for *_, count in ranges)):
                code, prefix, digits, count = rng.choice(ranges)
                found.add(f"{code}{prefix}{rng.randrange(count):0{digits}}")
            self.numbers[region] = sorted(found)
            for number in self.numbers[region]:
                self.status[number] = rng.choices((BLACKLISTED, REGISTERED, CLEAR), (15, 35, 50))[0]

    def of(self, status):
        return [number for number, its in self.status.items() if its == status]

    def pick(self, rng, region):
        return rng.choice(self.numbers[region])


def region_of(number):
    return next(region for region, code in CODES.items() if number.startswith(code))


def groups(number):
    """The national digits as its people group them."""
    region, national = region_of(number), number[len(CODES[region_of(number)]):]
    if region == "US":
        return [national[:3], national[3:6], national[6:]]
    if region == "GB":
        area = 2 if national[0] == "2" else 3
        return [national[:area], national[area:6], national[6:]]
    if region == "FR":
        return [national[0]] + [national[i:i + 2] for i in range(1, 9, 2)]
    if region == "DE":
        return [national[:3], national[3:]] if national[0] == "1" else [national[:2], national[2:]]
    return [national[0], national[1:]] if national[0] == "6" else [national[:2], national[2:5], national[5:]]


# How sure it is what a cell is. SURE: it must be read as its number. MAYBE: it may be, or may be refused. REFUSED: nobody
# may be called by it, though it holds numbers. NONE: no number.
SURE, MAYBE, REFUSED, NONE = "sure", "maybe", "refused", "none"

NATIONAL = ("digits", "dashes", "blanks", "brackets", "dots", "slash", "trunk", "zero lost", "plus lost")
FOREIGN = ("e164", "spaced", "dashed", "trunk zero", "00")
STYLES = NATIONAL[:6] * 3 + NATIONAL[6:] + FOREIGN + ("e164", "spaced")


def spell(number, home, style):
    """(text, how sure, whether it is written as a phone) of a number in a file of the region `home`."""
    region, code = region_of(number), CODES[region_of(number)]
    parts = groups(number)
    national = "".join(parts)
    if region != home and style in NATIONAL:
        style = "spaced"
    if region == "US" and style in ("trunk zero", "zero lost"):
        style = "spaced" if style == "trunk zero" else "digits"
    if region == home == "US" and style == "00":  # nobody dials abroad to reach home
        style = "trunk"
    zero = "" if region == "US" else "0"
    first = [zero + parts[0]] + parts[1:]
    if style == "digits":
        return zero + national, SURE, zero == "0"
    if style == "dashes":
        return "-".join(first) if region in ("US", "FR") else first[0] + "-" + "".join(first[1:]), SURE, True
    if style == "blanks":
        return " ".join(first), SURE, True
    if style == "brackets":
        return f"({first[0]}) " + ("-" if region == "US" else " ").join(first[1:]), SURE, True
    if style == "dots":
        return ".".join(first) if region in ("US", "FR") else " ".join(first), SURE, True
    if style == "slash":
        return first[0] + "/" + "".join(first[1:]) if region in ("DE", "NL") else "-".join(first), SURE, True
    if style == "trunk":  # North America's trunk prefix; elsewhere it is the zero
        return ("1-" + "-".join(first), SURE, True) if region == "US" else (" ".join(first), SURE, True)
    if style == "zero lost":
        return national, MAYBE, False
    if style == "plus lost":
        return code + national, MAYBE, False
    if style == "e164":
        return "+" + number, SURE, True
    if style == "spaced":
        return "+" + code + " " + " ".join(parts), SURE, True
    if style == "dashed":
        return "+" + code + "-" + "-".join(parts), SURE, True
    if style == "trunk zero":
        return f"+{code} (0){parts[0]} " + " ".join(parts[1:]), SURE, True
    return ("011 " if home == "US" else "00") + code + (" " if home == "US" else "") + national, SURE, True
