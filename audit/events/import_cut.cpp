#include "audit/events/import_cut.h"

#include <fmt/format.h>

#include <vector>

#include "harness/base/text.h"

namespace kproof {

void CutImporter::Take(const Event& event) {
  if (event.Has(Field::kAnnouncesEnd) && event.Int(Field::kAnnouncesEnd) != 0 && announced_ == 0)
    announced_ = event.line;
  if (event.type != EventType::kEnd) {
    ++read_[static_cast<std::size_t>(event.type)];
    return;
  }
  ++ends_;
  for (const auto& [type, count] : event.counts) {
    auto& counted = counted_[static_cast<std::size_t>(type)];
    if (__builtin_add_overflow(counted, count, &counted)) counted = UINT64_MAX;
  }
}

std::string CutImporter::Why() const {
  std::vector<std::string> reasons;
  if (torn_ != 0) reasons.push_back(fmt::format("the file ends in the middle of line {}", torn_));
  if (announced_ != 0 && ends_ == 0)
    reasons.push_back(fmt::format("the 'end' that line {} announces is missing", announced_));
  if (ends_ == 0) return Join(reasons, "; ");
  std::vector<std::string> missing, more;
  for (const auto& form : EventForms()) {
    const auto read = read_[static_cast<std::size_t>(form.type)];
    const auto counted = counted_[static_cast<std::size_t>(form.type)];
    const auto text = [&](std::uint64_t count) {
      return fmt::format("{} '{}'", WithThousands(count), form.name);
    };
    if (read < counted) missing.push_back(text(counted - read));
    if (read > counted) more.push_back(text(read - counted));
  }
  if (!missing.empty())
    reasons.push_back(fmt::format("by the counts of its 'end', {} {} missing", Join(missing, ", "),
                                  missing.size() == 1 ? "is" : "are"));
  if (!more.empty())
    reasons.push_back(fmt::format("{} {} in the file but not in the counts of its 'end'",
                                  Join(more, ", "), more.size() == 1 ? "is" : "are"));
  return Join(reasons, "; ");
}

}  // namespace kproof
