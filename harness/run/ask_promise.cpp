#include "harness/run/ask_promise.h"

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/words/failure_class.h"

namespace kproof {

FailureClasses ClassesOf(const AssumedFailure& failure, Duration session) {
  FailureClasses failures;
  failures.classes = failure.classes;
  failures.classes.erase(NameOf(FailureClass::kNone));
  if (failures.classes.empty()) return failures;
  failures.nodes = failure.nodes;
  // A record may have to wait that long for another leader.
  failures.outage = session + failure.outage;
  const bool lossy =
      std::any_of(failures.classes.begin(), failures.classes.end(), [](const std::string& name) {
        const auto* row = FindFailureClass(name);
        return row != nullptr && row->loses_data;
      });
  if (lossy) failures.lossy_nodes = failure.nodes;
  return failures;
}

PromiseAnswers AskPromise(const PromiseQuestion& question, const AssumedFailure& failure) {
  PromiseAnswers answers{FactsOf(question.declared), {}, {}};
  const Effective effective(answers.declared.facts);
  answers.failures = ClassesOf(failure, SessionOf(effective, "main"));
  TopicRow topic;
  topic.cluster = "main";
  topic.name = "topic";
  topic.replication = question.replication;
  auto settings = SettingsOf(effective, "producer", topic);
  settings.producer = question.producer;
  settings.topic = question.topic;
  if (!settings.transactional) settings.transactional = false;  // clients report it only where set
  for (const auto& row : GuaranteeTable()) {
    if (!row.by_settings) continue;
    answers.of_guarantees.push_back({&row, PromiseOf(row.name, settings, answers.failures),
                                     AlternativesOf(row.name, settings, answers.failures)});
  }
  return answers;
}

}  // namespace kproof
