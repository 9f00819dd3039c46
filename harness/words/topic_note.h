// What a note of kind `state` says of a topic that somebody deletes and creates again on purpose:
// the moment before it is created. Until then whatever was acked went to the topic that was
// deleted. docs/events.md has it for others who write histories.
//
// Thread-safe: constants and pure functions.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

inline constexpr std::string_view kCreatedAgainNext = "about to be created again";

// The note's subject.
inline std::string TopicSubject(const std::string& topic) { return "topic " + topic; }

}  // namespace kproof
