#include "audit/store/open.h"

#include <fmt/format.h>

#include <filesystem>

#include "audit/store/run_keys.h"
#include "audit/store/schema.h"
#include "audit/store/seal.h"
#include "harness/base/error.h"
#include "harness/base/output_target.h"

namespace kproof {
namespace {

void RequireDatabase(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(ErrorKind::kCorrupt, fmt::format("there is no audit store {}", path),
                Hint("name a run folder or its audit.db"));
  }
  if (!IsDatabase(path)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is not an audit store of kproof: it is not an SQLite file", path),
                Hint("name a run folder or its audit.db"));
  }
}

void RequireOurs(Database& database, const std::string& path) {
  if (database.Number("PRAGMA application_id") == kStoreApplicationId) return;
  throw Error(ErrorKind::kCorrupt, fmt::format("{} is not an audit store of kproof", path),
              Hint("name a run folder or its audit.db"));
}

}  // namespace

// sqlite.org/fileformat.html
bool IsDatabase(const std::string& path) { return FirstBytes(path).starts_with("SQLite format 3"); }

Database::Mode ReadMode(const std::string& path) {
  return IsSealed(path) ? Database::Mode::kSealed : Database::Mode::kRead;
}

void CheckStore(const std::string& path, Database::Mode mode) {
  RequireDatabase(path);
  const bool writes = mode == Database::Mode::kWrite;
  Database database(path, writes ? Database::Mode::kRead : mode);
  RequireOurs(database, path);
  const auto version = database.Number("PRAGMA user_version");
  const auto oldest = writes ? kStoreVersion : kOldestStoreVersion;
  if (version < oldest || version > kStoreVersion) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("audit store {} has version {}; this kproof {} {}", path, version,
                            writes ? "writes" : "reads up to", kStoreVersion),
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
  RequireDatabase(path);
  Database database(path, Database::Mode::kSealed);
  RequireOurs(database, path);
  const auto value = [&](const char* key) {
    return database.Text(fmt::format("SELECT value FROM run WHERE key='{}'", key));
  };
  if (auto made_by = value(run_key::kMadeBy); !made_by.empty()) return made_by;
  // Before there was that key, an auditor described no more than itself.
  const bool audit = value(run_key::kScenario) == made_by::kAudit;
  return audit && value(run_key::kScenarioYaml).empty() ? made_by::kAudit : "";
}

}  // namespace kproof
