#include "audit/events/sorted_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <unordered_map>

#include "audit/events/complaints.h"
#include "audit/events/line_parser.h"
#include "audit/events/line_source.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr auto kNoTime = std::numeric_limits<std::int64_t>::min();

// An event without `t` goes where the event of its actor before it goes.
class Times {
 public:
  std::int64_t Of(const Event& event) {
    auto* last = event.Has(Field::kActor) ? &Last(event.Text(Field::kActor)) : nullptr;
    if (!event.Has(Field::kT)) return last == nullptr ? kNoTime : *last;
    const auto at = event.Int(Field::kT);
    if (last != nullptr) *last = at;
    return at;
  }

 private:
  std::int64_t& Last(const std::string& actor) {
    return last_.try_emplace(actor, kNoTime).first->second;
  }

  std::unordered_map<std::string, std::int64_t> last_;
};

template <typename Number>
void PutNumber(std::ofstream& file, Number number) {
  file.write(reinterpret_cast<const char*>(&number), sizeof(number));
}

template <typename Number>
bool TakeNumber(std::ifstream& file, Number& number) {
  return static_cast<bool>(file.read(reinterpret_cast<char*>(&number), sizeof(number)));
}

}  // namespace

SortedLines::SortedLines(const std::string& path, const std::string& folder,
                         std::size_t part_bytes) {
  LineSource source(path);
  Complaints complaints(path);
  Event event;
  Times times;
  std::vector<Line> lines;
  std::size_t bytes = 0;
  for (std::string_view text; source.Next(text);) {
    // What is wrong with a line is told by whoever takes it from here.
    const bool valid = ParseEvent(text, source.number(), event, complaints);
    lines.push_back({{valid ? times.Of(event) : kNoTime, source.number()}, std::string(text)});
    bytes += text.size() + sizeof(Line);
    if (bytes < part_bytes) continue;
    WritePart(lines, folder);
    bytes = 0;
  }
  WritePart(lines, folder);
  const auto later = [](const auto& a, const auto& b) { return a->line.key > b->line.key; };
  for (const auto& name : files_) {
    auto part = std::make_unique<Part>();
    part->file.open(name, std::ios::binary);
    if (part->Next()) heap_.push_back(std::move(part));
  }
  std::make_heap(heap_.begin(), heap_.end(), later);
}

SortedLines::~SortedLines() {
  heap_.clear();
  std::error_code ignored;
  for (const auto& name : files_) std::filesystem::remove(name, ignored);
}

void SortedLines::WritePart(std::vector<Line>& lines, const std::string& folder) {
  if (lines.empty()) return;
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.key < b.key; });
  const auto name = fmt::format("{}/part-{}", folder, files_.size());
  files_.push_back(name);
  std::ofstream file(name, std::ios::binary);
  for (const auto& line : lines) {
    PutNumber(file, line.key.at);
    PutNumber(file, line.key.number);
    PutNumber(file, static_cast<std::uint64_t>(line.text.size()));
    file.write(line.text.data(), static_cast<std::streamsize>(line.text.size()));
  }
  file.close();
  if (!file)
    throw Error(ErrorKind::kNotRun, fmt::format("{} can't be written", name),
                Hint("set TMPDIR to a folder with room for the file once more"));
  lines.clear();
}

bool SortedLines::Part::Next() {
  std::uint64_t length = 0;
  if (!TakeNumber(file, line.key.at) || !TakeNumber(file, line.key.number) ||
      !TakeNumber(file, length))
    return false;
  line.text.resize(length);
  return static_cast<bool>(file.read(line.text.data(), static_cast<std::streamsize>(length)));
}

bool SortedLines::Next(std::string& line, std::uint64_t& number) {
  if (heap_.empty()) return false;
  const auto later = [](const auto& a, const auto& b) { return a->line.key > b->line.key; };
  std::pop_heap(heap_.begin(), heap_.end(), later);
  auto& part = *heap_.back();
  number = part.line.key.number;
  line.swap(part.line.text);
  if (part.Next()) {
    std::push_heap(heap_.begin(), heap_.end(), later);
  } else {
    heap_.pop_back();
  }
  return true;
}

}  // namespace kproof
