"""Regular expressions over the ten digits, compiled to automata.

The numbering plan's metadata speaks in regular expressions; the library must not. This module reads an expression with
Python's own parser, so that its meaning is Python's, and turns it into a small program of instructions:

  ("digit", mask, next)      consume one digit whose bit is in mask
  ("split", [next, ...])     go on with any of these, the first preferred
  ("save", slot, next)       remember the position (slot 2k: group k begins, 2k+1: it ends)
  ("end", next)              only at the end of the text ($)
  ("match", tag)             done

Two uses: `closure` and `step` treat the program as an unordered automaton (is the whole text in the language?), and
`prefix_outcomes` as an ordered one (what would `match` have found, and what did its groups hold?).
"""

try:
    from re import _constants as const, _parser as parser
except ImportError:  # before Python 3.11
    import sre_constants as const
    import sre_parse as parser

ALL_DIGITS = (1 << 10) - 1


class Program:
    """Instructions of any number of expressions; their entry points are what `add` returns."""

    def __init__(self):
        self.code = []

    def emit(self, instruction):
        self.code.append(instruction)
        return len(self.code) - 1

    def add(self, pattern, tag, sticky=False):
        """Compiles a pattern; returns where it starts. Sticky: once matched, any further digits keep the match."""
        match = self.emit(("match", tag))
        end = match
        if sticky:
            split = self.emit(None)
            self.code[split] = ("split", [match, self.emit(("digit", ALL_DIGITS, split))])
            end = split
        return self._sequence(parser.parse(pattern), end)

    def _sequence(self, items, following):
        for item in reversed(list(items)):
            following = self._item(item, following)
        return following

    def _item(self, item, following):
        operator, value = item
        if operator is const.LITERAL:
            return self.emit(("digit", _bit(value), following))
        if operator is const.IN:
            return self.emit(("digit", _class_mask(value), following))
        if operator is const.ANY:
            return self.emit(("digit", ALL_DIGITS, following))
        if operator is const.BRANCH:
            return self.emit(("split", [self._sequence(branch, following) for branch in value[1]]))
        if operator is const.SUBPATTERN:
            group, _, _, inner = value
            if group is None:
                return self._sequence(inner, following)
            close = self.emit(("save", 2 * group + 1, following))
            return self.emit(("save", 2 * group, self._sequence(inner, close)))
        if operator is const.MAX_REPEAT:
            low, high, inner = value
            if high is const.MAXREPEAT:
                raise ValueError("unbounded repeat in the metadata")
            behind = following
            for _ in range(high - low):
                following = self.emit(("split", [self._sequence(inner, following), behind]))
            for _ in range(low):
                following = self._sequence(inner, following)
            return following
        if operator is const.AT and value in (const.AT_END, const.AT_END_STRING):
            return self.emit(("end", following))
        raise ValueError(f"the metadata has a construct this generator does not know: {item}")

    # As an unordered automaton.

    def closure(self, positions):
        """The digit and match instructions reachable without consuming anything."""
        seen, todo, result = set(), list(positions), set()
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            instruction = self.code[at]
            if instruction[0] == "split":
                todo.extend(instruction[1])
            elif instruction[0] == "save":
                todo.append(instruction[2])
            elif instruction[0] == "end":
                raise ValueError("$ inside a pattern that is matched as a whole")
            else:
                result.add(at)
        return frozenset(result)

    def step(self, state, digit):
        nexts = {self.code[at][2] for at in state if self.code[at][0] == "digit" and self.code[at][1] >> digit & 1}
        return self.closure(nexts)

    def tags(self, state):
        return {self.code[at][1] for at in state if self.code[at][0] == "match"}


def _bit(code_point):
    digit = code_point - ord("0")
    if not 0 <= digit <= 9:
        raise ValueError(f"a pattern over more than digits: {chr(code_point)!r}")
    return 1 << digit


def _class_mask(members):
    mask = 0
    for operator, value in members:
        if operator is const.LITERAL:
            mask |= _bit(value)
        elif operator is const.RANGE:
            for code_point in range(value[0], value[1] + 1):
                mask |= _bit(code_point)
        elif operator is const.CATEGORY and value is const.CATEGORY_DIGIT:
            mask |= ALL_DIGITS
        else:
            raise ValueError(f"the metadata has a character class this generator does not know: {operator} {value}")
    return mask


class PrefixMatcher:
    """What `re.match` finds, as a deterministic automaton.

    A state is the ordered list of threads still running, each with the positions its groups saved, and the match found
    by a thread of lower priority than all of them. Positions are absolute; the patterns are bounded, so are the states.
    """

    def __init__(self, pattern):
        self.program = Program()
        self.start = self.program.add(pattern, "match")

    def initial(self):
        return self._settle([(self.start, ())], 0, None)

    def step(self, state, position, digit):
        threads, found = state
        nexts = []
        for at, saves in threads:
            instruction = self.program.code[at]
            if instruction[0] == "digit" and instruction[1] >> digit & 1:
                nexts.append((instruction[2], saves))
        return self._settle(nexts, position + 1, found)

    def outcome(self, state, position):
        """(match end, {slot: position}) if the text ends here, or None."""
        threads, found = state
        ended = self._settle(list(threads), position, found, at_end=True)
        return ended[1]

    def _settle(self, entries, position, found, at_end=False):
        """Follows everything that consumes nothing, in order of preference, up to the first match."""
        threads, seen = [], set()
        stack = list(reversed(entries))
        while stack:
            at, saves = stack.pop()
            if at in seen:
                continue
            seen.add(at)
            instruction = self.program.code[at]
            if instruction[0] == "split":
                stack.extend((branch, saves) for branch in reversed(instruction[1]))
            elif instruction[0] == "save":
                kept = tuple(save for save in saves if save[0] != instruction[1])
                stack.append((instruction[2], tuple(sorted(kept + ((instruction[1], position),)))))
            elif instruction[0] == "end":
                if at_end:
                    stack.append((instruction[1], saves))
                else:
                    threads.append((at, saves))
            elif instruction[0] == "match":
                found = (position, saves)
                break  # every thread behind this one has lost
            else:
                threads.append((at, saves))
        return tuple(threads), found
