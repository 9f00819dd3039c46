// Any text is a scenario or a list of diagnostics with places in it; what a scenario's plan is
// written out as gives the same plan again.
#include <cstdint>
#include <string>

#include "harness/scenario/plan.h"
#include "harness/scenario/scenario.h"
#include "tests/fuzz/require.h"
#include "tests/unit/scenario/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto vocabulary = kproof::TestVocabulary();
  const auto parsed = kproof::ParseScenario("fuzz.yaml", text, vocabulary);
  FUZZ_REQUIRE(parsed.scenario.has_value() == parsed.diagnostics.empty());
  for (const auto& diagnostic : parsed.diagnostics)
    FUZZ_REQUIRE(!diagnostic.what.empty() && diagnostic.line >= 0 && diagnostic.column >= 0);
  if (!parsed.scenario) return 0;
  const auto plan = kproof::MakePlan(*parsed.scenario, 7);
  const auto again = kproof::ParseScenario("again.yaml", kproof::ToYaml(plan), vocabulary);
  FUZZ_REQUIRE(again.scenario.has_value());
  FUZZ_REQUIRE(kproof::MakePlan(*again.scenario, 7).scenario == plan.scenario);
  return 0;
}
