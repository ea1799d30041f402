"""Tables as people keep them, with the truth beside each cell: which numbers it holds, and in what way."""

import string

from messy.numbers import MAYBE, NONE, REFUSED, REGIONS, STYLES, SURE, spell


class Cell:
    """`sure`: as spell() says. `written`: those of its numbers that are written as phones. `parts`: the text of each
    number, where there are several."""

    __slots__ = ("text", "numbers", "sure", "written", "parts")

    def __init__(self, text, numbers=(), sure=NONE, written=(), parts=()):
        self.text, self.numbers, self.sure, self.written, self.parts = text, tuple(numbers), sure, tuple(written), parts


class Column:
    """`kind`: `phone` or what else it holds. `named`: the header says phone in everyday words. `lookalike`: digits that
    may read as numbers by chance, so that nobody can tell them from phones by their looks."""

    def __init__(self, kind, header, named=False, lookalike=False):
        self.kind, self.header, self.named, self.lookalike = kind, header, named, lookalike

    @property
    def phone(self):
        return self.kind == "phone"


PHONE_HEADERS = {
    "US": ["Phone", "Phone Number", "Phone 1 - Value", "Phone 2 - Value", "Home Phone", "MobilePhone", "Mobile Phone", "Cell",
           "Cell Phone", "Business Phone", "Work Phone", "phone_number", "Telephone", "Primary Phone", "Other Phone",
           "Alt Phone", "Phone (Home)", "Tel", "phone2", "PHONE NO", "contact_phone", "Phone#"],
    "NL": ["Telefoon", "telefoon priv\u00e9", "Telefoonnummer", "Mobiel", "GSM", "Tel. werk", "Mobiele telefoon",
           "Telefoon zakelijk", "Tel.nr.", "Mobiel nummer", "telefoon_2", "Tel"],
    "DE": ["Telefon", "Mobiltelefon", "Handy", "Telefonnummer", "Rufnummer", "Tel. privat", "Telefon gesch\u00e4ftlich",
           "Mobil", "Festnetz", "Mobilnummer", "Handynummer", "Tel.-Nr.", "Telefon 2", "Telefon (privat)"],
    "FR": ["T\u00e9l\u00e9phone", "T\u00e9l. mobile", "T\u00e9l. fixe", "Portable", "N\u00b0 de t\u00e9l\u00e9phone", "GSM",
           "Num\u00e9ro de t\u00e9l\u00e9phone", "T\u00e9l\u00e9phone domicile", "Tel", "Mobile", "T\u00e9l. bureau", "telephone"],
    "GB": ["Telephone", "Mobile", "Mobile No", "Tel No", "Landline", "Daytime Telephone", "Evening Phone", "Mobile Number",
           "Phone", "Telephone Number", "Home Tel"],
}
OPAQUE_HEADERS = ["Kontakt 2", "Reachable at", "Bereikbaar op", "Nummer", "Contact", "Field 7", "Ansprechpartner", "C2", "Alt",
                  "Joignable au", "custom_3", "Wireless 1", "Spouse"]
NAME_HEADERS = ["Name", "Full Name", "Naam", "Nachname", "Nom", "Lead", "Customer"]
FIRST = ["Ann", "Bob", "Cyd", "Dan", "Eve", "Zo\u00eb", "J\u00fcrgen", "Ren\u00e9e", "O'Neil", "Van der Berg", "M\u00fcller"]
CITIES = ["Rome", "K\u00f6ln", "Paris, 3e", "Den Haag", "St. Louis", "Bourg-en-Bresse", "Leeds; West", "Washington, D.C."]
STREETS = ["Hauptstr. %d", "%d Main St, Apt %d", "Rue de la Paix %d", "Kerkstraat %d-%d", "%d High Street"]
REMARKS = ["prefers evenings", "called %d times", "moved in %d", "no answer, try later", "owes 12,50", "policy no. A-%d",
           "6ft %d", "vip; gold", "see ticket %d", "", ""]
ASKS = ["call %s please", "reach him at %s", "new number: %s", "spouse %s", "%s (office)", "moved, now %s", "t %s"]
PLACEHOLDERS = ["N/A", "NULL", "\\N", "0", "-", "none", "n/a", "?", "unknown", "#N/A", "geen", "keine", ".", "--", "x", "00000"]
LABELS = ["Mobile", "Home", "Work", "* Mobile", "Main", "Other"]
WORDS_THAT_FORBID = [" DNC", " (wrong number)", " - do not call", " fax", " disconnected"]
WORDS_BESIDE = ["Tel: %s", "Tel. %s", "%s (work)", "%s x12", "'%s", '="%s"', " %s ", "%s ext. 4", "%s (mobile)"]
BETWEEN = [" ::: ", " / ", ", ", " & ", " or ", " ; "]


