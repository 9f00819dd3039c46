#include "audit/store/open.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "audit/store/run_keys.h"
#include "audit/store/schema.h"
#include "audit/store/sqlite.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

// By the first bytes of every SQLite 3 file (sqlite.org/fileformat.html).
bool IsDatabase(const std::string& path) {
  constexpr std::string_view kMagic = "SQLite format 3";
  std::string head(kMagic.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  return file.read(head.data(), static_cast<std::streamsize>(head.size())) && head == kMagic;
}

void CheckKind(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(ErrorKind::kCorrupt, fmt::format("there is no audit store {}", path),
                Hint("name a run folder or its audit.db"));
  }
  if (!IsDatabase(path)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is no audit store of kproof: it is no SQLite file", path),
                Hint("name a run folder or its audit.db"));
  }
}

}  // namespace

void CheckStore(const std::string& path, StoreUse use, bool sealed) {
  CheckKind(path);
  Database database(path, sealed ? Database::Mode::kSealed : Database::Mode::kRead);
  if (database.Number("PRAGMA application_id") != kStoreApplicationId) {
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is no audit store of kproof", path),
                Hint("name a run folder or its audit.db"));
  }
  const auto version = database.Number("PRAGMA user_version");
  const auto oldest = use == StoreUse::kRead ? kOldestStoreVersion : kStoreVersion;
  if (version < oldest || version > kStoreVersion) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("audit store {} has version {}; this kproof {} {}", path, version,
                            use == StoreUse::kRead ? "reads up to" : "writes", kStoreVersion),
                Hint(version > kStoreVersion ? "use the kproof that wrote it, or a newer one"
                                             : "run it again"));
  }
  if (const auto found = database.Text("PRAGMA quick_check(1)"); found != "ok") {
    throw Error(ErrorKind::kCorrupt, fmt::format("audit store {} is damaged: {}", path, found),
                Hint("restore it from a copy, or run the scenario again"));
  }
}

// The key was written with the schema, before there was a write-ahead log.
std::string StoreMadeBy(const std::string& path) {
  CheckKind(path);
  Database database(path, Database::Mode::kSealed);
  if (database.Number("PRAGMA application_id") != kStoreApplicationId) {
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is no audit store of kproof", path),
                Hint("name a run folder or its audit.db"));
  }
  const auto value = [&](const char* key) {
    return database.Text(fmt::format("SELECT value FROM run WHERE key='{}'", key));
  };
  if (const auto made_by = value(run_key::kMadeBy); !made_by.empty()) return made_by;
  // Before there was that key, an auditor described no more than itself.
  const bool audit = value(run_key::kScenario) == made_by::kAudit;
  return audit && value(run_key::kScenarioYaml).empty() ? made_by::kAudit : "";
}

}  // namespace kproof
