// An events.jsonl of any bytes: errors with their lines, or a store that the judge gets through.
// What the store says is exported, read again, and judged the same; cut anywhere it neither accuses
// nor acquits.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/error.h"
#include "tests/fuzz/require.h"

namespace {

// In memory: a store is made for each input.
std::string Path(const char* name) {
  return fmt::format("/dev/shm/kproof-fuzz-{}-{}", getpid(), name);
}

void Write(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

kproof::Result JudgedOnce(const std::string& events, const std::string& store) {
  std::filesystem::remove(store);
  kproof::ImportEvents(events, store);
  return kproof::Judge(*kproof::StoreReader::Open(store));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto events = Path("events.jsonl"), store = Path("first.db");
  Write(events, {reinterpret_cast<const char*>(data), size});
  kproof::Result first;
  try {
    first = JudgedOnce(events, store);
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kUsage);
    FUZZ_REQUIRE(!std::filesystem::exists(store));
    std::filesystem::remove(events);
    return 0;
  }
  // Sends that only a sequence tells of are written one by one.
  if (first.counts.at("sent") > 100'000) return 0;
  const auto exported = Path("exported.jsonl"), again = Path("second.db");
  std::string text;
  kproof::ExportEvents(store, [&](std::string_view line) { text.append(line).append("\n"); });
  Write(exported, text);
  const auto second = JudgedOnce(exported, again);
  FUZZ_REQUIRE(first.counts == second.counts);
  FUZZ_REQUIRE(first.verdict == second.verdict);
  FUZZ_REQUIRE(first.cut == second.cut);
  // Its last byte is a line end, which nobody misses; without its first line it may be anybody's.
  const auto least = text.find('\n') + 1;
  const auto cut = least + size * 7919 % (text.size() - 1 - least);
  Write(exported, std::string_view(text).substr(0, cut));
  FUZZ_REQUIRE(JudgedOnce(exported, again).verdict == kproof::Verdict::kInconclusive);
  for (const auto& path : {events, store, exported, again}) std::filesystem::remove(path);
  return 0;
}
