// A campaign as Markdown, for pull requests and chats: at most 60 lines, whatever it was.
//
// Thread-safe: a pure function. The same page gives the same bytes.
#pragma once

#include <string>

#include "reports/campaign_page/campaign_page.h"

namespace kproof {

std::string ToMarkdown(const CampaignPage& page);

}  // namespace kproof
