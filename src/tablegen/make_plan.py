"""src/number/plan_tables.cpp, and the numbers' automaton for the tests, from the metadata of the `phonenumbers` package."""

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.phonemetadata import PhoneMetadata

import automata
from digit_regex import Program
from emission import from_package, opening, wrapped

MAX_E164_DIGITS = 15
NON_GEOGRAPHIC = "001"

# The order in which the package asks for a number's type, with the places of number_type in numbering_plan.hpp.
TYPES_IN_ORDER = [
    ("premium_rate", 4),
    ("toll_free", 3),
    ("shared_cost", 5),
    ("voip", 6),
    ("personal_number", 7),
    ("pager", 8),
    ("uan", 9),
    ("voicemail", 10),
]
FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, UNKNOWN = 0, 1, 2, 11


class Region:
    def __init__(self, name, code):
        self.name, self.code = name, code
        self.metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, name)
        self.number = 0


def all_regions():
    """Geographic regions by name, then the non-geographic entities by calling code; numbered from 1."""
    regions = [Region(name, code) for code, names in COUNTRY_CODE_TO_REGION_CODE.items() for name in names]
    regions.sort(key=lambda region: (region.name == NON_GEOGRAPHIC, region.name, region.code))
    for number, region in enumerate(regions, 1):
        region.number = number
    return regions


def add_desc(program, desc, tag):
    """Starts of the desc's pattern in the program: none when the desc has no numbers."""
    if desc is None or not desc.national_number_pattern:
        return []
    return [program.add(desc.national_number_pattern, tag)]


def plan_of_code(table, regions):
    """The automaton over national numbers whose label is region * 16 + type, as the package resolves them."""
    program, start = Program(), []
    for region in regions:
        metadata, key = region.metadata, region.number
        for name in ["general_desc", "fixed_line", "mobile"] + [name for name, _ in TYPES_IN_ORDER]:
            start += add_desc(program, getattr(metadata, name), (key, name))
        if len(regions) > 1 and metadata.leading_digits is not None:
            start.append(program.add(metadata.leading_digits, (key, "leading_digits"), sticky=True))

    def type_in(region, tags, length):
        metadata = region.metadata

        def matches(name):
            lengths = getattr(metadata, name).possible_length if (region.number, name) in tags else None
            return lengths is not None and (len(lengths) == 0 or length in lengths)

        if not matches("general_desc"):
            return UNKNOWN
        for name, place in TYPES_IN_ORDER:
            if matches(name):
                return place
        same = metadata.same_mobile_and_fixed_line_pattern
        if matches("fixed_line"):
            return FIXED_LINE_OR_MOBILE if same or matches("mobile") else FIXED_LINE
        return MOBILE if not same and matches("mobile") else UNKNOWN

    def label(tags, length):
        if len(regions) == 1:
            return regions[0].number * 16 + type_in(regions[0], tags, length)
        for region in regions:
            kind = type_in(region, tags, length)
            if region.metadata.leading_digits is not None:
                if (region.number, "leading_digits") in tags:
                    return region.number * 16 + kind
            elif kind != UNKNOWN:
                return region.number * 16 + kind
        return UNKNOWN

    return automata.labelled_match(table, program, start, label, MAX_E164_DIGITS - len(str(regions[0].code)))


class Outcomes:
    """What stripping a national prefix does: drop digits, then put `literal` and a captured part before the rest."""

    def __init__(self):
        self.rows = [(0, "", 0, 0)]  # 0: no match

    def add(self, row):
        if row not in self.rows:
            self.rows.append(row)
        return self.rows.index(row)


