// What the page says in words, the same in each of its forms.
//
// Thread-safe: pure functions. Texts from outside (names, errors, log lines) come out printable and
// cut; markup in them is for whoever renders to escape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/frame/texts.h"
#include "reports/run_page/run_page.h"

namespace kproof {

// Anomalies that were looked for and not seen.
std::vector<std::string> SeenNowhere(const Result& result);

// What a count amounts to: "not allowed", "allowed by the settings", "expected by this control", …
std::string Standing(const Finding& finding, const Result& result);

// Whether one guarantee was promised, and what was seen.
struct GuaranteeLine {
  std::string name, meaning;
  std::string promised;  // "promised", "not promised", "not known"
  bool required = false;
  bool seen_broken = false;
  std::string seen;  // "not seen broken", "broken: lost 5", "not looked at"
  std::string why;
};
std::vector<GuaranteeLine> GuaranteeLines(const Result& result);

// "NOT_ENOUGH_REPLICAS", "_MSG_TIMED_OUT", "no error named".
std::string SendErrorName(const SendError& kind);

// "kill leader of payments/0 (node 3)", "10.3 s to 24.4 s", …
std::string FaultName(const FaultReport& fault);
std::string FaultTime(const FaultReport& fault);
std::string FaultEffect(const FaultReport& fault);
std::string FaultHealing(const FaultReport& fault);

// "checkout-0 seq 5013..5020 of payments/3", and what is known of these records.
std::string RangeName(const Example& example);
std::string RangeEvidence(const Example& example);
// All of that in one sentence: "checkout-0 seq 5013..5020 of payments/3 at offset 8121; …; during
// kill broker 2".
std::string RangeSentence(const Example& example);

std::string AtStake(const Result& result);
std::string LossBound(const Result& result);

// The command that runs it again, beside the scenario that the page has.
std::string CommandAgain(const RunPage& page);
// The same beside the run's folder, which has the scenario; of a history that somebody else's
// client wrote, the command that judges it again.
std::string CommandAgain(const Result& result);

// What this run could not have seen, a sentence each: what it had no facts for, did not break, or
// can't tell.
std::vector<std::string> NotSeen(const RunPage& page);

}  // namespace kproof
