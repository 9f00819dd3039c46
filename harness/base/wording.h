// How numbers, lists and guesses are worded wherever people read them.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// "1 broker", "0 brokers", "1,234 brokers"; `many` where the plural is not `one` + "s".
std::string Counted(std::uint64_t count, std::string_view one, std::string_view many = "");
// The noun alone: "broker" for 1, else "brokers".
std::string Plural(std::uint64_t count, std::string_view one, std::string_view many = "");

// How many of a list people are shown; result.json has the rest.
inline constexpr std::size_t kShownOfAList = 6;

// The first `most` parts, then "and 594 more" for those left out, with `of` ("doubts") after it
// where it has a value. A single part is never left out: the words would take its place.
std::vector<std::string> FirstFew(std::vector<std::string> parts, std::size_t most = kShownOfAList,
                                  std::string_view of = "");
// The same, joined: "a, b, c, d, e, f, and 594 more".
std::string JoinFew(const std::vector<std::string>& parts, std::string_view separator = ", ",
                    std::size_t most = kShownOfAList);

// What to say to somebody who wrote `word`, which is no candidate: "did you mean 'kill'?" where one
// is near enough to be a typing error, else "there are a, b, c". `where` is the command that shows
// them all ("kproof list faults"); it is named in both cases, and long lists are cut.
std::string Instead(std::string_view word, const std::vector<std::string>& candidates,
                    std::string_view where = "");

}  // namespace kproof
