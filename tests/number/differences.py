"""The table of differences from libphonenumber, row by row as in docs/numbers.md; nothing else may differ.

Each row has the name that the docs give it and a rule: may this cell, which the package reads as `theirs`, be read as
`ours`? Where our answer is a number, the rule says which; where it is an error, it says why the cell deserves one.
An answer is (E.164, region, type, outcome).
"""

import re
import unicodedata

from reference import phonenumbers, reference

BLANKS = " \t\n\v\f\r\u00a0\u200b\u202f\u205f\u2060\u3000\ufeff\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"


def refused(ours):
    """An error, and no number with it."""
    return not ours[0] and ours[3] not in ("none", "not_in_plan")


def same(ours, theirs):
    """Result, region, type and validity; an error's name is our own."""
    return ours == theirs or (refused(ours) and refused(theirs))


def agrees(text, region, ours):
    """Would this be our answer to that other cell?"""
    theirs = reference(text, region)
    return same(ours, theirs) or classify(text, region, ours, theirs) is not None


def unwrapped(text):
    return text.strip(BLANKS + "\"'=")


def letters_in(text):
    """All letters and numerals that are no decimal digits, but the x: it may stand among digits."""
    return [c for c in text if c.isalnum() and not c.isdecimal() and c not in "xX"]


def scientific(text, region, ours, theirs):
    return ours[3] == "spreadsheet_damaged" and re.fullmatch(r"[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+", unwrapped(text))


def amount(text, region, ours, theirs):
    return ours[3] == "spreadsheet_damaged" and re.fullmatch(r"\+?[0-9]{7,}\.00+", unwrapped(text))


def fraction(text, region, ours, theirs):
    plain = unwrapped(text)
    return re.fullmatch(r"\+?[0-9]+\.0", plain) and agrees(plain[:-2], region, ours)


def lost_zero(text, region, ours, theirs):
    plain = unwrapped(text)
    if ours[3] != "none" or theirs[3] == "none" or region is None or not re.fullmatch(r"[1-9][0-9]*", plain):
        return False
    inland = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[phonenumbers.country_code_for_region(region)]
    return ours[1] in inland and same(ours, reference("0" + plain, region))


def wrapping(text, region, ours, theirs):
    plain = unwrapped(text)
    return plain != text and agrees(plain, region, ours)


def too_long(text, region, ours, theirs):
    return ours[3] == "too_long" and len(theirs[0]) > 16


def long_blanks(text, region, ours, theirs):
    return len(text) > 250 and len(text.strip()) <= 250 and agrees(text.strip(), region, ours)


def control(text, region, ours, theirs):
    controls = any((ord(c) < 32 and c not in "\t\n\v\f\r") or ord(c) == 127 for c in text)
    return ours[3] == "not_a_number" and controls


def label(text, region, ours, theirs):
    """A number with words behind it, read without them."""
    digits = [at for at, c in enumerate(text) if c.isdecimal()]
    words = [at for at, c in enumerate(text) if digits and at > digits[-1] and letters_in(c)]
    return words and agrees(text[: words[0]], region, ours)


def keypad_digits(text, region, ours, theirs):
    """Keypad letters: the package drops the digits of other scripts beside them."""
    plain = "".join(str(unicodedata.decimal(c, c)) if c.isdecimal() else c for c in text)
    return plain != text and len(re.findall("[A-Za-z]", text)) >= 3 and agrees(plain, region, ours)


def letters(text, region, ours, theirs):
    """Letters that may not be digits of a keypad, or digits that somebody wrote as letters."""
    return ours[3] == "not_a_number" and letters_in(text)


def hidden_digits(text, region, ours, theirs):
    return ours[3] == "not_a_number" and len(re.findall("[xX]", text)) >= 3 or (
        ours[3] == "not_a_number" and re.match(r"[^\d+\uff0b]*[xX]\d", text)
    )


def several(text, region, ours, theirs):
    """Two parts, with a separator between, that the package reads as valid numbers."""
    if ours[3] != "several_numbers":
        return False
    cuts = [0] + [at + 1 for at, c in enumerate(text) if not c.isdecimal()] + [len(text)]
    ends = [at for at, c in enumerate(text) if not c.isdecimal()] + [len(text)]

    def valid(begin, end):
        return sum(c.isdecimal() for c in text[begin:end]) >= 4 and readable(text[begin:end].strip("/;, "), region)

    first = next((end for end in ends if any(valid(begin, end) for begin in cuts if begin < end)), None)
    return first is not None and any(
        valid(begin - (text[begin - 1] in "+\uff0b"), end) for begin in cuts if begin > first for end in ends if end > begin
    )


def readable(text, region):
    """Is this a valid number, perhaps with words or an extension?"""
    text = unwrapped(text)
    digits = [at for at, c in enumerate(text) if c.isdecimal()]
    return any(reference(part, region)[3] == "none" for part in (text, text[: digits[-1] + 1] if digits else text))


def second_number(text, region, ours, theirs):
    return ours[3] == "not_a_number" and re.search(r"[,;][:.\uff0e]?[ \u00a0\t,-]*\d{7,15}\D*$", text)


def two_extensions(text, region, ours, theirs):
    return ours[3] == "not_a_number" and len(re.findall(r"[x\uff58#\uff03~\uff5e,;]|\bint|- ?\d+#", text, re.I)) >= 2


def plus_lost(text, region, ours, theirs):
    """Of a number that begins with the calling code once more, the reading without the first one."""
    if region is None or not theirs[0] or (ours[3], theirs[3]) not in (("ambiguous", "none"), ("none", "not_in_plan")):
        return False
    code = f"+{phonenumbers.country_code_for_region(region)}"
    shorter = "+" + theirs[0][len(code) :]
    return theirs[0].startswith(code + code[1:]) and (*ours[:3], "none") == reference(shorter, None)


def marked(text, region, ours, theirs):
    """The number, as it would be without the words that forbid to call it."""
    return ours[3] == "marked" and letters_in(text) and agrees(text, region, (*ours[:3], "none"))


DIFFERENCES = {
    "scientific": scientific,
    "amount": amount,
    "fraction": fraction,
    "lost-zero": lost_zero,
    "wrapping": wrapping,
    "fifteen-digits": too_long,
    "long-blanks": long_blanks,
    "control": control,
    "label": label,
    "keypad-digits": keypad_digits,
    "letters": letters,
    "hidden-digits": hidden_digits,
    "several": several,
    "second-number": second_number,
    "two-extensions": two_extensions,
    "plus-lost": plus_lost,
    "marked": marked,
}


def classify(text, region, ours, theirs):
    """The name of the row that allows our answer; None when no row does."""
    return next((name for name, rule in DIFFERENCES.items() if rule(text, region, ours, theirs)), None)
