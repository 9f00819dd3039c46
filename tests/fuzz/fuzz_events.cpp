// An events.jsonl of any bytes: errors with their lines, or a store that the judge gets through.
// What the store says is exported, read again, and judged the same.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

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

kproof::Result JudgedOnce(const std::string& events, const std::string& store) {
  std::filesystem::remove(store);
  kproof::ImportEvents(events, store);
  return kproof::Judge(*kproof::StoreReader::Open(store));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto events = Path("events.jsonl"), store = Path("first.db");
  std::ofstream(events, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  kproof::Result first;
  try {
    first = JudgedOnce(events, store);
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kUsage);
    FUZZ_REQUIRE(!std::filesystem::exists(store));
    std::filesystem::remove(events);
    return 0;
  }
  const auto exported = Path("exported.jsonl"), again = Path("second.db");
  {
    std::ofstream file(exported, std::ios::binary);
    kproof::ExportEvents(store, [&](std::string_view line) { file << line << '\n'; });
  }
  const auto second = JudgedOnce(exported, again);
  FUZZ_REQUIRE(first.counts == second.counts);
  FUZZ_REQUIRE(first.verdict == second.verdict);
  for (const auto& path : {events, store, exported, again}) std::filesystem::remove(path);
  return 0;
}
