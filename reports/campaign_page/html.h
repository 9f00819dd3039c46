// A campaign as one HTML file (reports/frame/frame.h): its matrix and all its runs.
//
// Thread-safe: a pure function. The same page gives the same bytes.
#pragma once

#include <string>

#include "reports/campaign_page/campaign_page.h"

namespace kproof {

std::string ToHtml(const CampaignPage& page);

}  // namespace kproof
