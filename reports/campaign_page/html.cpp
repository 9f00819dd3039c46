#include "reports/campaign_page/html.h"

#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"

namespace kproof {

std::string ToHtml(const CampaignPage& page) {
  PageData data;
  data.set("first", view::FirstScreen(page));
  data.set("heat", view::HeatMap(page));
  data.set("costs", view::Costs(page));
  data.set("values", view::Values(page));
  data.set("runs", view::Runs(page));
  data.set("around", view::Around(page));
  return InFrame({.kind = "campaign",
                  .title = HeadlineOf(page).word + ": " + OneLine(page.matrix.name, kLongestName),
                  .styles = {"campaign-style"},
                  .scripts = {"campaign-script"}},
                 "campaign", data);
}

}  // namespace kproof
