// The index.json beside a comparison.
#include "reports/comparison_page/comparison_page.h"
#include "reports/comparison_page/words.h"

namespace kproof {

Index IndexOf(const Comparison& comparison) {
  return {.kind = std::string(kComparisonReport),
          .name = SidesText(comparison),
          .verdict = ComparisonWord(comparison),
          .exit_code = ExitCodeOf(comparison),
          .reason = comparison.reason,
          .files = {{"report.html", "the comparison as a page"},
                    {"result.md", "the same in at most 60 lines"},
                    {"compare.json", "the comparison, for programs"}},
          .not_seen = NotSeen(comparison)};
}

}  // namespace kproof
