#include "harness/cli/cells.h"

#include <cstdio>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/read_input.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/campaign/plan_json.h"
#include "harness/cli/book.h"

namespace kproof {

std::string ReadScenarioFile(const std::string& file) {
  try {
    return ReadInput(file, kMostYamlBytes);
  } catch (const Error& error) {
    throw Error(ErrorKind::kUsage, file + ": " + error.what(), Hint(HintForScenario(file)));
  }
}

int PrintCells(const CampaignPlan& plan, const JsonFlags& json) {
  if (json.asked()) {
    std::printf("%s", ToJson(plan).c_str());
    return 0;
  }
  for (const auto& cell : plan.cells)
    std::printf("%s%s%s\n", Printable(PlaceText(cell.at)).c_str(),
                cell.excluded ? ": excluded: "
                : cell.expect ? ": expected: "
                              : "",
                cell.excluded ? Printable(*cell.excluded).c_str()
                : cell.expect ? Name(*cell.expect).c_str()
                              : "");
  std::printf("%s, %s of them run, %s\n", Counted(plan.cells.size(), "cell").c_str(),
              WithThousands(plan.Scenarios().size()).c_str(),
              Counted(plan.trials.size(), "trial").c_str());
  return 0;
}

}  // namespace kproof
