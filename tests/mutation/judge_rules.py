#!/usr/bin/env python3
"""Removes or inverts the rules of the judge, one at a time: each time some test must fail.

usage: judge_rules.py BUILD [--only WORD]... [-j N] [--list]

The unit tests of the room are asked first, then those of events.jsonl, and only of what outlives both the oracle, on
random histories. The rows stand in judge/; engine.py says what happens to them.
"""
import sys

sys.dont_write_bytecode = True  # nothing is left in the tree
from engine import Step, Suite, main, rows_of  # noqa: E402
from judge import checkers, consumers, incarnations, limits, log, promise, verdict  # noqa: E402

# What reads docs beside the table would notice any change of the table, and proves nothing. What needs no store comes
# first, and the oracle last.
STEPS = [
    Step("tests/unit/audit/unit_audit", "--gtest_filter=Table/Promise*:Guarantees.*:Settings.*:Failures.*"),
    Step("tests/unit/audit/unit_audit", "--gtest_filter=-Docs.*:*Oracles*:RandomEvents.*"),
    Step("tests/unit/events/unit_events", "--gtest_filter=*"),
    Step("tests/unit/audit/unit_audit", "--gtest_filter=Seeds/Oracles*", {"KPROOF_HISTORIES": "125"}),
]
TABLES = (checkers, consumers, incarnations, limits, log, verdict, promise)

SUITE = Suite(name="judge", about=__doc__.split("\n\n")[0],
              mutants=rows_of(*(table.TABLE for table in TABLES)),
              steps_of=lambda path: STEPS, test_limit_s=600)

if __name__ == "__main__":
    sys.exit(main(SUITE))
