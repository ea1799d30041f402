"""What the quickstart must answer, worked out a row at a time with the `phonenumbers` package and nothing of ours.

Usage: oracle.py EXAMPLES     prints the books of examples/quickstart.toml over examples/data as JSON
"""
import collections
import csv
import datetime
import json
import pathlib
import re
import sys

import phonenumbers

AS_OF = datetime.date(2026, 2, 25)
INVALID = ("block", "invalid")


def number_in(cell, region):
    """The E.164 form of a valid number, else None. Spreadsheets' ways of keeping a zero are read through."""
    text = cell.strip()
    wrapped = re.fullmatch(r'="(.*)"', text)
    text = wrapped.group(1) if wrapped else text.removeprefix("'")
    if re.fullmatch(r"[0-9.,]+[eE]\+[0-9]+", text):
        return None  # digits are lost
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def region_of(e164):
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164))


def years_after(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def rows_of(text):
    """(fields, or None for a broken row; the row's own text) of RFC 4180 text, one character at a time."""
    position = 0
    while position < len(text):
        fields, field, broken, start = [], "", False, position
        while True:
            quoted = text[position:position + 1] == '"' and field == ""
            if quoted:
                position += 1
                while True:
                    end = text.index('"', position)
                    field += text[position:end]
                    position = end + 1
                    if text[position:position + 1] != '"':
                        break
                    field += '"'
                    position += 1
                broken = broken or text[position:position + 1] not in ("", ",", "\r", "\n")
            while position < len(text) and text[position] not in ",\r\n":
                field += text[position]
                position += 1
            fields.append(field)
            field = ""
            if text[position:position + 1] != ",":
                break
            position += 1
        line = text[start:position]
        while text[position:position + 1] in ("\r", "\n") and position < len(text):
            position += 1
        yield (None if broken else fields), line


def of_width(fields, header):
    """The fields of a row, as many as the header's; None where a number might be missing, or stand where nobody asks."""
    width, phones = len(header), [header.index("phone"), header.index("mobile")]
    least = 1 + max(*phones, header.index("country"))
    if fields is None or len(fields) < least or any(field.strip(" ") for field in fields[width:]):
        return None
    beside = range(min(phones) + 1, len(fields)) if len(fields) > width else range(max(phones)) if len(fields) < width else []
    if any(place not in phones and number_in(fields[place], "US") for place in beside):
        return None
    return (fields + [""] * width)[:width]


def load(data):
    lists = {"consents": {}, "customers": {}, "contracts": {}}
    for row in csv.DictReader((data / "consents.csv").open(encoding="utf-8")):
        key = (row["date"], row["status"])  # "withdrawn" sorts after "given": it wins on one day
        lists["consents"][row["phone"]] = max(lists["consents"].get(row["phone"], key), key)
    for row in csv.DictReader((data / "customers.csv").open(encoding="utf-8")):
        day = datetime.datetime.strptime(row["last_purchase"], "%m/%d/%Y").date()
        lists["customers"][row["customer_phone"]] = max(lists["customers"].get(row["customer_phone"], day), day)
    for row in csv.DictReader((data / "contracts.csv").open(encoding="utf-8"), delimiter=";"):
        end = datetime.date.max if row["contract_end"] == "open" else datetime.date.fromisoformat(row["contract_end"])
        lists["contracts"][row["phone"]] = max(lists["contracts"].get(row["phone"], end), end)
    lines = (data / "objections.txt").read_text(encoding="utf-8").splitlines()
    lists["blacklist"] = {number_in(line, "US") for line in lines if not line.startswith("#")}
    lists["tps"] = {number_in(line, "GB") for line in (data / "tps.txt").read_text().split()}
    lists["ftc"], lists["copies"] = set(), {}
    for file in sorted((data / "ftc").glob("*.txt")):
        day, code, _ = file.name.split("_")
        lists["copies"][code] = datetime.date.fromisoformat(day)
        lists["ftc"] |= {"+1" + line.replace(",", "") for line in file.read_text().split()}
    return lists


def decide(number, lists, repeated):
    """(verdict, reason) of one valid number, as examples/quickstart.toml has it, with --dedupe."""
    if number in lists["blacklist"]:
        return "block", "objection"
    if repeated:
        return "block", "duplicate"
    consent = lists["consents"].get(number)
    if consent and consent[1] == "withdrawn":
        return "block", "consent-withdrawn"
    if consent:
        return "allow", "consent"
    if number in lists["contracts"] and AS_OF <= lists["contracts"][number]:
        return "allow", "contract"
    if number in lists["customers"]:
        return ("allow", "customer") if AS_OF < years_after(lists["customers"][number], 3) else ("block", "former-customer")
    region = region_of(number)
    if region in ("DE", "NL"):
        return "block", "no-consent"
    if region == "GB":
        return ("block", "registry") if number in lists["tps"] else ("allow", "clear")
    copied = lists["copies"].get(number[2:5]) if number.startswith("+1") else None
    if copied is None:
        return "unknown", "registry: not covered"
    if AS_OF - copied > datetime.timedelta(days=31):
        return "unknown", "registry: stale"
    return ("block", "registry") if number in lists["ftc"] else ("allow", "clear")


def scrub(data):
    """id -> (verdict, reason) of every row, in order; and the kept rows' text, cells that may not be called blanked."""
    lists = load(data)
    text = (data / "leads.csv").read_bytes().decode("utf-8-sig")
    rows = rows_of(text)
    header, first_line = next(rows)
    columns = [header.index("phone"), header.index("mobile")]
    seen, verdicts, kept = set(), {}, [first_line]
    for fields, line in rows:
        id = line.split(",")[0]
        fields = of_width(fields, header)
        if fields is None:
            verdicts[id] = ("malformed", "malformed")
            continue
        region = fields[header.index("country")] or "US"
        answers = {}
        for column in columns:
            if not fields[column].strip():
                continue
            number = number_in(fields[column], region)
            answers[column] = decide(number, lists, number in seen) if number else INVALID
            seen.add(number)
        verdicts[id] = verdict_of_row(list(answers.values()))
        if verdicts[id][0] == "allow":
            written = re.findall(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)', line, re.DOTALL)
            kept.append(",".join("" if answers.get(i, ("allow",))[0] != "allow" else field for i, field in enumerate(written)))
    return verdicts, kept


def verdict_of_row(answers):
    """An objection rejects the row; else allowed if any cell is, else unknown if any is, else as the first cell."""
    for wanted in (lambda a: a[1] == "objection", lambda a: a[0] == "allow", lambda a: a[0] == "unknown"):
        for answer in answers:
            if wanted(answer):
                return answer
    return answers[0] if answers else INVALID


def books(verdicts):
    names = {"allow": "allowed", "block": "blocked", "unknown": "unknown", "malformed": "malformed"}
    rows = collections.Counter(names[verdict] for verdict, _ in verdicts.values())
    reasons = collections.Counter(reason for verdict, reason in verdicts.values() if verdict != "malformed")
    return {"rows": {"read": len(verdicts), **{name: rows[name] for name in names.values()}}, "reasons": dict(sorted(reasons.items()))}


if __name__ == "__main__":
    print(json.dumps(books(scrub(pathlib.Path(sys.argv[1]) / "data")[0]), indent=2))
