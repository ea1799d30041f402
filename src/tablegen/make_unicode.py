"""src/number/unicode_tables.cpp: the decimal digits and the word characters beyond ASCII.

The output depends on nothing but the Unicode release that this Python knows; `phonenumbers` judges text by the same.
"""

import unicodedata

from emission import opening, wrapped

FIRST_BEYOND_ASCII, LAST = 0x80, 0x10FFFF


def digit_blocks():
    """The zeros of all runs of ten decimal digits."""
    zeros = [point for point in range(FIRST_BEYOND_ASCII, LAST + 1) if unicodedata.decimal(chr(point), -1) == 0]
    known = {zero + value for zero in zeros for value in range(10)}
    for point in range(FIRST_BEYOND_ASCII, LAST + 1):
        if chr(point).isdecimal() != (point in known):
            raise ValueError(f"U+{point:04X}: a decimal digit outside a run of ten")
    if any(unicodedata.decimal(chr(zero + value)) != value for zero in zeros for value in range(10)):
        raise ValueError("a run of decimal digits out of order")
    return zeros


def word_ranges():
    """[first, last] of letters and numerals that are no decimal digits, as `\\w` has them."""
    ranges = []
    for point in range(FIRST_BEYOND_ASCII, LAST + 1):
        if not chr(point).isalnum() or chr(point).isdecimal():
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def written():
    zeros, words = digit_blocks(), word_ranges()
    source = f"// Made from the Unicode Character Database {unicodedata.unidata_version}, as Python has it."
    return f"""\
{opening(source, "unicode.hpp")}
namespace callsieve::number_detail {{

extern const int digit_block_count = {len(zeros)};
extern const char32_t digit_blocks[] = {{
{wrapped(f"{zero:#x}" for zero in zeros)}
}};

extern const int word_range_count = {len(words)};
extern const code_point_range word_ranges[] = {{
{wrapped(f"{{{first:#x},{last:#x}}}" for first, last in words)}
}};

}}  // namespace callsieve::number_detail
"""
