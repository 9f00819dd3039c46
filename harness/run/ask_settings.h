// Checks the settings of a scenario: Kafka's against the tables, a client's by asking the
// librdkafka that will run. A librdkafka other than ours is asked in a process of its own.
//
// Thread-safe.
#pragma once

#include <string>

#include "harness/scenario/vocabulary.h"

namespace kproof {

// From now on another librdkafka than ours is asked by `program`, which is kproof; before, ours
// answers for all. Only while the program has a single thread.
void LetAgentsAnswer(const std::string& program);

// For Vocabulary::ask_settings.
SettingsAnswer AskSettings(const SettingsQuestion& question);

// What such a process answers; it has loaded the library that the question is about. Question and
// answer are JSON text. Throws Error(kUsage) for a text that is not a question.
std::string AnswerAsLibrary(const std::string& question);

}  // namespace kproof
