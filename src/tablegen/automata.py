"""One table of nodes for all automata: equal nodes are one node, whatever automaton they came from.

A node is a label and ten children. Nodes that lead only to themselves come first in the table, so that a walk knows by
the node's number alone that nothing more can change.
"""

from digit_regex import PrefixMatcher, Program


class NodeTable:
    def __init__(self):
        self.nodes = []  # (label, children or None for a loop)
        self._known = {}

    def loop(self, label):
        return self._intern((label, None))

    def node(self, label, children):
        children = tuple(children)
        loop = self._known.get((label, None))
        if loop is not None and all(child == loop for child in children):
            return loop
        return self._intern((label, children))

    def _intern(self, key):
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(key)
        return self._known[key]

    def laid_out(self, roots):
        """(labels, children rows, number of loops, where each root is): loops first, then as found from the roots.

        Children of a node get neighbouring places where they can: a walk then touches fewer cache lines.
        """
        reached, order, queue = set(roots), list(dict.fromkeys(roots)), list(dict.fromkeys(roots))
        while queue:
            following = []
            for at in queue:
                for child in self.nodes[at][1] or ():
                    if child not in reached:
                        reached.add(child)
                        order.append(child)
                        following.append(child)
            queue = following
        loops = [at for at in order if self.nodes[at][1] is None]
        inner = [at for at in order if self.nodes[at][1] is not None]
        place = {at: index for index, at in enumerate(loops + inner)}
        labels = [self.nodes[at][0] for at in loops + inner]
        rows = [[place[child] for child in self.nodes[at][1] or [at] * 10] for at in loops + inner]
        return labels, rows, len(loops), [place[root] for root in roots]


def whole_match(table, pattern):
    """Label 1 where the whole text is in the language of the pattern. The language must be finite."""
    program = Program()
    start = program.closure([program.add(pattern, "match")])
    known = {frozenset(): table.loop(0)}

    def build(state):
        if state not in known:
            known[state] = table.node(
                1 if program.tags(state) else 0, [build(program.step(state, digit)) for digit in range(10)]
            )
        return known[state]

    return build(start)


def prefix_match(table, pattern, label_of):
    """Label `label_of(match end, saved positions)` for what `re.match` finds; 0 when it finds nothing."""
    matcher = PrefixMatcher(pattern)
    known = {}

    def label(state, position):
        found = matcher.outcome(state, position)
        return 0 if found is None else label_of(found[0], dict(found[1]))

    def build(state, position):
        key = (state, position)
        if key not in known:
            if not state[0]:
                known[key] = table.loop(label(state, position))
            else:
                known[key] = table.node(
                    label(state, position),
                    [build(matcher.step(state, position, digit), position + 1) for digit in range(10)],
                )
        return known[key]

    return build(matcher.initial(), 0)


def labelled_match(table, program, start, label_of, depth):
    """Label `label_of(tags, length)` after each digit, for texts of at most `depth` digits."""
    known = {}
    steps = {}

    def build(state, length):
        key = (state, length)
        if key not in known:
            label = label_of(program.tags(state), length)
            if not state or length == depth:
                known[key] = table.loop(label)
            else:
                children = []
                for digit in range(10):
                    step = (state, digit)
                    if step not in steps:
                        steps[step] = program.step(state, digit)
                    children.append(build(steps[step], length + 1))
                known[key] = table.node(label, children)
        return known[key]

    return build(program.closure(start), 0)
