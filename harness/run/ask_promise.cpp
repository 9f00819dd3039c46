#include "harness/run/ask_promise.h"

#include "audit/promise/settings.h"

namespace kproof {

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
