// Two things keep a query from writing: SQLite asks the authorizer about every action while it
// prepares a statement, also about those of views and of VACUUM; and the statement itself says
// whether it is read-only.
#include "audit/store/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "audit/store/open.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/sqlite.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

constexpr int kLongestValue = 16 << 20;         // bytes
constexpr sqlite3_int64 kMostMemory = 1 << 30;  // bytes, of all that SQLite holds
constexpr int kStepsBetweenLooks = 10'000;      // of SQLite's virtual machine: about 0.1 ms

// Those that say what is in a store. A value given to one would set it.
constexpr std::array<std::string_view, 11> kReadingPragmas = {
    "application_id", "compile_options", "database_list", "foreign_key_list",
    "index_info",     "index_list",      "index_xinfo",   "table_info",
    "table_list",     "table_xinfo",     "user_version"};

bool TakesAName(std::string_view pragma) {
  return pragma.starts_with("table_") || pragma.starts_with("index_") ||
         pragma == "foreign_key_list";
}

bool Reads(int action, const char* first, const char* second) {
  const std::string_view name = first == nullptr ? "" : first;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return true;
    case SQLITE_FUNCTION:  // the second is its name
      return second == nullptr || std::string_view(second) != "load_extension";
    case SQLITE_UPDATE:  // so SQLite asks when it looks at a table-valued function for the first
                         // time; a statement that updates it is refused by SQLite itself
      return name == "sqlite_master";
    case SQLITE_PRAGMA:
      return Contains(kReadingPragmas, name) && (second == nullptr || TakesAName(name));
    default:
      return false;
  }
}

int Authorize(void* denied, int action, const char* first, const char* second, const char*,
              const char*) {
  if (Reads(action, first, second)) return SQLITE_OK;
  *static_cast<bool*>(denied) = true;
  return SQLITE_DENY;
}

int HasTimedOut(void* deadline) { return static_cast<const Deadline*>(deadline)->Passed() ? 1 : 0; }

QueryValue ValueOf(sqlite3_stmt* row, int column) {
  using Kind = QueryValue::Kind;
  const int type = sqlite3_column_type(row, column);
  if (type == SQLITE_NULL) return {Kind::kNull, ""};
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(row, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  if (type != SQLITE_BLOB) {
    const Kind kind = type == SQLITE_INTEGER ? Kind::kInteger
                      : type == SQLITE_FLOAT ? Kind::kReal
                                             : Kind::kText;
    const auto* text = sqlite3_column_text(row, column);
    return {kind, std::string(reinterpret_cast<const char*>(text),
                              static_cast<std::size_t>(sqlite3_column_bytes(row, column)))};
  }
  std::string digits;
  for (std::size_t i = 0; i < size; ++i) digits += fmt::format("{:02x}", bytes[i]);
  return {Kind::kBytes, digits};
}

class Query {
 public:
  Query(const std::string& path, const std::string& sql, Duration timeout)
      : sql_(sql),
        timeout_(timeout),
        deadline_(timeout),
        database_(path, ReadMode(path)),
        statement_(nullptr, sqlite3_finalize) {
    database_.Execute("PRAGMA temp_store=MEMORY");
    database_.Number("SELECT count(*) FROM sqlite_master");  // reading the schema asks for writes
    sqlite3_hard_heap_limit64(kMostMemory);
    sqlite3_limit(handle(), SQLITE_LIMIT_LENGTH, kLongestValue);
    sqlite3_set_authorizer(handle(), Authorize, &denied_);
    sqlite3_progress_handler(handle(), kStepsBetweenLooks, HasTimedOut, &deadline_);
    Prepare();
  }

  void Run(const std::function<void(const QueryRow&)>& take) {
    sqlite3_stmt* const statement = statement_.get();
    QueryRow row;
    const int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns; ++i)
      row.push_back({QueryValue::Kind::kText, sqlite3_column_name(statement, i)});
    take(row);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      for (int i = 0; i < columns; ++i) row[static_cast<std::size_t>(i)] = ValueOf(statement, i);
      take(row);
    }
    if (code != SQLITE_DONE) Refuse(code);
  }

 private:
  sqlite3* handle() const { return database_.handle(); }

  void Prepare() {
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(handle(), sql_.c_str(), -1, &raw, &tail);
    statement_.reset(raw);
    if (code != SQLITE_OK) Refuse(code);
    if (!statement_ || !Trim(tail).empty())
      throw Error(ErrorKind::kUsage, "'" + sql_ + "' is not one SQL statement",
                  Hint("run one statement at a time"));
    if (sqlite3_stmt_readonly(raw) == 0) Refuse(SQLITE_AUTH);
  }

  [[noreturn]] void Refuse(int code) const {
    switch (denied_ ? SQLITE_AUTH : code & 0xff) {
      case SQLITE_AUTH:
        throw Error(ErrorKind::kUsage, fmt::format("'{}' is not a read-only statement", sql_),
                    Hint("write one SELECT: a query never changes the store and creates no file"));
      case SQLITE_INTERRUPT:
        throw Error(ErrorKind::kNotRun,
                    fmt::format("the query took longer than {}", HumanDuration(timeout_)),
                    Hint("raise --timeout, or query less"));
      case SQLITE_NOMEM:
        throw Error(ErrorKind::kNotRun,
                    fmt::format("the query needs more than {} MiB of memory", kMostMemory >> 20),
                    Hint("ask for less"));
      default:
        throw Error(ErrorKind::kUsage,
                    fmt::format("SQLite refuses '{}': {}", sql_, sqlite3_errmsg(handle())),
                    Hint("docs/audit-store.md describes the tables"));
    }
  }

  const std::string& sql_;
  const Duration timeout_;
  Deadline deadline_;
  bool denied_ = false;
  Database database_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

}  // namespace

void QueryStore(const std::string& path, const std::string& sql,
                const std::function<void(const QueryRow&)>& take, Duration timeout) {
  CheckStore(path, ReadMode(path));
  Query(path, sql, timeout).Run(take);
}

}  // namespace kproof
