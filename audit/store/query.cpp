#include "audit/store/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>

#include "audit/store/open.h"
#include "audit/store/sqlite.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

std::string ColumnText(sqlite3_stmt* row, int column) {
  if (sqlite3_column_type(row, column) == SQLITE_NULL) return "";
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(row, column));
  const int size = sqlite3_column_bytes(row, column);
  if (sqlite3_column_type(row, column) != SQLITE_BLOB) {
    return reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  }
  std::string digits;
  for (int i = 0; i < size; ++i) digits += fmt::format("{:02x}", bytes[i]);
  return digits;
}

}  // namespace

void QueryStore(const std::string& path, const std::string& sql,
                const std::function<void(const std::vector<std::string>&)>& take) {
  CheckStore(path, StoreUse::kRead);
  Database database(path, Database::Mode::kRead);
  const auto refused = [&] {
    return Error(ErrorKind::kUsage,
                 fmt::format("SQLite refuses '{}': {}", sql, sqlite3_errmsg(database.handle())),
                 Hint("docs/audit-store.md describes the tables; a store is never changed"));
  };
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int prepared = sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &raw, &tail);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  if (prepared != SQLITE_OK) throw refused();
  if (!statement || !Trim(tail).empty()) {
    throw Error(ErrorKind::kUsage, "'" + sql + "' is not one SQL statement",
                Hint("ask one question at a time"));
  }
  const int columns = sqlite3_column_count(raw);
  std::vector<std::string> row;
  for (int i = 0; i < columns; ++i) row.emplace_back(sqlite3_column_name(raw, i));
  take(row);
  int code = sqlite3_step(raw);
  for (; code == SQLITE_ROW; code = sqlite3_step(raw)) {
    row.clear();
    for (int i = 0; i < columns; ++i) row.push_back(ColumnText(raw, i));
    take(row);
  }
  if (code != SQLITE_DONE) throw refused();
}

}  // namespace kproof
