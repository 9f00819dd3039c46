#include "harness/run/check.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "audit/events/import.h"
#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "harness/base/error.h"
#include "harness/collect/collector.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

// A store of our own in the temporary folder, gone when we are done.
class TempStore {
 public:
  TempStore() : folder_(fs::temp_directory_path() / ("kproof-check-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~TempStore() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  // A copy of a store that nobody finished, with its write-ahead log, so that the original stays as
  // it was found.
  void Copy(const fs::path& store) const {
    for (const char* suffix : {"", "-wal"}) {
      if (fs::exists(store.string() + suffix))
        fs::copy_file(store.string() + suffix, file() + suffix);
    }
  }
  std::string file() const { return (folder_ / "audit.db").string(); }

 private:
  fs::path folder_;
};

bool HasSpools(const fs::path& folder) { return fs::is_directory(folder) && !fs::is_empty(folder); }

// What came through audit topics is in the spools too, and no fact may have two sources.
bool FromSpools(const fs::path& store) {
  return !StoreReader::Open(store.string())->Run().contains(run_key::kAuditTransport);
}

// What can be read but once: stdin, and what a shell puts in place of <(…).
bool IsStream(const fs::path& path) {
  return path == "-" || fs::is_fifo(path) || fs::is_socket(path) || fs::is_character_file(path);
}

// Whatever is no store: by the first bytes of every SQLite 3 file, and by the name that a store
// has, so that a damaged one is not taken for text.
bool IsEvents(const fs::path& path) {
  if (IsStream(path)) return true;
  if (!fs::is_regular_file(path) || path.extension() == ".db") return false;
  constexpr std::string_view kMagic = "SQLite format 3";
  std::string head(kMagic.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head != kMagic;
}

CheckOutcome CheckEvents(const std::string& path, const std::string& keep) {
  const TempStore temporary;
  const auto store = keep.empty() ? temporary.file() : keep;
  ImportEvents(path, store);
  return {Judge(*StoreReader::Open(store)), keep};
}

}  // namespace

CheckOutcome CheckRun(const std::string& path, const std::string& keep) {
  if (IsEvents(path)) return CheckEvents(path, keep);
  if (!keep.empty())
    throw Error(ErrorKind::kUsage, path + " is a store already",
                Hint("--out keeps the store that is made from an events.jsonl"));
  const bool is_folder = fs::is_directory(path);
  const fs::path store = is_folder ? fs::path(path) / "audit.db" : fs::path(path);
  const fs::path spools = is_folder ? fs::path(path) / "spool" : fs::path();
  if (!fs::exists(store))
    throw Error(ErrorKind::kCorrupt, "there is no " + store.string(),
                Hint("name a run folder, as in results/latest, an audit.db or an events.jsonl"));
  const std::string folder = is_folder ? path : store.parent_path().string();
  const bool has_spools = is_folder && HasSpools(spools);
  // Even a reader of a store with a write-ahead log writes to the file beside it (-shm).
  if (!has_spools && !fs::exists(store.string() + "-wal"))
    return {Judge(*StoreReader::Open(store.string())), folder};
  const TempStore copy;
  copy.Copy(store);
  if (has_spools && FromSpools(copy.file()))
    CollectLeftOver(*StoreWriter::Open(copy.file()), spools.string());
  return {Judge(*StoreReader::Open(copy.file())), folder};
}

}  // namespace kproof
