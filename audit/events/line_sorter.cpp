#include "audit/events/line_sorter.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "audit/events/complaints.h"
#include "audit/events/line_parser.h"
#include "audit/events/unnamed_file.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

const auto kLater = [](const auto& a, const auto& b) { return a->line.key > b->line.key; };

constexpr std::size_t kBuffer = 1U << 16;

template <typename Number>
void PutNumber(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

}  // namespace

LineSorter::LineSorter(std::string folder, std::size_t part_bytes)
    : folder_(std::move(folder)), part_bytes_(part_bytes) {}

// A sorted part that is being merged, with its next line.
class LineSorter::Part {
 public:
  explicit Part(int file) : file_(::fdopen(file, "rb")) {
    if (!file_) throw Error(ErrorKind::kNotRun, "a temporary file can't be read again");
    std::rewind(file_.get());
  }
  bool Next() {
    const int first = std::fgetc(file_.get());
    if (first == EOF && std::feof(file_.get()) != 0) return false;
    std::ungetc(first, file_.get());
    std::uint64_t length = 0;
    Take(&line.key.at, sizeof(line.key.at));
    Take(&line.key.number, sizeof(line.key.number));
    Take(&length, sizeof(length));
    line.text.resize(length);
    Take(line.text.data(), length);
    return true;
  }
  Line line;

 private:
  void Take(void* to, std::size_t bytes) {
    if (std::fread(to, 1, bytes, file_.get()) != bytes)
      throw Error(ErrorKind::kNotRun, "a temporary file can't be read back",
                  Hint("set TMPDIR to a folder of another disk"));
  }
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

LineSorter::~LineSorter() {
  for (const int file : files_) ::close(file);
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
  const int file = OpenUnnamedFile(folder_);
  files_.push_back(file);
  std::string bytes;
  for (const auto& line : lines_) {
    PutNumber(bytes, line.key.at);
    PutNumber(bytes, line.key.number);
    PutNumber(bytes, static_cast<std::uint64_t>(line.text.size()));
    bytes += line.text;
    if (bytes.size() < kBuffer) continue;
    WriteAll(file, bytes);
    bytes.clear();
  }
  WriteAll(file, bytes);
  lines_.clear();
  bytes_ = 0;
}

void LineSorter::Merge() {
  merging_ = true;
  WritePart();
  while (!files_.empty()) {
    auto part = std::make_unique<Part>(files_.back());
    files_.pop_back();
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

std::uint64_t AddEvents(LineSource& source, LineSorter& sorter) {
  Complaints complaints("");
  Event event;
  std::unordered_map<std::string, std::int64_t> last;  // time of each actor
  std::uint64_t without_end = 0;
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
    if (!source.ended()) without_end = source.number();
  }
  return without_end;
}

}  // namespace kproof
