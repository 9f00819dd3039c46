// Runs of the book as they were recorded, in each of which facts are changed one at a time:
// whatever is done to one fact is said, and nothing but that. Which runs: those below
// KPROOF_RECORDED (a folder, or folders with a colon between them), else those that the book.*
// tests of this build wrote.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/text.h"
#include "tests/chaos/mutation.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// What a mutation needs: every record acked once, and read once by one final pass.
bool IsClean(const Result& result) {
  static const std::set<std::string> kSent = {"sent", "acked", "read"};
  if (result.counts.at("acked") == 0) return false;
  for (const auto& [name, count] : result.counts)
    if (!kSent.contains(name) && count > 0) return false;
  return result.counts.at("sent") == result.counts.at("acked");
}

std::vector<std::string> Stores() {
  const char* given = std::getenv("KPROOF_RECORDED");
  std::vector<std::string> stores;
  for (const auto& folder : Split(given != nullptr ? given : KPROOF_TEST_DIR "/book", ':')) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().filename() == "audit.db" &&
          !entry.path().parent_path().filename().string().starts_with(".partial-"))
        stores.push_back(entry.path().string());
  }
  return stores;
}

TEST(RecordedRuns, EachChangeOfAFactIsSaid) {
  const auto stores = Stores();
  if (stores.empty()) GTEST_SKIP() << "no run was recorded";
  const fs::path scratch = KPROOF_TEST_DIR "/recorded-" + std::to_string(getpid());
  fs::create_directories(scratch);
  int clean = 0;
  for (const auto& store : stores) {
    if (!IsClean(Judge(*StoreReader::Open(store)))) continue;
    ++clean;
    ExpectEachMutationIsSaid(store, scratch.string());
  }
  fs::remove_all(scratch);
  std::printf("%d clean runs, %zu changes in each\n", clean, Mutations().size());
  EXPECT_GT(clean, 0) << "of " << stores.size() << " recorded runs";
}

}  // namespace
}  // namespace kproof
