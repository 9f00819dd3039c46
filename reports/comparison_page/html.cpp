// A comparison as a page: the parts of its view, in the frame that all pages have.
#include "harness/base/text.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/comparison_page/view.h"
#include "reports/comparison_page/words.h"
#include "reports/frame/embedded.h"

namespace kproof {

std::string ToHtml(const Comparison& comparison) {
  PageData data;
  data.set("row_table", std::string(EmbeddedPage("comparison-rows")));
  AddComparisonHead(comparison, data);
  AddComparisonTables(comparison, data);
  AddComparisonSides(comparison, data);
  return InFrame({.kind = kComparisonReport,
                  .title = Upper(ComparisonWord(comparison)) + ": " + SidesText(comparison),
                  .styles = {"comparison-style"}},
                 "comparison", data);
}

}  // namespace kproof
