// Settings in scenarios are looked up where their names are known: Kafka's in the tables, a
// client's in the librdkafka that will run, which is asked in a process of its own where it is
// another one.
//
// Thread-safe.
#pragma once

#include <string>

#include "harness/scenario/vocabulary.h"

namespace kproof {

// For Vocabulary::ask_settings.
SettingsAnswer AskSettings(const SettingsQuestion& question);

// What such a process answers to a question of a client, as JSON text both; it has loaded the
// library that the question is about. Throws Error(kUsage) on anything else.
std::string AnswerAsLibrary(const std::string& question);

}  // namespace kproof
