#include "audit/events/line_sorter.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "audit/events/complaints.h"
#include "audit/events/line_parser.h"
#include "audit/events/line_source.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

const auto kLater = [](const auto& a, const auto& b) { return a->line.key > b->line.key; };

template <typename Number>
void PutNumber(std::ofstream& file, Number number) {
  file.write(reinterpret_cast<const char*>(&number), sizeof(number));
}

template <typename Number>
bool TakeNumber(std::ifstream& file, Number& number) {
  return static_cast<bool>(file.read(reinterpret_cast<char*>(&number), sizeof(number)));
}

}  // namespace

LineSorter::LineSorter(std::string folder, std::size_t part_bytes)
    : folder_(std::move(folder)), part_bytes_(part_bytes) {}

LineSorter::~LineSorter() {
  heap_.clear();
  std::error_code ignored;
  for (const auto& name : files_) std::filesystem::remove(name, ignored);
}

void LineSorter::Add(std::int64_t at, std::uint64_t number, std::string text) {
  bytes_ += text.size() + sizeof(Line);
  lines_.push_back({{at, number}, std::move(text)});
  if (bytes_ >= part_bytes_) WritePart();
}

void LineSorter::WritePart() {
  if (lines_.empty()) return;
  std::sort(lines_.begin(), lines_.end(),
            [](const Line& a, const Line& b) { return a.key < b.key; });
  const auto name = fmt::format("{}/kproof-lines-{}-{}", folder_, getpid(), files_.size());
  files_.push_back(name);
  std::ofstream file(name, std::ios::binary);
  for (const auto& line : lines_) {
    PutNumber(file, line.key.at);
    PutNumber(file, line.key.number);
    PutNumber(file, static_cast<std::uint64_t>(line.text.size()));
    file.write(line.text.data(), static_cast<std::streamsize>(line.text.size()));
  }
  file.close();
  if (!file)
    throw Error(ErrorKind::kNotRun, fmt::format("{} can't be written", name),
                Hint("set TMPDIR to a folder with more room"));
  lines_.clear();
  bytes_ = 0;
}

bool LineSorter::Part::Next() {
  std::uint64_t length = 0;
  if (!TakeNumber(file, line.key.at) || !TakeNumber(file, line.key.number) ||
      !TakeNumber(file, length))
    return false;
  line.text.resize(length);
  return static_cast<bool>(file.read(line.text.data(), static_cast<std::streamsize>(length)));
}

void LineSorter::Merge() {
  merging_ = true;
  WritePart();
  for (const auto& name : files_) {
    auto part = std::make_unique<Part>();
    part->file.open(name, std::ios::binary);
    if (part->Next()) heap_.push_back(std::move(part));
  }
  std::make_heap(heap_.begin(), heap_.end(), kLater);
}

bool LineSorter::Next(std::string& line, std::uint64_t& number) {
  if (!merging_) Merge();
  if (heap_.empty()) return false;
  std::pop_heap(heap_.begin(), heap_.end(), kLater);
  auto& part = *heap_.back();
  number = part.line.key.number;
  line.swap(part.line.text);
  if (part.Next()) {
    std::push_heap(heap_.begin(), heap_.end(), kLater);
  } else {
    heap_.pop_back();
  }
  return true;
}

void AddEvents(const std::string& path, LineSorter& sorter) {
  LineSource source(path);
  Complaints complaints(path);
  Event event;
  std::unordered_map<std::string, std::int64_t> last;  // time of each actor
  for (std::string_view text; source.Next(text);) {
    auto at = LineSorter::kNoTime;
    if (ParseEvent(text, source.number(), event, complaints)) {
      if (event.Has(Field::kT)) at = event.Int(Field::kT);
      if (event.Has(Field::kActor)) {
        auto& of_actor = last.try_emplace(event.Text(Field::kActor), at).first->second;
        of_actor = event.Has(Field::kT) ? at : of_actor;
        at = of_actor;
      }
    }
    sorter.Add(at, source.number(), std::string(text));
  }
}

}  // namespace kproof
