"""src/number/plan_tables_wide.cpp: the plan of make_plan.py, in fewer steps a number.

A walk of an automaton takes a step a digit. Most digits decide nothing but the number's length, which is known before
the walk begins. So this table asks for the first four digits at once, goes on digit by digit only where more of them
matter, and ends in a row of labels by the number of digits. plan_tables_wide.hpp says how to read it.
"""

import phonenumbers

import make_plan
from emission import from_package, opening, wrapped

MAX_DIGITS = 15
FIRST_DIGITS = 4
LONGEST_CELL = 16  # digits of a cell that the table has an answer for
REREAD = 0x8000  # a label's flag
ASK_PARSE = 0xFF
FRONT = 0x10  # of a meaning: so many digits go in front


class Automata:
    """What a plan holds, laid out as nodes with places."""

    def __init__(self, plan):
        self.labels, rows, self.loops, roots = plan.table.laid_out(plan.roots)
        self.children = [child for row in rows for child in row]
        self.main_regions, self.number_root, self.geographic = plan.main_regions, roots[1], plan.geographic
        self.regions = [None]
        for region, (general, prefix, idd) in zip(plan.regions, zip(*[iter(roots[2:])] * 3)):
            possible_or_longer, longer = make_plan.length_masks(region.metadata.general_desc)
            self.regions.append({"code": region.code, "general": general, "prefix": prefix, "idd": idd,
                                 "possible_or_longer": possible_or_longer, "longer": longer})
        self.outcomes = [(length, not literal and begin == end) for length, literal, begin, end in plan.outcomes.rows]
        self._profiles, self._common = {}, {}

    def step(self, node, digits):
        for digit in digits:
            node = self.children[node * 10 + digit]
        return node

    def profile(self, node, most):
        """What the label is when 0, 1, ... `most` more digits follow; None where it depends on them."""
        key = (node, most)
        if key not in self._profiles:
            rest = []
            if node < self.loops:
                rest = [self.labels[node]] * most
            elif most > 0:
                below = {self.profile(child, most - 1) for child in self.children[node * 10:node * 10 + 10]}
                rest = [same(options) for options in zip(*below)]
            self._profiles[key] = (self.labels[node], *rest)
        return self._profiles[key]

    def may_both_be_valid(self, one, other, more):
        """Whether some `more` digits make valid numbers of what led to both nodes of the numbers."""
        key = (one, other, more)
        if key not in self._common:
            if more == 0:
                answer = all(self.labels[node] % 16 != make_plan.UNKNOWN for node in (one, other))
            else:
                answer = any(self.may_both_be_valid(self.children[one * 10 + digit], self.children[other * 10 + digit], more - 1)
                             for digit in range(10))
            self._common[key] = answer
        return self._common[key]


def same(options):
    options = set(options)
    return options.pop() if len(options) == 1 else None