def letters(rng, count):
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(count))


def digits(rng, count):
    return rng.choice("123456789") + "".join(rng.choice(string.digits) for _ in range(count - 1))


def marker(place):
    """Letters that stand in no other row."""
    text = ""
    for _ in range(4):
        place, digit = divmod(place, 20)
        text = "bcdfghjklmnpqrstvwxz"[digit] + text
    return "Q" + text + "q"


class PhoneColumn:
    """How one column of phones is filled: its spellings, how many cells have a number, where they begin, what the
    others hold."""

    def __init__(self, rng, rows, main):
        self.styles = [rng.choice(STYLES)] if rng.random() < 0.6 else rng.sample(STYLES, 3)
        if main:
            self.styles = [style for style in self.styles if not style.endswith("lost")] or ["digits"]
        self.filled = 0.95 if main else rng.choice((0.95, 0.7, 0.3, 0.08))
        self.begins = 0 if main or rng.random() < 0.7 else int(rows * rng.uniform(0.3, 0.97))
        self.blank = [""] if rng.random() < 0.6 else rng.sample(PLACEHOLDERS, rng.choice((1, 1, 2)))
        self.words = rng.choice((0, 0, 0, 0.1, 0.5))
        self.several = rng.choice((0, 0, 0, 0.05, 0.3)) if not main or rng.random() < 0.3 else 0
        self.forbidden = rng.choice((0, 0, 0, 0, 0.05))
        self.foreign = rng.choice((0, 0, 0, 0.1))
        self.rare = rng.choice((0, 0, 0, 0.03))  # anything else

    def cell(self, rng, pool, home, row):
        if row < self.begins or rng.random() >= self.filled:
            return Cell(rng.choice(self.blank))
        if rng.random() < self.rare:
            return Cell(rng.choice(["ask his mother", "2.0256E+09", "########", "12345", "see notes"]))
        count = rng.choice((2, 2, 2, 3)) if rng.random() < self.several else 1
        texts, numbers, sure, written = [], [], SURE, []
        for _ in range(count):
            other = rng.random() < self.foreign
            number = pool.pick(rng, rng.choice(REGIONS) if other else home)
            if number in numbers:
                continue
            text, its, as_phone = spell(number, home, rng.choice(self.styles))
            texts.append(text)
            numbers.append(number)
            written += [number] if as_phone else []
            sure = its if its != SURE else sure
        if len(numbers) > 1:
            return Cell(rng.choice(BETWEEN).join(texts), numbers, MAYBE, written, tuple(texts))
        if rng.random() < self.words:
            return Cell(rng.choice(WORDS_BESIDE) % texts[0], numbers, sure, written)
        if rng.random() < self.forbidden:
            return Cell(texts[0] + rng.choice(WORDS_THAT_FORBID), numbers, REFUSED, written)
        return Cell(texts[0], numbers, sure, written)


def comment(rng, pool, home, share):
    if rng.random() >= share:
        text = rng.choice(REMARKS)
        return Cell(text % rng.randrange(1, 2030) if "%" in text else text)
    number = pool.pick(rng, home if rng.random() < 0.8 else rng.choice(REGIONS))
    text, _, written = spell(number, home, rng.choice(STYLES))
    return Cell(rng.choice(ASKS) % text, (number,), SURE if written else MAYBE, (number,) if written else ())


