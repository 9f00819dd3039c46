// A campaign's index.json (reports/frame/index_json.h).
//
// Thread-safe: a pure function.
#pragma once

#include "reports/campaign_page/campaign_page.h"
#include "reports/frame/index_json.h"

namespace kproof {

Index IndexOf(const CampaignPage& page);

}  // namespace kproof
