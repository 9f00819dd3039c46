#include "reports/run_page/html.h"

#include "harness/base/text.h"
#include "reports/frame/frame.h"
#include "reports/run_page/view.h"
#include "reports/run_page/words.h"

namespace kproof {

std::string ToHtml(const RunPage& page) {
  view::Data data;
  data.set("first", view::FirstScreen(page));
  data.set("charts", view::Charts(page));
  data.set("leaders", view::Leaders(page));
  data.set("errors", view::Errors(page));
  data.set("anomalies", view::Anomalies(page));
  data.set("cluster", view::Cluster(page));
  data.set("log", view::Log(page));
  data.set("faults", view::Faults(page));
  data.set("partitions", view::Partitions(page));
  data.set("around", view::Circumstances(page));
  return InFrame({.kind = "run",
                  .title = Upper(Name(page.result.verdict)) + ": " +
                           OneLine(page.result.scenario, kLongestName),
                  .styles = {"uplot-style"},
                  .scripts = {"uPlot", "fault-bands", "page-bands", "page-script", "page-cluster"}},
                 "run", data);
}

}  // namespace kproof
