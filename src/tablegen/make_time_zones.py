"""src/number/time_zone_tables.cpp, from the time-zone data of the `phonenumbers` package."""

import phonenumbers
from phonenumbers.phonenumberutil import PhoneNumberType, is_number_type_geographical
from phonenumbers.timezone import UNKNOWN_TIMEZONE
from phonenumbers.tzdata import TIMEZONE_DATA

from emission import from_package, opening, wrapped

MOST_PREFIX_DIGITS = 9


def tables():
    """(zones of all lists in a row, rows of prefix, begin and count), equal lists kept once."""
    zones, begins, rows = [], {}, []
    for prefix in sorted(TIMEZONE_DATA, key=int):
        names = TIMEZONE_DATA[prefix]
        if UNKNOWN_TIMEZONE in names or list(names) != sorted(names) or len(prefix) > MOST_PREFIX_DIGITS:
            raise ValueError(f"time-zone data that this generator does not know: {prefix} {names}")
        if names not in begins:
            begins[names] = len(zones)
            zones += names
        rows.append((prefix, begins[names], len(names)))
    return zones, rows


def written():
    zones, rows = tables()
    codes = [
        code
        for code in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
        if is_number_type_geographical(PhoneNumberType.MOBILE, code)
    ]
    return f"""\
{opening(from_package("time-zone data", phonenumbers.__version__), "time_zone_tables.hpp")}
using std::literals::operator""sv;

namespace callsieve::time_zone_tables {{

extern const int prefix_count = {len(rows)};
extern const prefix_row prefixes[] = {{
{wrapped(f"{{{prefix},{begin},{count}}}" for prefix, begin, count in rows)}
}};

constinit const std::string_view zones[] = {{
{wrapped(f'"{zone}"sv' for zone in zones)}
}};

extern const int geographic_mobile_count = {len(codes)};
extern const std::uint16_t geographic_mobile[] = {{{", ".join(map(str, codes))}}};

}}  // namespace callsieve::time_zone_tables
"""