def national_prefix(table, metadata, outcomes):
    pattern, rule = metadata.national_prefix_for_parsing, metadata.national_prefix_transform_rule
    if not pattern:
        return None
    last_group = Program()
    last_group.add(pattern, "")
    groups = [instruction[1] // 2 for instruction in last_group.code if instruction[0] == "save"]
    last = max(groups, default=0)
    literal, _, used = (rule or "").partition("\\")
    if rule and (not literal.isdigit() and literal or used not in ("1", "2")):
        raise ValueError(f"a transform rule this generator does not know: {rule}")

    def label_of(end, saves):
        if not rule or 2 * last + 1 not in saves:
            return outcomes.add((end, "", 0, 0))
        return outcomes.add((end, literal, saves.get(2 * int(used), 0), saves.get(2 * int(used) + 1, 0)))

    return automata.prefix_match(table, pattern, label_of)


def length_masks(desc):
    """Two bit sets over lengths: possible or too long, and too long, as the package's length test has them."""
    local = set(desc.possible_length_local_only)
    possible = [length for length in desc.possible_length]
    too_long = {length for length in range(32) if length > max(possible)} - local
    accepted = (set(possible) - local) | too_long
    return sum(1 << length for length in accepted), sum(1 << length for length in too_long)


class Plan:
    """The package's metadata as automata. Its roots: no match, all numbers, and three a region."""

    def __init__(self):
        self.regions, self.codes, self.outcomes, self.table, self.roots = build()
        self.main_regions = [self.codes[code][0].number if code in self.codes else 0 for code in range(1000)]
        self.geographic = sum(region.name != NON_GEOGRAPHIC for region in self.regions)


def build():
    regions = all_regions()
    table, outcomes = automata.NodeTable(), Outcomes()
    codes = {}
    for code, names in COUNTRY_CODE_TO_REGION_CODE.items():
        codes[code] = [next(r for r in regions if r.name == name and r.code == code) for name in names]
    never = table.loop(0)
    roots = [never]
    unassigned = table.loop(UNKNOWN)

    plans = {str(code): plan_of_code(table, codes[code]) for code in sorted(codes)}

    def below(prefix):
        if prefix in plans:
            return plans[prefix]
        if not any(code.startswith(prefix) for code in plans):
            return unassigned
        return table.node(UNKNOWN, [below(prefix + str(digit)) for digit in range(10)])

    roots.append(below(""))
    for region in regions:
        metadata = region.metadata
        roots.append(automata.whole_match(table, metadata.general_desc.national_number_pattern))
        prefix = national_prefix(table, metadata, outcomes)
        roots.append(never if prefix is None else prefix)
        idd = metadata.international_prefix
        roots.append(automata.prefix_match(table, idd, lambda end, _: end) if idd else never)
    return regions, codes, outcomes, table, roots


def nodes_written(labels, rows):
    return f"""\
extern const std::uint16_t labels[] = {{
{wrapped(labels)}
}};

extern const std::uint16_t children[] = {{
{wrapped(child for row in rows for child in row)}
}};
"""


def automaton_written(plan):
    """The numbers' automaton, which the tests hold the wide table against."""
    labels, rows, loops, (root,) = plan.table.laid_out(plan.roots[1:2])
    if len(rows) > 0xFFFF:
        raise ValueError("the plan has outgrown the types of number_automaton.hpp")
    source = from_package("metadata", phonenumbers.__version__, f"{len(rows)} nodes.")
    return f"""\
{opening(source, "number_automaton.hpp")}
namespace callsieve::number_automaton {{

extern const std::uint16_t first_inner_node = {loops};
extern const std::uint16_t root = {root};

{nodes_written(labels, rows)}
}}  // namespace callsieve::number_automaton
"""


def written(plan):
    regions, codes, outcomes = plan.regions, plan.codes, plan.outcomes
    labels, rows, loops, roots = plan.table.laid_out([plan.roots[0], *plan.roots[2:]])
    if len(rows) > 0xFFFF or len(regions) > 0xFF or len(outcomes.rows) > 0xFF:
        raise ValueError("the plan has outgrown the types of plan_tables.hpp")
    region_rows = ['{"", 0, 0, 0, 0, 0, 0},']
    for region, (general, prefix, idd) in zip(regions, zip(*[iter(roots[1:])] * 3)):
        accepted, too_long = length_masks(region.metadata.general_desc)
        region_rows.append(
            f'{{"{region.name}", {region.code}, {general}, {prefix}, {idd}, {accepted:#010x}, {too_long:#010x}}},'
        )
    outcome_rows = [
        f'{{{length}, {len(literal)}, {{{", ".join(literal)}}}, {begin}, {end}}},'
        for length, literal, begin, end in outcomes.rows
    ]
    counts = f"{len(rows)} nodes, {len(regions)} regions, {len(codes)} calling codes."
    return f"""\
{opening(from_package("metadata", phonenumbers.__version__, counts), "plan_tables.hpp")}
namespace callsieve::plan {{

extern const char source[] = "phonenumbers {phonenumbers.__version__}";
extern const int geographic_regions = {plan.geographic};
extern const int all_regions = {len(regions)};
extern const std::uint16_t first_inner_node = {loops};

extern const region_row regions[] = {{
{chr(10).join(region_rows)}
}};

extern const prefix_outcome prefix_outcomes[] = {{
{chr(10).join(outcome_rows)}
}};

extern const std::uint8_t main_regions[1000] = {{
{wrapped(plan.main_regions)}
}};

{nodes_written(labels, rows)}
}}  // namespace callsieve::plan
"""