class Numbers:
    """All E.164 digits: labels, and whether reading them behind a plus sign might change them.

    A state is (node of the numbers, what is known of the calling code, how many digits). Known is: the digits so far,
    while they are no calling code; (node of the national prefixes, fewest digits) behind one; None when none can follow.
    """

    def __init__(self, plan):
        self.plan = plan
        self.leaves, self.rows, self._ids, self._profiles = {}, [], {}, {}
        self.first = []
        self._below((plan.number_root, "", 0), (), FIRST_DIGITS, self.first)

    def _step(self, state, digit):
        node, known, count = state
        node, count = self.plan.step(node, [digit]), min(count + 1, MAX_DIGITS)
        if isinstance(known, str):
            known += str(digit)
            region = 0 if known[0] == "0" else self.plan.main_regions[int(known)]
            if region:
                known = (self.plan.regions[region]["prefix"], max(3, len(known) + 2))
            elif known[0] == "0" or len(known) == 3:
                known = None
        elif known is not None:
            known = (self.plan.step(known[0], [digit]), known[1])
            if known[0] < self.plan.loops and self.plan.labels[known[0]] != 0:
                known = None
        if isinstance(known, tuple) and known[1] <= count:
            known = (known[0], 0)
        return node, known, count

    def _label(self, state):
        node, known, count = state
        certain = isinstance(known, tuple) and known[1] <= count and self.plan.labels[known[0]] == 0
        return self.plan.labels[node] | (0 if certain else REREAD)

    def _profile(self, state):
        if state not in self._profiles:
            node, known, count = state
            rest = []
            if count < MAX_DIGITS:
                settled = node < self.plan.loops and (known is None or (not isinstance(known, str) and known[1] == 0 and
                                                                         known[0] < self.plan.loops))
                if settled:
                    rest = [self._label(state)] * (MAX_DIGITS - count)
                else:
                    below = {self._profile(self._step(state, digit)) for digit in range(10)}
                    rest = [same(options) for options in zip(*below)]
            self._profiles[state] = (self._label(state), *rest)
        return self._profiles[state]

    def _below(self, state, shorter, digits, row):
        """Appends where each of the next `digits` digits leads. `shorter`: labels of the numbers that ended before."""
        if digits == 0:
            row.append(self._place(state, shorter))
            return
        for digit in range(10):
            self._below(self._step(state, digit), (*shorter, self._label(state)), digits - 1, row)

    def _place(self, state, shorter):
        """("leaf" or "row", its number)"""
        key = (state, shorter)
        if key not in self._ids:
            profile = self._profile(state)
            if None in profile:
                row = []
                self._below(state, shorter, 1, row)
                if tuple(row) not in self.leaves:
                    self.leaves[tuple(row)] = ("row", len(self.rows))
                    self.rows.append(row)
                self._ids[key] = self.leaves[tuple(row)]
            else:
                labels = (shorter + profile)[:MAX_DIGITS + 1]
                self._ids[key] = self.leaves.setdefault(labels, ("leaf", len(self.leaves) - len(self.rows)))
        return self._ids[key]

    def written(self):
        """(number of leaves, steps, labels)"""
        labels = [row for row, place in self.leaves.items() if place[0] == "leaf"]

        def step(place):
            return place[1] + (len(labels) if place[0] == "row" else 0)

        steps = [step(place) for row in [self.first, *self.rows] for place in row]
        return len(labels), steps, [label for row in labels for label in row]


