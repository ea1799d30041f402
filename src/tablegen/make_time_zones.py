"""src/number/time_zone_tables.cpp, from the time-zone data of the `phonenumbers` package.

In +1 the package names a zone for exchanges that it lists, and for all others of the area code one zone, though most of
the listed ones may lie in another. Here an exchange that is not listed has all zones of its area code and of the codes
that this one was laid over.
"""

import phonenumbers
from phonenumbers.phonenumberutil import PhoneNumberType, is_number_type_geographical
from phonenumbers.timezone import UNKNOWN_TIMEZONE
from phonenumbers.tzdata import TIMEZONE_DATA

from area_code_overlays import OVERLAYS, overlaid_by
from emission import from_package, opening, wrapped

MOST_PREFIX_DIGITS = 9
EXCHANGE_DIGITS = len("1") + 3 + 3  # calling code, area code, exchange


def zones_of_area_codes():
    """All zones that the package names in an area code of +1, by that code."""
    zones = {}
    for prefix, names in TIMEZONE_DATA.items():
        if prefix[0] == "1" and len(prefix) > 1:
            zones.setdefault(prefix[1:4], set()).update(names)
    return zones


def zone_lists():
    """Prefix and zones: the package's, but in +1 no prefix between a whole area code and a whole exchange."""
    lists = {p: names for p, names in TIMEZONE_DATA.items() if p[0] != "1" or len(p) in (1, EXCHANGE_DIGITS)}
    of_codes = zones_of_area_codes()
    if not of_codes.keys() >= OVERLAYS.keys():
        raise ValueError(f"overlays that the time-zone data do not know: {sorted(OVERLAYS.keys() - of_codes.keys())}")
    for code, zones in of_codes.items():
        lists["1" + code] = tuple(sorted(zones.union(*(of_codes[old] for old in overlaid_by(code)))))
    return lists


def tables():
    """(zones of all lists in a row, rows of prefix, begin and count), equal lists kept once."""
    zones, begins, rows = [], {}, []
    lists = zone_lists()
    for prefix in sorted(lists, key=int):
        names = lists[prefix]
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