def other_column(rng, rows, pool, home):
    """(kind, header, lookalike, how to make the cell of row r)."""
    width, start = rng.randrange(5, 13), rng.randrange(10 ** 4, 10 ** 10)
    share = rng.choice((0, 0.02, 0.1, 0.4))
    day = lambda: (rng.randrange(1950, 2027), rng.randrange(1, 13), rng.randrange(1, 29))
    form = rng.choice(("%d-%02d-%02d", "{2:02}-{1:02}-{0}", "{1}/{2}/{0}", "{2:02}.{1:02}.{0}", "{0}{1:02}{2:02}"))
    dated = lambda: form % day() if "%" in form else form.format(*day())
    clock = lambda: "%02d:%02d:%02d" % (rng.randrange(24), rng.randrange(60), rng.randrange(60))
    postcodes = {"US": lambda: digits(rng, 5) + rng.choice(("", "-" + digits(rng, 4))), "NL": lambda: digits(rng, 4) + " AB",
                 "DE": lambda: digits(rng, 5), "FR": lambda: digits(rng, 5), "GB": lambda: "SW%dA 1AA" % rng.randrange(1, 9)}
    ibans = lambda: rng.choice(("NL%s ABNA %s %s %s", "NL%sABNA%s%s%s")) % (
        digits(rng, 2), digits(rng, 4), digits(rng, 4), digits(rng, 2))
    streets = lambda text: text % tuple(rng.randrange(1, 200) for _ in range(text.count("%d")))
    kinds = {
        "id": (["ID", "Kundennr", "Klantnummer", "customer_id", "Account", "Ref"], True, lambda r: digits(rng, width)),
        "running": (["Nr", "id", "Volgnummer", "lead_id", "RecordID"], True, lambda r: str(start + r)),
        "postcode": (["Postcode", "PLZ", "ZIP", "Code postal", "zip_code"], False, lambda r: postcodes[home]()),
        "iban": (["IBAN", "Rekening"], False, lambda r: ibans()),
        "amount": (["Amount", "Betrag", "Saldo", "Total"], False,
                   lambda r: rng.choice(("%d.%02d", "%d,%02d", "\u20ac %d,%02d", "-%d.%02d")) % (rng.randrange(99999), rng.randrange(100))),
        "day": (["Date", "Geburtsdatum", "Datum", "created", "dob"], False, lambda r: dated()),
        "timestamp": (["Created At", "Zeitpunkt", "last_call"], False, lambda r: "%d-%02d-%02d" % day() + rng.choice("T ") + clock()),
        "epoch": (["ts", "updated_epoch"], True, lambda r: str(rng.randrange(1700000000, 1790000000))),
        "email": (["Email", "E-Mail", "Courriel"], False, lambda r: letters(rng, 6) + "@example.com"),
        "city": (["City", "Ort", "Plaats", "Ville"], False, lambda r: rng.choice(CITIES)),
        "street": (["Address", "Stra\u00dfe", "Adres", "Adresse"], False, lambda r: streets(rng.choice(STREETS))),
        "flag": (["Active", "Newsletter", "optin"], False, lambda r: rng.choice(("yes", "no", "1", "0", ""))),
        "label": (["Phone 1 - Label", "Type", "Label"], False, lambda r: rng.choice(LABELS)),
        "place": (["lat", "Latitude"], False, lambda r: "%.5f" % rng.uniform(40, 55)),
        "address of a machine": (["IP"], False, lambda r: ".".join(str(rng.randrange(256)) for _ in range(4))),
        "hash": (["uuid", "key"], False, lambda r: "%08x-%04x-4%03x" % (rng.getrandbits(32), rng.getrandbits(16), rng.getrandbits(12))),
        "empty": (["Extra", "Custom 1", "Leeg"], False, lambda r: ""),
        "comment": (["Comment", "Notes", "Bemerkung", "Opmerking", "COMMENTS"], False, None),
    }
    kind = rng.choice(tuple(kinds) + ("comment", "comment", "id"))
    headers, lookalike, text = kinds[kind]
    make = (lambda r: comment(rng, pool, home, share)) if text is None else (lambda r: Cell(text(r)))
    return Column(kind, rng.choice(headers), lookalike=lookalike), make


def make_table(rng, pool, home, rows, with_header):
    """Columns, and each row's cells; the marker stands in the only column of kind `name`."""
    made = []
    headers = rng.sample(PHONE_HEADERS[home], min(4, len(PHONE_HEADERS[home])))
    phones = rng.choice((1, 1, 2, 2, 3, 4))
    for i in range(phones):
        main = i == 0
        opaque = rng.random() < (0.15 if main else 0.25)
        header = rng.choice(OPAQUE_HEADERS) if opaque else headers[i]
        how = PhoneColumn(rng, rows, main)
        if main and opaque and with_header:  # the others have to be found beside a name, or this one by its content
            how.filled, how.begins = 0.95, 0
        made.append((Column("phone", header, named=with_header and not opaque),
                     lambda r, how=how: how.cell(rng, pool, home, r)))
    for _ in range(rng.choice((0, 1, 2, 3, 4, 6, 8))):
        made.append(other_column(rng, rows, pool, home))
    rng.shuffle(made)
    name = (Column("name", rng.choice(NAME_HEADERS)), lambda r: Cell(rng.choice(FIRST) + " " + marker(r)))
    made.insert(0 if rng.random() < 0.7 else rng.randrange(len(made) + 1), name)
    seen = set()
    for column, _ in made:
        while column.header in seen:
            column.header += "_b"
        seen.add(column.header)
    return [column for column, _ in made], [[make(r) for _, make in made] for r in range(rows)]
