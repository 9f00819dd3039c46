// The view model of a campaign's page: what its template names. One function a part of the page.
//
// Thread-safe: pure functions.
#pragma once

#include "reports/campaign_page/campaign_page.h"
#include "reports/frame/frame.h"

namespace kproof::view {

PageData FirstScreen(const CampaignPage& page);
// Each cell where its values cross; a script turns the axes.
PageData HeatMap(const CampaignPage& page);
// Cell by cell, and value by value of each axis: what it costs beside what it buys.
PageData Costs(const CampaignPage& page);
PageData Values(const CampaignPage& page);
PageData Runs(const CampaignPage& page);
// What was left out, who answers for what, what could not have been seen, versions.
PageData Around(const CampaignPage& page);

// Of the elements that the filters of the page look at: the indices of a cell's values in the order
// of the axes, as in "0,2".
std::string IndicesOf(const Matrix& matrix, const MatrixCell& cell);
// The page of a run, or its folder where it has none, relative to the campaign's page; whatever the
// folder is called it is a path.
std::string LinkTo(const CampaignRun& run);

}  // namespace kproof::view
