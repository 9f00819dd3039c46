// The view model of the page: what its template names, as values of the template engine, each text
// ready to be escaped. One function a part of the page.
//
// Thread-safe: pure functions.
#pragma once

#include "reports/frame/frame.h"
#include "reports/run_page/run_page.h"

namespace kproof::view {

using Data = PageData;

Data FirstScreen(const RunPage& page);
// Charts as the template draws them where no script runs, and as JSON for the script.
Data Charts(const RunPage& page);
Data Anomalies(const Result& result);
Data Faults(const RunPage& page);
Data Partitions(const RunPage& page);
// Settings, guarantees, limits, doubts, versions.
Data Circumstances(const RunPage& page);

}  // namespace kproof::view