class Readings:
    """What the digits of cells mean, by the first two or four of them and their number: what to drop, and what goes in
    front. Without a plus sign that depends on the region; behind one a national prefix goes, as in +44 (0)20.
    """

    def __init__(self, plan):
        self.plan = plan
        self.meanings, self.rows = {}, {}
        self.nowhere = self._row([self._by_count([ASK_PARSE] * (LONGEST_CELL + 1))] * 100)
        pairs = [(first, second) for first in range(10) for second in range(10)]
        self.e164 = self._row([self._place(self._behind_plus, None, pair) for pair in pairs])
        self.roots = [
            self._row([self._place(self._in_region, region, pair) for pair in pairs])
            for region in plan.regions[1:plan.geographic + 1]
        ]

    def _row(self, row):
        return self.rows.setdefault(tuple(row), len(self.rows))

    def _by_count(self, meanings):
        """A row of sixteen: the longest cell has the place of the one without digits."""
        by_count = (meanings[LONGEST_CELL], *meanings[1:LONGEST_CELL])
        return self.meanings.setdefault(by_count, ("meaning", len(self.meanings)))

    def _place(self, meaning_of, region, digits):
        meanings = [meaning_of(region, digits, count) for count in range(LONGEST_CELL + 1)]
        if len(digits) < FIRST_DIGITS and None in meanings:
            row = [self._place(meaning_of, region, (*digits, third, fourth)) for third in range(10) for fourth in range(10)]
            return row[0] if len(set(row)) == 1 else ("row", self._row(row))
        return self._by_count([ASK_PARSE if meaning is None else meaning for meaning in meanings])

    def _told(self, digits, count, root, from_digit=0):
        """The label that a walk over all digits from that one on ends with; None when these digits do not tell."""
        more = count - len(digits)
        return self.plan.profile(self.plan.step(root, digits[from_digit:]), more)[more]

    def _prefix_drop(self, region, digits, count, begin):
        """How many digits of national prefix go from the digits that begin there; None when these digits do not tell."""
        plan = self.plan
        outcome = self._told(digits, count, region["prefix"], begin)
        if outcome is None:
            return None
        length, plain = plan.outcomes[outcome]
        if length == 0:
            return 0
        if not plain or begin + length > len(digits):
            return None
        as_it_stands = self._told(digits, count, region["general"], begin)
        stripped = self._told(digits, count, region["general"], begin + length)
        if as_it_stands == 0 or stripped == 1:
            drop = length
        elif as_it_stands == 1 and stripped == 0:
            drop = 0
        else:
            return None
        return drop if region["possible_or_longer"] >> (count - begin - length) & 1 else 0

    def _behind_plus(self, _, digits, count):
        """Digits that begin with a calling code. Nothing goes unless it is sure: the labels know which are in doubt."""
        if count <= FIRST_DIGITS or digits[0] == 0:
            return 0
        for length in (1, 2, 3):
            if length > len(digits):
                return None
            region = self.plan.regions[self.plan.main_regions[int("".join(map(str, digits[:length])))]]
            if region is not None:
                break
        else:
            return 0
        drop = self._prefix_drop(region, digits, count, length)
        if drop is None and len(digits) < FIRST_DIGITS:
            return None
        return length + drop | length * FRONT if drop else 0

    def _in_region(self, region, digits, count):
        """None when these digits do not tell."""
        plan, code = self.plan, [int(digit) for digit in str(region["code"])]
        if count <= FIRST_DIGITS:
            return ASK_PARSE

        def told(root, from_digit=0):
            return self._told(digits, count, root, from_digit)

        idd = told(region["idd"])
        if idd is None or idd != 0:
            return idd

        known_code = digits[:len(code)] == tuple(code[:len(digits)])
        if known_code and len(digits) < len(code):
            return None
        if known_code:
            if told(region["prefix"], len(code)) != 0:
                return None
            as_it_stands, rest = told(region["general"]), told(region["general"], len(code))
            if region["longer"] >> count & 1 or (as_it_stands == 0 and rest == 1):
                return 0
            if as_it_stands != 1 and rest != 0:
                return None

        drop = self._prefix_drop(region, digits, count, 0)
        if drop is None:
            return None
        if count - drop + len(code) > MAX_DIGITS:
            return ASK_PARSE
        if known_code and drop != len(code):
            # With its plus sign it may be another number: parse() knows what becomes of such a cell.
            root = plan.number_root
            as_it_stands, with_plus = plan.step(root, (*code, *digits[drop:])), plan.step(root, digits)
            if plan.may_both_be_valid(as_it_stands, with_plus, count - len(digits)):
                return None
        return drop | len(code) * FRONT

    def written(self):
        """(number of meanings, roots, that of E164, steps, meanings)"""
        steps = [number + (len(self.meanings) if kind == "row" else 0) for row in self.rows for kind, number in row]
        meanings = [meaning for row in self.meanings for meaning in row]
        return len(self.meanings), [self.nowhere, *self.roots], self.e164, steps, meanings


def written(plan):
    plan = Automata(plan)
    leaves, steps, labels = Numbers(plan).written()
    meanings, roots, e164_root, reading_steps, by_count = Readings(plan).written()
    if leaves + (len(steps) - 10**FIRST_DIGITS) // 10 > 0xFFFF or meanings + len(reading_steps) // 100 > 0xFFFF:
        raise ValueError("the plan has outgrown the types of plan_tables_wide.hpp")
    size = 2 * (len(steps) + len(labels) + len(roots) + len(reading_steps)) + len(by_count)
    source = from_package("metadata", phonenumbers.__version__, f"{size} bytes.")
    return f"""\
{opening(source, "plan_tables_wide.hpp")}
namespace callsieve::plan {{

extern const std::uint16_t leaf_count = {leaves};
extern const std::uint16_t meaning_count = {meanings};
extern const std::uint16_t e164_reading_root = {e164_root};

// The last entry is none: four bytes may be loaded for one of two.
extern const std::uint16_t steps[] = {{
{wrapped([*steps, 0])}
}};

extern const std::uint16_t leaf_labels[] = {{
{wrapped([*labels, 0])}
}};

extern const std::uint16_t reading_roots[] = {{
{wrapped(roots)}
}};

extern const std::uint16_t reading_steps[] = {{
{wrapped(reading_steps)}
}};

extern const std::uint8_t meanings[] = {{
{wrapped(by_count)}
}};

}}  // namespace callsieve::plan
"""
