#!/usr/bin/env python3
"""Turns round the decisions of the harness, one at a time: each time a unit test of their room must fail.

usage: harness_rules.py BUILD [--only WORD]... [-j N] [--list]

Only the unit program of the room itself is asked, of a page of reports that of what it shows. The rows stand in harness/, a table for each room; engine.py says what
happens to them.
"""
import pathlib
import sys

sys.dont_write_bytecode = True  # nothing is left in the tree
from engine import Step, Suite, main, rows_of  # noqa: E402
from harness import agent, base, campaign, cli, compare, lint, run, serve  # noqa: E402

# What compares pages with tables proves nothing of a decision, and takes long.
FILTERS = {"lint": "--gtest_filter=-LintDocs.*",
           "run": "--gtest_filter=-*Docs.*:Properties.*:ShippedScenarios.*:FaultWalk.*:*StandInThePage*"}
# Pages of reports are tested beside what they show, facts of what was found beside those who find it.
TESTED_BY = {"certificate_page": "lint", "comparison_page": "compare", "facts": "agent"}
TABLES = (agent, base, campaign, cli, compare, lint, run, serve)


def steps_of(path):
    folder = pathlib.Path(path).parts[1]
    room = TESTED_BY.get(folder, folder)
    return [Step(f"tests/unit/{room}/unit_{room}", FILTERS.get(room, "--gtest_filter=*"))]


SUITE = Suite(name="harness", about=__doc__.split("\n\n")[0],
              mutants=rows_of(*(table.TABLE for table in TABLES)), steps_of=steps_of, test_limit_s=120)

if __name__ == "__main__":
    sys.exit(main(SUITE))
