"""Mutants of audit/lint and of the pages of certificates: borders of rules, which of them are worse, what a fingerprint is made of, and the verdict."""

TABLE = {
    "audit/lint/subject.cpp": [
        ("what is not known is off", 'return setting != nullptr && Lower(setting->value) == Lower(value);',
         'return setting == nullptr || Lower(setting->value) == Lower(value);'),
        ("a default was given", "return setting != nullptr && setting->given;", "return setting != nullptr;"),
        ("a limit is below itself", "return number && *number < limit;", "return number && *number <= limit;"),
        ("a limit is above itself", "return number && *number > limit;", "return number && *number >= limit;"),
        ("min.insync.replicas may be more than there are replicas", "std::min(*min_isr, *replication)", "*min_isr"),
        ("a version that nobody knows is old", "return !version.empty() && numbers(version)", "return numbers(version)"),
        ("a version is older than itself", "numbers(version) < numbers(than)", "numbers(version) <= numbers(than)"),
        ("an empty part of a list counts", "if (!Trim(part).empty()) parts", "parts"),
    ],
    "audit/lint/lint.cpp": [
        ("every rule applies", "if (rule.applies(subject)) findings", "findings"),
        ("the worst is last", "return one.rule->severity < other.rule->severity;", "return one.rule->severity > other.rule->severity;"),
        ("a should is a must", "finding.rule->severity == LintSeverity::kMust;", "finding.rule->severity != LintSeverity::kNote;"),
    ],
    "audit/lint/fingerprint.cpp": [
        ("the scope is not in it", 'NameOf(name.first), name.second, Escaped', '"", name.second, Escaped'),
        ("values are not in it", "Escaped(setting->value)", 'std::string()'),
        ("a backslash stays as it is", 'text += "\\\\\\\\";', 'text += letter;'),
        ("a line end stays as it is", 'text += "\\\\n";', 'text += letter;'),
    ],
    "audit/lint/certify.cpp": [
        ("a must refuses nothing", "  if (!musts.empty())\n", "  if (musts.size() > 1000)\n"),
        ("what is not required refuses", "if (!guarantee.required || guarantee.promised == true) continue;",
         "if (guarantee.promised == true) continue;"),
        ("what is not promised refuses nothing", "if (!guarantee.required || guarantee.promised == true) continue;", "continue;"),
        ("what can't be known is refused", "(guarantee.promised ? refused : unknown)", "(true ? refused : unknown)"),
        ("every failure is asked", "asked.classes.contains(failure.name), promise", "true, promise"),
        ("the best answer decides", "Rank(under) < Rank(*deciding)", "Rank(under) > Rank(*deciding)"),
        ("lint and promise certify", "refused.empty() ? CertificateVerdict::kInconclusive", "refused.empty() ? CertificateVerdict::kCertified"),
        ("power loss is unusual", "FailureClass::kPowerLoss,", ""),
        ("a wiped disk is unusual", "FailureClass::kStop, FailureClass::kWipe}", "FailureClass::kStop}"),
    ],
    "audit/lint/promised.cpp": [
        ("no transactional.id is not known", "settings.transactional = false;", ""),
        ("the number of replicas is not known", "settings.replication = subject.Replication();", ""),
    ],
    "reports/certificate_page/read_certificate_page.cpp": [
        ("a certificate may be about two things", 'if (valid["fingerprint"].Text() != page.fingerprint)', "if (false)"),
        ("any verdict is one", "if (place.Text() == NameOf(verdict)) return verdict;", "return verdict;"),
        ("anything without a kind is a certificate", 'root.RequireWhat("certificate",', 'if (false) root.RequireWhat("certificate",'),
    ],
    "reports/certificate_page/view_sheet.cpp": [
        ("the sheet grows with what stands in it", "return Shortened(Printable(text), columns);", "return columns > 0 ? Printable(text) : text;"),
        ("a control that showed nothing is fine", 'row.set("look", ControlShowed(tried) ? "plain" : "bad");', 'row.set("look", "plain");'),
    ],
    "reports/certificate_page/words.cpp": [
        ("a control showed what it must show", "return shown == control.found.end() ? 0 : shown->second;", "return shown == control.found.end() ? control.trials() : shown->second;"),
    ],
    "audit/lint/shown.cpp": [
        ("what is not shown is shown", 'return "not shown";', 'return "";'),
    ],
    "audit/lint/rules/producer.cpp": [
        ("one retry is none", 's.Below(kP, "retries", 1)', 's.Below(kP, "retries", 2)'),
    ],
    "audit/lint/rules/timeouts.cpp": [
        ("as long as a session is longer", "SessionMs(s) + 1)", "SessionMs(s))"),
        ("never expires within a session", "return s.Above(kP, kDeliveryTimeout, 0) && s.Below", "return s.Below"),
        ("librdkafka waits for answers as Java does", "LibrdkafkaProducer(s) ? kSocketTimeout : kRequestTimeout", "kRequestTimeout"),
    ],
    "audit/lint/rules/topic.cpp": [
        ("lower is higher", "return lower ? *topic < *brokers : *topic > *brokers;", "return lower ? *topic > *brokers : *topic < *brokers;"),
    ],
    "audit/lint/rules/versions.cpp": [
        ("the first fix is not one", 'between("4.0.0", "4.0.2")', 'between("4.0.0", "4.0.3")'),
        ("old buffers were used again", 'between("2.8.0", "3.9.2")', 'between("2.0.0", "3.9.2")'),
    ],
    "audit/lint/rules/kraft.cpp": [
        ("three voters are even", "Voters(s) % 2 == 0", "Voters(s) % 3 == 0"),
    ],
}
