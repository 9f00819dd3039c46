"""Mutants of the promise: each row of its table inverted and removed, and what rows and guarantees are made of."""
import pathlib
import re

RULES = "audit/promise/rules.cpp"

ROW = re.compile(r'\{(k\w+), "([a-z0-9-]+)", (true|false|std::nullopt),')
OTHER = {"true": "false", "false": "true", "std::nullopt": "true"}


def rows_of_the_table():
    """Two mutants of each rule: it says the opposite, and it applies to no guarantee."""
    text = (pathlib.Path(__file__).resolve().parents[2] / RULES).read_text()
    found = ROW.findall(text)
    if len(found) < 20:
        raise SystemExit(f"{RULES}: only {len(found)} rows were found; has the table another form?")
    rows = []
    for guarantee, name, holds in found:
        row = f'{{{guarantee}, "{name}", {holds},'
        rows.append((f"{name} is inverted", row, f'{{{guarantee}, "{name}", {OTHER[holds]},'))
        rows.append((f"{name} is removed", row, f'{{"", "{name}", {holds},'))
    return rows


TABLE = {
    RULES: rows_of_the_table() + [
        ("both: no decides only where the other is known", "if (a == Answer(false) || b == Answer(false)) return false;\n", ""),
        ("either: yes decides only where the other is known", "if (a == Answer(true) || b == Answer(true)) return true;\n", ""),
        ("every failure is known", "std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown);", "false;"),
        ("every failure is unknown", "std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown);", "true;"),
        ("min.insync.replicas may be more than there are replicas", "return std::min(*s.min_isr, *s.replication);", "return *s.min_isr;"),
        ("one replica needs min.insync.replicas to be read", "if (s.replication && *s.replication <= 1) return 1;\n", ""),
        ("min.insync.replicas 1 needs the replication to be read", "if (s.min_isr && *s.min_isr <= 1) return 1;\n", ""),
        ("an unclean election needs no other replica", "return Both(s.unclean, s.replication ? Answer(*s.replication > 1)",
         "return Both(s.unclean, s.replication ? Answer(true)"),
        ("an unclean election by hand needs no other replica",
         'f.classes.contains("unclean-election"),\n              s.replication ? Answer(*s.replication > 1)',
         'f.classes.contains("unclean-election"),\n              s.replication ? Answer(true)'),
        ("as many nodes as min.insync.replicas are few", "Answer(f.nodes < *min_isr)", "Answer(f.nodes <= *min_isr)"),
        ("no node at all needs min.insync.replicas to be read", "if (f.nodes == 0) return true;\n", ""),
        ("min.insync.replicas 1 is 2", "Answer(*min_isr >= 2)", "Answer(*min_isr >= 1)"),
        ("a time-out as long as the outage is longer", "Answer(*s.delivery_timeout <= f.outage)", "Answer(*s.delivery_timeout < f.outage)"),
        ("six in flight are in order", "Answer(*s.in_flight <= 5)", "Answer(*s.in_flight <= 6)"),
        ("two in flight are one", "Answer(*s.in_flight == 1)", "Answer(*s.in_flight <= 2)"),
        ("one retry is none", "Answer(*s.retries == 0)", "Answer(*s.retries <= 1)"),
        ("a frozen connection needs no short time-out", "Either(NoRetries(s), MayExpire(s, f))", "Either(MayExpire(s, f), MayExpire(s, f))"),
        ("retries=0 doubles nothing whatever fails", "return Both(f.classes.empty(), NoRetries(s));", "return NoRetries(s);"),
        ("a moved leader reorders only one in flight", "Either(OneInFlight(s), NoRetries(s))", "OneInFlight(s)"),
        ("a moved leader reorders only without retries", "Either(OneInFlight(s), NoRetries(s))", "NoRetries(s)"),
        ("a leader moves without any failure", "Both(!f.classes.empty(), Either", "Both(true, Either"),
        ("a transactional.id that could not be read is none", "return s.transactional == false; }},", "return s.transactional != true; }},"),
    ],
    "audit/promise/promise.cpp": [
        ("what could not be read does not matter", "if (!applies) {", "if (false) {"),
        ("the last rule that applies counts", "if (*applies) return {rule.holds, rule.name,", "if (*applies && &rule == &PromiseRules().back()) return {rule.holds, rule.name,"),
        ("what nobody promises is promised", '{false, "promised-by-nobody"', '{true, "promised-by-nobody"'),
        ("where nothing is configured everything is promised", '{false, "nothing-configured"', '{true, "nothing-configured"'),
    ],
    "audit/promise/guarantees.cpp": [
        ("no-loss says nothing", '{"no-loss", {"lost"}, true},', '{"no-loss", {}, true},'),
        ("no-duplicates says nothing", '{"no-duplicates", {"duplicated"}, true},', '{"no-duplicates", {}, true},'),
        ("order says nothing", '{"order", {"reordered"}, true},', '{"order", {}, true},'),
        ("atomic allows torn", '{"torn", "early", "ghost"}', '{"early", "ghost"}'),
        ("atomic allows early", '{"torn", "early", "ghost"}', '{"torn", "ghost"}'),
        ("atomic allows ghosts", '{"torn", "early", "ghost"}', '{"torn", "early"}'),
        ("at-least-once says nothing", '{"at-least-once", {"unprocessed"}, false},', '{"at-least-once", {}, false},'),
        ("at-most-once says nothing", '{"at-most-once", {"reprocessed"}, false},', '{"at-most-once", {}, false},'),
        ("exactly-once allows unprocessed", '{"unprocessed", "reprocessed"}', '{"reprocessed"}'),
        ("exactly-once allows reprocessed", '{"unprocessed", "reprocessed"}', '{"unprocessed"}'),
        ("no-skips says nothing", '{"no-skips", {"skipped"}, false},', '{"no-skips", {}, false},'),
        ("no-rewinds says nothing", '{"no-rewinds", {"rewound"}, false},', '{"no-rewinds", {}, false},'),
        ("no-redelivery says nothing", '{"no-redelivery", {"redelivered"}, false},', '{"no-redelivery", {}, false},'),
        ("settings promise at-least-once", '{"at-least-once", {"unprocessed"}, false},', '{"at-least-once", {"unprocessed"}, true},'),
        ("settings promise at-most-once", '{"at-most-once", {"reprocessed"}, false},', '{"at-most-once", {"reprocessed"}, true},'),
        ("settings promise no-skips", '{"no-skips", {"skipped"}, false},', '{"no-skips", {"skipped"}, true},'),
        ("settings promise no-rewinds", '{"no-rewinds", {"rewound"}, false},', '{"no-rewinds", {"rewound"}, true},'),
        ("settings promise no-redelivery", '{"no-redelivery", {"redelivered"}, false},', '{"no-redelivery", {"redelivered"}, true},'),
    ],
    "audit/promise/settings.cpp": [
        ("acks=all is not all", 'if (text == "-1" || text == "all") return Acks::kAll;', 'if (text == "-1") return Acks::kAll;'),
        ("acks=-1 is not all", 'if (text == "-1" || text == "all") return Acks::kAll;', 'if (text == "all") return Acks::kAll;'),
        ("acks=1 is all", 'if (text == "1") return Acks::kLeader;', 'if (text == "1") return Acks::kAll;'),
        ("acks=0 is 1", 'if (text == "0") return Acks::kNone;', 'if (text == "0") return Acks::kLeader;'),
        ("false is not read", 'if (text == "false" || text == "0") return false;', ""),
        ("what cannot be read is false", 'return false;\n  return std::nullopt;', "return false;\n  return false;"),
        ("a time-out of 0 is 0", "*ms == 0 ? Duration::max() : Duration(*ms * 1000);", "Duration(*ms * 1000);"),
        ("a producer has no settings of its group", "{name, dash == std::string::npos ? name : name.substr(0, dash)}", "{name, name}"),
        ("a producer has no settings of its own", "{name, dash == std::string::npos ? name : name.substr(0, dash)}",
         "{dash == std::string::npos ? name : name.substr(0, dash)}"),
        ("an empty transactional.id is one", "settings.transactional = !id->empty();", "settings.transactional = true;"),
        ("faults of other clusters count", "if (!fault.from || fault.cluster != cluster ||", "if (!fault.from ||"),
        ("faults that were never injected count", "if (!fault.from || fault.cluster", "if (fault.cluster"),
        ("a fault of class none counts", ' || fault.failure_class == "none") continue;', ") continue;"),
        ("a node that was hit twice counts twice", "failures.nodes = static_cast<std::int64_t>(nodes.size());",
         "failures.nodes = static_cast<std::int64_t>(faults.size());"),
        ("a fault without an end ends at once", "fault.to.value_or(end));", "fault.to.value_or(*fault.from));"),
        ("the outage has no session", "Duration(open.second - open.first) + session);", "Duration(open.second - open.first));"),
        ("faults close together are two outages", "if (window.first > open.second + session.count()) open = window;", "open = window;"),
        ("faults far apart are one outage", "if (window.first > open.second + session.count()) open = window;\n    open.first", "open.first"),
        ("the smallest session counts", "largest = std::max(largest.value_or(*number), *number);", "largest = std::min(largest.value_or(*number), *number);"),
        ("sessions of other clusters count", "if (subject.first != cluster) continue;\n", ""),
        ("a session that nobody knows is short", "kDefaultSessionMs = 9'000;", "kDefaultSessionMs = 1'000;"),
    ],
}
