"""Mutants of the promise: each row of its table inverted and removed, and what rows and guarantees are made of."""
import pathlib
import re

RULES = "audit/promise/rules.cpp"

ROW = re.compile(r'\{(k\w+), "([a-z0-9-]+)", (true|false|std::nullopt),')
OTHER = {"true": "false", "false": "true", "std::nullopt": "true"}


def rows_of_the_table():
    """Two mutants of each rule: it says the opposite, and it applies to no guarantee."""
    text = (pathlib.Path(__file__).resolve().parents[3] / RULES).read_text()
    found = ROW.findall(text)
    if len(found) < 20:
        raise SystemExit(f"{RULES}: only {len(found)} rows were found; has the table another form?")
    rows = []
    for guarantee, name, holds in found:
        row = f'{{{guarantee}, "{name}", {holds},'
        rows.append((f"{name} is inverted", row, f'{{{guarantee}, "{name}", {OTHER[holds]},'))
        rows.append((f"{name} is removed", row, f'{{Guarantee::kNoStaleReads, "{name}", {holds},'))
    return rows


TABLE = {
    RULES: rows_of_the_table() + [
        ("every failure is known", "return row == nullptr || !row->known;", "return false;"),
        ("every failure is unknown", "return row == nullptr || !row->known;", "return true;"),
        ("min.insync.replicas may be more than there are replicas", "std::min(min_isr, s.replication())", "min_isr"),
        ("min.insync.replicas may be none", "return std::max<std::int64_t>(std::min(min_isr, s.replication()), 1);",
         "return std::min(min_isr, s.replication());"),
        ("an unclean election needs no other replica", "return s.unclean() && s.replication() > 1;", "return s.unclean();"),
        ("an unclean election by hand needs no other replica", 'return Has(f, FailureClass::kUncleanElection) && s.replication() > 1;',
         'return Has(f, FailureClass::kUncleanElection);'),
        ("as many nodes as min.insync.replicas are few", "return f.nodes < MinIsr(s);", "return f.nodes <= MinIsr(s);"),
        ("as many lost disks as min.insync.replicas are few", "return f.lossy_nodes < MinIsr(s)", "return f.lossy_nodes <= MinIsr(s)"),
        ("a wiped disk keeps what was flushed", '!Has(f, FailureClass::kWipe) && ', ""),
        ("whatever is flushed at some time is flushed", "s.flush_messages() == 1;", "s.flush_messages() >= 1;"),
        ("ELR is always there", "&& s.elr() >= 1;", "&& s.elr() >= 0;"),
        ("min.insync.replicas 1 is 2", "return MinIsr(s) >= 2;", "return MinIsr(s) >= 1;"),
        ("a time-out as long as the outage is longer", "return s.delivery_timeout() <= f.outage;", "return s.delivery_timeout() < f.outage;"),
        ("six in flight are in order", "s.in_flight() <= 5;", "s.in_flight() <= 6;"),
        ("two in flight are one", "{ return s.in_flight() == 1; }},", "{ return s.in_flight() <= 2; }},"),
        ("one retry is none", "{ return s.retries() == 0; }},\n    {kDuplicates, \"retries-without", "{ return s.retries() <= 1; }},\n    {kDuplicates, \"retries-without"),
        ("one retry is none for order", "{ return s.retries() == 0; }},\n    {kOrder, \"retries-in", "{ return s.retries() <= 1; }},\n    {kOrder, \"retries-in"),
        ("a frozen connection needs no short time-out", "(s.retries() == 0 || MayExpire(s, f));", "MayExpire(s, f);"),
        ("a frozen connection needs no retries", "(s.retries() == 0 || MayExpire(s, f));", "s.retries() == 0;"),
        ("retries=0 doubles nothing whatever fails", "return f.classes.empty() && s.retries() == 0;", "return s.retries() == 0;"),
        ("a moved leader reorders only one in flight", "(s.in_flight() == 1 || s.retries() == 0);", "s.in_flight() == 1;"),
        ("a moved leader reorders only without retries", "(s.in_flight() == 1 || s.retries() == 0);", "s.retries() == 0;"),
        ("a leader moves without any failure", "return !f.classes.empty() && (s.in_flight()", "return (s.in_flight()"),
    ],
    "audit/promise/promise.cpp": [
        ("the first value of what could not be read decides", "} while (possible.Next());", "} while (false);"),
        ("the last value of what could not be read decides", "const bool agrees = rules.empty() || ", "const bool agrees = true || "),
        ("any rule of the table applies", "guarantee == NameOf(rule.guarantee) && rule.applies(settings, failures)", "guarantee == NameOf(rule.guarantee)"),
        ("the first of rules that say the same is named", "**rules.rbegin();", "**rules.begin();"),
        ("rules that say the same are not named", "others.emplace_back(rule->name);", ";"),
        ("what nobody promises is promised", '{false, "promised-by-nobody"', '{true, "promised-by-nobody"'),
        ("where nothing is configured everything is promised", '{false, "nothing-configured"', '{true, "nothing-configured"'),
    ],
    "audit/promise/possible.cpp": [
        ("only the first value is tried", "++choices_.back().at;", "return false;"),
        ("what was chosen stays", "now_ = read_;", ""),
        ("idempotence asks for nothing", "return now_.idempotence == true || now_.transactional == true;", "return now_.transactional == true;"),
        ("transactions ask for nothing", "return now_.idempotence == true || now_.transactional == true;", "return now_.idempotence == true;"),
        ("idempotence goes with acks=1", "return (now_.acks && now_.acks != Acks::kAll) ||", "return"),
        ("idempotence goes with six in flight", "(now_.in_flight && now_.in_flight > kMostInFlight) ||", ""),
        ("idempotence does not go with five in flight", "now_.in_flight > kMostInFlight)", "now_.in_flight >= kMostInFlight)"),
        ("idempotence goes with retries=0", "|| now_.retries == 0;", ";"),
        ("idempotence goes with acks=1 backwards", "return One(now_.acks, {Acks::kAll});", "return One(now_.acks, {Acks::kLeader, Acks::kAll});"),
        ("acks is never 0 or 1", "{Acks::kNone, Acks::kLeader, Acks::kAll}", "{Acks::kAll}"),
        ("acks is never all", "{Acks::kNone, Acks::kLeader, Acks::kAll}", "{Acks::kNone, Acks::kLeader}"),
        ("transactions go without idempotence", "return One(now_.idempotence, {true});", "return One(now_.idempotence, {true, false});"),
        ("idempotence is never off", "return One(now_.idempotence, {true, false});", "return One(now_.idempotence, {true});"),
        ("idempotence is never on", "return One(now_.idempotence, {true, false});", "return One(now_.idempotence, {false});"),
        ("idempotence goes with six in flight backwards", "return One(now_.in_flight, {1, kMostInFlight});", "return One(now_.in_flight, {1, kMostInFlight + 1});"),
        ("there is always one in flight", "{1, kMostInFlight, kMostInFlight + 1}", "{1}"),
        ("there is never one in flight", "{1, kMostInFlight, kMostInFlight + 1}", "{kMostInFlight, kMostInFlight + 1}"),
        ("nobody retries", "return One(now_.retries, {0, 1});", "return One(now_.retries, {0});"),
        ("everybody retries", "return One(now_.retries, {0, 1});", "return One(now_.retries, {1});"),
        ("every time-out is short", "{kShortestTimeout, Duration::max()}", "{kShortestTimeout}"),
        ("every time-out is long", "{kShortestTimeout, Duration::max()}", "{Duration::max()}"),
        ("a time-out may be 0", "{kShortestTimeout, Duration::max()}", "{Duration(0), Duration::max()}"),
        ("there is never one replica", "return {1, 2, failures_", "return {2, failures_"),
        ("there are never two replicas", "return {1, 2, failures_.nodes + 1};", "return {1, failures_.nodes + 1};"),
        ("there are never more replicas than were hit", ", failures_.nodes + 1}", "}"),
        ("no election is unclean", "return One(now_.unclean, {true, false});", "return One(now_.unclean, {false});"),
        ("every election may be unclean", "return One(now_.unclean, {true, false});", "return One(now_.unclean, {true});"),
        ("transactions have no transactional.id", "return One(now_.transactional, {true});", "return One(now_.transactional, {false});"),
        ("who knows whether transactions have a transactional.id", "return One(now_.transactional, {true});",
         "return One(now_.transactional, {true, false});"),
        ("everything is flushed", "{1, kNeverFlushed}", "{1}"),
        ("nothing is flushed", "{1, kNeverFlushed}", "{kNever}"),
        ("ELR is never there", "return One(now_.elr, {0, 1});", "return One(now_.elr, {0});"),
        ("ELR is there where nobody knows", "return One(now_.elr, {0, 1});", "return One(now_.elr, {1});"),
    ],
    "harness/words/failure_class.cpp": [
        ("what an operator does is known", '"settings were changed meanwhile", "unknown", false}', '"settings were changed meanwhile", "unknown"}'),
        ("power loss loses nothing", '"by the data that was lost",\n     true, true},\n    {FailureClass::kSlow', '"by the data that was lost"},\n    {FailureClass::kSlow'),
        ("a wiped disk loses nothing", '"by the data that was lost", true, true},\n};', '"by the data that was lost"},\n};'),
    ],
    "harness/words/guarantee.cpp": [
        ("no-loss says nothing", "{FindingKind::kLost}", "{}"),
        ("no-duplicates says nothing", "{FindingKind::kDuplicated}", "{}"),
        ("order says nothing", "{FindingKind::kReordered}", "{}"),
        ("atomic allows torn", "{FindingKind::kTorn, FindingKind::kEarly, FindingKind::kGhost}", "{FindingKind::kEarly, FindingKind::kGhost}"),
        ("atomic allows early", "{FindingKind::kTorn, FindingKind::kEarly, FindingKind::kGhost}", "{FindingKind::kTorn, FindingKind::kGhost}"),
        ("atomic allows ghosts", "{FindingKind::kTorn, FindingKind::kEarly, FindingKind::kGhost}", "{FindingKind::kTorn, FindingKind::kEarly}"),
        ("at-least-once says nothing", "{FindingKind::kUnprocessed}}", "{}}"),
        ("at-most-once says nothing", "{FindingKind::kReprocessed}}", "{}}"),
        ("exactly-once allows unprocessed", "{FindingKind::kUnprocessed, FindingKind::kReprocessed}", "{FindingKind::kReprocessed}"),
        ("exactly-once allows reprocessed", "{FindingKind::kUnprocessed, FindingKind::kReprocessed}", "{FindingKind::kUnprocessed}"),
        ("no-skips says nothing", "{FindingKind::kSkipped}", "{}"),
        ("no-rewinds says nothing", "{FindingKind::kRewound}", "{}"),
        ("no-redelivery says nothing", "{FindingKind::kRedelivered}", "{}"),
        ("monotonic-commits says nothing", "{FindingKind::kRegressed}", "{}"),
        ("no-stale-reads says nothing", "{FindingKind::kStale}", "{}"),
        ("settings promise at-least-once", "{FindingKind::kUnprocessed}}", "{FindingKind::kUnprocessed}, true}"),
        ("settings promise at-most-once", "{FindingKind::kReprocessed}}", "{FindingKind::kReprocessed}, true}"),
        ("settings promise no-skips", "{FindingKind::kSkipped}}", "{FindingKind::kSkipped}, true}"),
        ("settings promise no-rewinds", "{FindingKind::kRewound}}", "{FindingKind::kRewound}, true}"),
        ("settings promise no-redelivery", "{FindingKind::kRedelivered}}", "{FindingKind::kRedelivered}, true}"),
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
        ("a fault of class none counts", '\n        fault.failure_class == NameOf(FailureClass::kNone))\n      continue;', ' false)\n      continue;'),
        ("a node that was hit twice counts twice", "failures.nodes = static_cast<std::int64_t>(nodes.size());",
         "failures.nodes = static_cast<std::int64_t>(faults.size());"),
        ("a fault without an end ends at once", "fault.to.value_or(end));", "fault.to.value_or(*fault.from));"),
        ("the outage has no session", "Duration(open.second - open.first) + session);", "Duration(open.second - open.first));"),
        ("faults close together are two outages", "if (window.first > open.second + session.count()) open = window;", "open = window;"),
        ("faults far apart are one outage", "if (window.first > open.second + session.count()) open = window;\n    open.first", "open.first"),
        ("the smallest session counts", "largest = std::max(largest.value_or(*number), *number);", "largest = std::min(largest.value_or(*number), *number);"),
        ("sessions of other clusters count", "if (subject.first != cluster) continue;\n", ""),
        ("a session that nobody knows is short", "Duration(*ms * 1000) : kDefaultSession;", "Duration(*ms * 1000) : kDefaultSession / 9;"),
    ],
    "audit/promise/alternatives.cpp": [
        ("a change with an unknown answer is listed", "if (promise.holds && promise.holds != now)", "if (promise.holds != now)"),
        ("a change with the same answer is listed", "if (promise.holds && promise.holds != now)", "if (promise.holds)"),
        ("idempotence leaves more in flight than clients allow", "if (to_.in_flight.value_or(1) > kMostInFlight) InFlight(kMostInFlight);", ""),
        ("idempotence leaves retries at 0", "if (to_.retries == 0) Retries(kMostRetries);", ""),
        ("a transactional.id stays without idempotence", "if (to_.transactional == true)", "if (to_.transactional == false)"),
        ("a transactional.id is proposed for everything", "if (guarantee == NameOf(Guarantee::kAtomic))", ""),
        ("a time-out as long as the outage is enough", "failures.outage + std::chrono::seconds(1)", "failures.outage"),
    ],
}
