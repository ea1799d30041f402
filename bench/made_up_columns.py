"""Columns of 30,000 made-up cells that are no phone numbers, beside one of numbers: what the watch must not take for one."""

import datetime
import random

ROWS = 30_000
SINCE = datetime.datetime(2025, 1, 1)
random.seed(7)


def iban(country, bank, digits, spaced=False):
    account = bank + "".join(random.choice("0123456789") for _ in range(digits))
    check = 98 - int("".join(str(int(sign, 36)) for sign in account + country + "00")) % 97
    text = f"{country}{check:02d}{account}"
    return " ".join(text[i:i + 4] for i in range(0, len(text), 4)) if spaced else text


def amount(thousands, decimal):
    value = random.choice([random.uniform(0, 1e3), random.uniform(0, 5e6), random.uniform(0, 3e8)])
    return f"{value:,.2f}".translate(str.maketrans({",": thousands, ".": decimal}))


def day(i, form):
    return (SINCE + datetime.timedelta(days=i % 700)).strftime(form)


def moment(i, form):
    return (SINCE + datetime.timedelta(seconds=i * 997)).strftime(form)


def digits(count):
    return str(random.randint(10 ** (count - 1), 10 ** count - 1))


COLUMNS = {
    "id": lambda i: str(1_000_000 + i),
    "running": lambda i: str(2_025_550_000 + i),
    "running_by_7": lambda i: str(3_015_550_000 + 7 * i),
    "filled_10": lambda i: f"{i:010d}",
    "filled_8": lambda i: f"{i:08d}",
    "lettered": lambda i: f"ORD-{2_025_000_000 + i}",
    "random_8": lambda i: digits(8),
    "random_9": lambda i: digits(9),
    "random_10": lambda i: digits(10),
    "random_11": lambda i: digits(11),
    "zip": lambda i: f"{random.randint(501, 99950):05d}",
    "zip4": lambda i: f"{random.randint(501, 99950):05d}-{random.randint(0, 9999):04d}",
    "postcode": lambda i: f"{random.randint(1000, 9999)} {random.choice('ABCDEFGH')}{random.choice('ABCDEFGH')}",
    "iban_nl": lambda i: iban("NL", "ABNA", 10),
    "iban_nl_spaced": lambda i: iban("NL", "INGB", 10, spaced=True),
    "iban_de": lambda i: iban("DE", "", 18, spaced=True),
    "iban_be": lambda i: iban("BE", "", 12, spaced=True),
    "iban_gb": lambda i: iban("GB", "NWBK", 14, spaced=True),
    "amount": lambda i: amount("", "."),
    "amount_english": lambda i: amount(",", "."),
    "amount_german": lambda i: amount(".", ","),
    "amount_french": lambda i: amount(" ", ","),
    "day": lambda i: day(i, "%Y-%m-%d"),
    "day_dashed": lambda i: day(i, "%d-%m-%Y"),
    "day_dotted": lambda i: day(i, "%d.%m.%Y"),
    "day_plain": lambda i: day(i, "%Y%m%d"),
    "day_american": lambda i: moment(i, "%m/%d/%Y %I:%M %p"),
    "moment": lambda i: moment(i, "%Y-%m-%d %H:%M:%S"),
    "moment_iso": lambda i: moment(i, "%Y-%m-%dT%H:%M:%SZ"),
    "moment_plain": lambda i: moment(i, "%Y%m%d%H%M%S"),
    "moment_dotted": lambda i: moment(i, "%Y-%m-%d %H.%M"),
    "moment_short": lambda i: moment(i, "%y-%m-%d %H%M"),
    "seconds": lambda i: str(1_735_689_600 + i * 997),
    "seconds_mixed": lambda i: str(1_735_689_600 + random.randint(0, 30_000_000)),
    "milliseconds": lambda i: str(1_735_689_600_000 + i * 997_123),
    "place": lambda i: f"POINT ({random.uniform(-180, 180):.6f} {random.uniform(-90, 90):.6f})",
    "latitude": lambda i: f"{random.uniform(-90, 90):.6f}",
    "card": lambda i: " ".join(f"{random.randint(0, 9999):04d}" for _ in range(4)),
    "social_security": lambda i: f"{random.randint(100, 899)}-{random.randint(10, 99)}-{random.randint(1000, 9999)}",
    "internet": lambda i: ".".join(str(random.randint(1, 254)) for _ in range(4)),
    "uuid": lambda i: "-".join(f"{random.getrandbits(4 * size):0{size}x}" for size in (8, 4, 4, 4, 12)),
    "street": lambda i: f"{random.randint(1, 19999)} Main Street Apt {random.randint(1, 999)}, {random.randint(10000, 99999)}",
}

print(";".join(["phone", *COLUMNS]))
for row in range(ROWS):
    print(";".join([f"+1202555{100 + row % 100:04d}", *(cell(row) for cell in COLUMNS.values())]))
