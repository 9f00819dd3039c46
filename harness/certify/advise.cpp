#include "harness/certify/advise.h"

#include <algorithm>
#include <deque>
#include <set>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/kafka/client_config.h"

namespace kproof {
namespace {

constexpr std::size_t kMostChanges = 5;
constexpr std::size_t kMostQuestions = 400;  // each takes a millisecond or two

using Changes = std::vector<AdvisedChange>;

// Settings that promises turn on, with the value that promises most. Elections and replicas come
// before what costs more.
const Changes& OfPromises() {
  static const Changes kChanges = {
      {SettingScope::kProducer, "acks", "all"},
      {SettingScope::kProducer, "enable.idempotence", "true"},
      {SettingScope::kTopic, "unclean.leader.election.enable", "false"},
      {SettingScope::kTopic, "min.insync.replicas", "2"},
      {SettingScope::kTopic, kReplicationKey, "3"},
      {SettingScope::kProducer, "max.in.flight.requests.per.connection", "1"},
      {SettingScope::kTopic, "flush.messages", "1"},
  };
  return kChanges;
}

// The lines in what a rule advises: "acks=all", or the settings of the rule that its words have a
// value of, or that stand between "leave" and "out". "use a newer version" has none.
Changes LinesOf(const LintRule& rule) {
  Changes changes;
  bool leaves = false;
  for (auto word : SplitWords(rule.advice)) {
    while (word.ends_with(',') || word.ends_with(';')) word.pop_back();
    if (word == "leave" || word == "out") leaves = word == "leave";
    const auto equals = word.find('=');
    if (equals == std::string::npos && !leaves) continue;
    const auto key = word.substr(0, equals);
    for (const auto& setting : rule.settings)
      if (CanonicalProperty(key) == setting.key) {
        changes.push_back({setting.scope, key, {}});
        if (equals != std::string::npos) changes.back().value = word.substr(equals + 1);
        break;
      }
  }
  return changes;
}

bool SameSetting(const AdvisedChange& one, const AdvisedChange& other) {
  return one.scope == other.scope && one.key == other.key;
}

// What might help next: of the rules that refuse, the worst first, then of promises.
Changes Candidates(const Certificate& certificate) {
  Changes changes;
  for (const auto& finding : certificate.lint) {
    const bool breaks = std::any_of(
        certificate.guarantees.begin(), certificate.guarantees.end(), [&](const auto& guarantee) {
          const auto& broken = finding.rule->breaks;
          return guarantee.required && guarantee.promised != true &&
                 std::any_of(broken.begin(), broken.end(),
                             [&](Guarantee word) { return guarantee.guarantee == NameOf(word); });
        });
    if (finding.rule->severity != LintSeverity::kMust && !breaks) continue;
    const auto lines = LinesOf(*finding.rule);
    changes.insert(changes.end(), lines.begin(), lines.end());
  }
  const auto required = [](const CertifiedGuarantee& guarantee) {
    return guarantee.required && guarantee.promised != true;
  };
  if (std::any_of(certificate.guarantees.begin(), certificate.guarantees.end(), required))
    changes.insert(changes.end(), OfPromises().begin(), OfPromises().end());
  return changes;
}

// Nothing: these settings are not taken together.
std::optional<Certificate> Asked(LintQuestion question, const Changes& changes,
                                 const CertifyQuestion& asked) {
  for (const auto& change : changes) question = With(std::move(question), change);
  try {
    return CertifyBySettings(LintSubjectOf(question), asked);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

LintQuestion With(LintQuestion question, const AdvisedChange& change) {
  const auto replace = [&](auto& settings, auto same) {
    std::erase_if(settings, same);
    if (change.value) settings.push_back({change.key, *change.value, kAdvised});
  };
  const auto of_client = [&](const PlacedProperty& one) {
    return CanonicalProperty(one.key) == CanonicalProperty(change.key);
  };
  const auto of_cluster = [&](const DeployedSetting& one) { return one.key == change.key; };
  switch (change.scope) {
    case SettingScope::kProducer:
      replace(question.producer, of_client);
      break;
    case SettingScope::kConsumer:
      replace(question.consumer, of_client);
      break;
    case SettingScope::kTopic:
      if (change.key == kReplicationKey) {
        question.replication = ParseInt(change.value.value());
        question.replication_origin = kAdvised;
      } else {
        replace(question.topic_settings, of_cluster);
      }
      break;
    case SettingScope::kBroker:
      replace(question.broker, of_cluster);
      break;
  }
  return question;
}

Changes Advise(const LintQuestion& question, const CertifyQuestion& asked) {
  std::deque<Changes> open = {{}};
  std::set<std::set<std::string>> seen;
  for (std::size_t asked_for = 0; !open.empty() && asked_for < kMostQuestions; ++asked_for) {
    const auto changes = open.front();
    open.pop_front();
    const auto certificate = Asked(question, changes, asked);
    if (!certificate) continue;
    if (certificate->verdict != CertificateVerdict::kRefused) return changes;
    if (changes.size() == kMostChanges) continue;
    for (const auto& next : Candidates(*certificate)) {
      if (std::any_of(changes.begin(), changes.end(),
                      [&](const auto& change) { return SameSetting(change, next); }))
        continue;
      auto more = changes;
      more.push_back(next);
      std::set<std::string> names;
      for (const auto& change : more) names.insert(change.ToString());
      if (seen.insert(names).second) open.push_back(std::move(more));
    }
  }
  return {};
}

}  // namespace kproof
