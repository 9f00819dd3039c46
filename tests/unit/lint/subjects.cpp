#include "tests/unit/lint/subjects.h"

#include <gtest/gtest.h>

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

constexpr char kBase[] = "topic min.insync.replicas=2; replication 3; kafka 4.3.1; java";

// What comes later wins, also under another name of librdkafka's.
template <typename Property>
void Give(std::vector<Property>& properties, const std::string& text) {
  const auto equals = text.find('=');
  ASSERT_NE(equals, std::string::npos) << text;
  const auto key = text.substr(0, equals);
  std::erase_if(properties, [&](const Property& other) { return other.key == key; });
  properties.push_back({key, text.substr(equals + 1), "example"});
}

void Add(LintQuestion& question, const std::string& part) {
  const auto space = part.find(' ');
  const auto word = part.substr(0, space);
  const auto rest = space == std::string::npos ? "" : part.substr(space + 1);
  if (word == "producer") return Give(question.producer, rest);
  if (word == "consumer") return Give(question.consumer, rest);
  if (word == "broker") return Give(question.broker, rest);
  if (word == "topic" && rest.starts_with(kReplicationKey))
    return void(question.replication = ParseInt(rest.substr(rest.find('=') + 1)));
  if (word == "topic") return Give(question.topic_settings, rest);
  if (word == "replication") return void(question.replication = ParseInt(rest));
  if (word == "kafka") return void(question.kafka = rest);
  if (word == "client") return void(question.client_version = rest);
  ASSERT_TRUE(word == "java" || word == "librdkafka") << part;
  question.defaults = word;
}

}  // namespace

LintQuestion QuestionIn(const std::string& line) {
  LintQuestion question;
  question.topic = "payments";
  for (const auto& part : Split(std::string(kBase) + ";" + line, ';'))
    if (!Trim(part).empty()) Add(question, Trim(part));
  return question;
}

LintSubject SubjectIn(const std::string& line) { return LintSubjectOf(QuestionIn(line)); }

std::vector<std::string> RulesFor(const LintSubject& subject) {
  std::vector<std::string> ids;
  for (const auto& finding : Lint(subject)) ids.emplace_back(finding.rule->id);
  return ids;
}

}  // namespace kproof
