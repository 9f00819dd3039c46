#include "harness/base/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cctype>
#include <filesystem>
#include <utility>

#include "harness/base/error.h"

namespace kproof {

namespace {

// sqlite.org/uri.html
std::string ImmutableUri(const std::string& path) {
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(path).string()) {
    const bool plain = c == '/' || c == '.' || c == '-' || c == '_' ||
                       (std::isalnum(static_cast<unsigned char>(c)) != 0);
    uri += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

}  // namespace

Database::Database(const std::string& path, Mode mode, std::string what)
    : path_(path), what_(std::move(what)) {
  int flags = SQLITE_OPEN_NOMUTEX;
  if (mode == Mode::kRead) flags |= SQLITE_OPEN_READONLY;
  if (mode == Mode::kSealed) flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  if (mode == Mode::kWrite) flags |= SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const auto name = mode == Mode::kSealed ? ImmutableUri(path) : path;
  const int code = sqlite3_open_v2(name.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close_v2(handle_);
    throw Error(ErrorKind::kNotRun,
                fmt::format("cannot open {} {}: {}", what_, path, sqlite3_errstr(code)),
                Hint("check that the folder exists and is writable"));
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, 5'000);
}

Database::~Database() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

void Database::Fail(int code, const std::string& doing) const {
  const auto what =
      fmt::format("{} {}: {} failed: {}", what_, path_, doing, sqlite3_errmsg(handle_));
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(ErrorKind::kCorrupt, what, Hint("the file is damaged or is not an " + what_));
    case SQLITE_FULL:
      throw Error(ErrorKind::kNotRun, what, Hint("free some space on that disk"));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw Error(ErrorKind::kNotRun, what,
                  Hint("check the disk and the permissions of that folder"));
    default:
      throw Error(what);
  }
}

void Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) Fail(code, "'" + sql.substr(0, 60) + "'");
}

Statement& Database::Use(const char* sql) {
  auto& statement = statements_[sql];
  if (!statement) statement = std::make_unique<Statement>(*this, sql);
  return *statement;
}

std::int64_t Database::Number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.Step() ? statement.Int(0) : 0;
}

std::string Database::Text(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.Step() ? statement.Text(0) : "";
}

std::int64_t Database::LastRowId() const { return sqlite3_last_insert_rowid(handle_); }

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database.Fail(code, "'" + std::string(sql.substr(0, 60)) + "'");
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::Run() {
  while (Step()) {
  }
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    const std::string doing = std::string("'") + sqlite3_sql(statement_) + "'";
    try {
      database_->Fail(code, doing.substr(0, 60));
    } catch (...) {
      Reset();
      throw;
    }
  }
  Reset();
  return false;
}

void Statement::Reset() { sqlite3_reset(statement_); }

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<std::int64_t> Statement::MaybeInt(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return Int(column);
}

std::string Statement::Text(int column) const { return std::string(Blob(column)); }

std::string_view Statement::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::BindOne(int index, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_, index, value))
    database_->Fail(code, "binding a number");
}

void Statement::BindOne(int index, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  const int code =
      sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) database_->Fail(code, "binding a text");
}

void Statement::BindOne(int index, const AsBlob& blob) {
  if (blob.bytes.empty()) return BindNull(index);
  const int code =
      sqlite3_bind_blob64(statement_, index, blob.bytes.data(), blob.bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) database_->Fail(code, "binding bytes");
}

void Statement::BindNull(int index) {
  if (const int code = sqlite3_bind_null(statement_, index)) database_->Fail(code, "binding null");
}

}  // namespace kproof
