// Subjects of the lint in one line: "producer acks=1; topic min.insync.replicas=2; replication 2".
#pragma once

#include <string>
#include <vector>

#include "audit/lint/lint.h"
#include "harness/run/lint_subject.h"

namespace kproof {

// Java's producer, three replicas and min.insync.replicas=2, unless the line says otherwise: a
// setting of producer, consumer, topic or broker; "replication N", "kafka VERSION", "client
// VERSION"; "librdkafka" for the other client.
LintQuestion QuestionIn(const std::string& line);
LintSubject SubjectIn(const std::string& line);

// Names of the rules that apply.
std::vector<std::string> RulesFor(const LintSubject& subject);

// An input that raises a rule, and what is written besides where its advice is no line of settings:
// "" otherwise. A line that begins with "=" replaces the input.
struct LintExample {
  const char* id;
  const char* raises;
  const char* mended = "";
};
const std::vector<LintExample>& LintExamples();

}  // namespace kproof
