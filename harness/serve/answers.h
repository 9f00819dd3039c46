// The kinds of answers that there are, with what a browser may do with each.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "harness/serve/web.h"

namespace kproof {

// A page of ours. What it may load and run stands in the page itself, by SHA-256.
WebAnswer PageAnswer(std::string html);
// Text that is shown as it is.
WebAnswer TextAnswer(std::string text);
// "404: there is no …".
WebAnswer RefusedAnswer(unsigned status, const std::string& why);
WebAnswer NowhereAnswer();
// `place`: relative to what was asked for.
WebAnswer LeadTo(const std::string& place);

// Adds what holds for each answer: shown as what it says that it is, in no frame, to no other site.
// One that has no policy of its own gets one by which nothing in it runs.
void AddSafetyHeaders(WebAnswer& answer);

inline constexpr char kPolicyHeader[] = "Content-Security-Policy";

}  // namespace kproof
