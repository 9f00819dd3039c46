#include "audit/events/complaints.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {

void Complaints::AddTo(Rows& rows, std::uint64_t line, const std::string& what,
                       const std::string& hint) {
  if (rows.size() >= kMost) return;
  const auto where = line == 0 ? file_ : fmt::format("{}:{}", file_, line);
  rows.emplace_back(line, fmt::format("{}: {}{}{}", where, what, hint.empty() ? "" : "; ", hint));
}

void Complaints::Add(std::uint64_t line, const std::string& what, const std::string& hint) {
  AddTo(complaints_, line, what, hint);
}

void Complaints::AddUnlessCut(std::uint64_t line, const std::string& what,
                              const std::string& hint) {
  AddTo(unless_cut_, line, what, hint);
}

void Complaints::Settle(bool cut) {
  for (auto& row : unless_cut_) {
    if (!cut && !enough()) complaints_.push_back(std::move(row));
  }
  unless_cut_.clear();
}

void Complaints::ThrowIfAny() const {
  if (complaints_.empty()) return;
  auto sorted = complaints_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> rows;
  for (const auto& [line, text] : sorted) rows.push_back(text);
  if (enough())
    rows.push_back(fmt::format("{}: the first {} errors; there may be more", file_, kMost));
  throw Error(ErrorKind::kUsage, Join(rows, "\n"));
}

}  // namespace kproof
