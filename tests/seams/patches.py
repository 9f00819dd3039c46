"""Reads unified diffs and applies them strictly: every line that a hunk names stands where it says, or in one other place.

No git and no patch(1) is needed, so that it works in an unpacked archive too. Files can be changed and added; a patch that
removes or renames one is refused. Errors are ValueError, and name the patch's file.
"""
import dataclasses
import re


@dataclasses.dataclass
class Hunk:
    line: int  # where it begins in the old file, from 0
    old: list
    new: list


@dataclasses.dataclass
class Change:
    path: str
    is_new: bool
    hunks: list

    def rows(self):
        """Lines that are added to the file."""
        return sum(len(hunk.new) - len(hunk.old) for hunk in self.hunks)


HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
META = ("diff --git ", "index ", "--- ")


def parse(text):
    """The changes of a patch, in its order."""
    changes, is_new, old_left, new_left = [], False, 0, 0
    for line in text.split("\n")[:-1]:
        if (old_left or new_left) and line[:1] in (" ", "-", "+"):
            hunk = changes[-1].hunks[-1]
            if line[0] != "+":
                hunk.old.append(line[1:])
                old_left -= 1
            if line[0] != "-":
                hunk.new.append(line[1:])
                new_left -= 1
        elif line.startswith("+++ b/") and not old_left:
            changes.append(Change(line.removeprefix("+++ b/"), is_new, []))
            is_new = False
        elif (head := HEAD.match(line)) and changes:
            changes[-1].hunks.append(Hunk(max(int(head[1]) - 1, 0), [], []))
            old_left, new_left = int(head[2] or 1), int(head[3] or 1)
        elif line.startswith("new file mode "):
            is_new = True
        elif not line.startswith(META):
            raise ValueError(f"a patch must not say {line!r}")
    if old_left or new_left:
        raise ValueError("a patch ends in the middle of a hunk")
    return changes


def place_of(hunk, lines, shift):
    def stands_at(at):
        return lines[at:at + len(hunk.old)] == hunk.old

    if stands_at(hunk.line + shift):
        return hunk.line + shift
    found = [at for at in range(len(lines)) if stands_at(at)]
    if len(found) != 1:
        raise ValueError(f"what line {hunk.line + 1} should be stands there {len(found)} times:\n" + "\n".join(hunk.old))
    return found[0]


def applied(change, text):
    """The file as it is afterwards; `text` is None where there is none yet."""
    if change.is_new != (text is None):
        raise ValueError(f"{change.path}: {'is there already' if change.is_new else 'is not there'}")
    lines, shift = (text or "\n").split("\n")[:-1], 0
    if change.is_new:
        lines = []
    for hunk in change.hunks:
        try:
            at = place_of(hunk, lines, shift)
        except ValueError as problem:
            raise ValueError(f"{change.path}: {problem}") from None
        lines[at:at + len(hunk.old)] = hunk.new
        shift = at - hunk.line + len(hunk.new) - len(hunk.old)
    return "\n".join(lines) + "\n"
