#include "harness/run/check.h"

#include <unistd.h>

#include <filesystem>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "harness/base/error.h"
#include "harness/collect/collector.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

// A store beside which spools still lie: copied with its write-ahead log, so that the original
// stays as it was found.
class CopyOfStore {
 public:
  explicit CopyOfStore(const fs::path& store)
      : folder_(fs::temp_directory_path() / ("kproof-check-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (const char* suffix : {"", "-wal"}) {
      if (fs::exists(store.string() + suffix))
        fs::copy_file(store.string() + suffix, file() + suffix);
    }
  }
  ~CopyOfStore() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
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

}  // namespace

CheckOutcome CheckRun(const std::string& path) {
  const bool is_folder = fs::is_directory(path);
  const fs::path store = is_folder ? fs::path(path) / "audit.db" : fs::path(path);
  const fs::path spools = is_folder ? fs::path(path) / "spool" : fs::path();
  if (!fs::exists(store))
    throw Error(ErrorKind::kCorrupt, "there is no " + store.string(),
                Hint("name a run folder, as in results/latest, or an audit.db"));
  const std::string folder = is_folder ? path : store.parent_path().string();
  if (!is_folder || !HasSpools(spools) || !FromSpools(store))
    return {Judge(*StoreReader::Open(store.string())), folder};
  const CopyOfStore copy(store);
  CollectLeftOver(*StoreWriter::Open(copy.file()), spools.string());
  return {Judge(*StoreReader::Open(copy.file())), folder};
}

}  // namespace kproof
