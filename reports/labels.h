// Labels of a metric, as Prometheus' text format and OpenMetrics write them.
//
// Thread-safe: pure functions.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kproof {

using Labels = std::vector<std::pair<std::string, std::string>>;  // name, value

Labels With(Labels labels, const std::string& name, const std::string& value);

// `{run="a",kind="lost"}`, "" without any; `escaped` makes a value safe between the quotes.
std::string LabelsText(const Labels& labels,
                       const std::function<std::string(const std::string&)>& escaped);

}  // namespace kproof
