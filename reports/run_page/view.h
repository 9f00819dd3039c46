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
// Leaders and ISRs as bands, and as a table.
Data Leaders(const RunPage& page);
// What happened moment by moment, and as JSON the cluster at each of them.
Data Cluster(const RunPage& page);
// Records that were not acked, by error.
Data Errors(const RunPage& page);
Data Anomalies(const RunPage& page);
// The telling lines of nodes' logs.
Data Log(const RunPage& page);
// Whether each guarantee was promised, and what was seen of it.
Data Guarantees(const Result& result);
Data Faults(const RunPage& page);
Data Partitions(const RunPage& page);
// Settings, guarantees, limits, doubts, versions.
Data Circumstances(const RunPage& page);

}  // namespace kproof::view
