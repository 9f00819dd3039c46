// junit.xml: the result for CI servers. A suite a scenario, a case a guarantee, a case a limit, and
// one case "verdict".
//
// A violation, an unprotected anomaly and a passed limit are failures; what could not be judged is
// an error; what this machine could not run is skipped. The case "verdict" is green only when the
// run's verdict is "pass", so a suite is never greener than its run.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

std::string ToJunit(const Result& result);
// Several runs in one document, in the order given.
std::string ToJunit(const std::vector<Result>& results);

// Whether ToJunit made the content of this file, by its first bytes.
bool IsJunit(const std::string& file);

}  // namespace kproof
