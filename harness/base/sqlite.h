// RAII over SQLite's C API, as little of it as the audit store, and applications that keep their
// results in a database, need.
//
// Not thread-safe. Whatever SQLite refuses comes as Error with the file's path in it: kCorrupt for
// damaged or foreign files, kNotRun where the machine has no room left or can't read or write,
// kInternal otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace kproof {

class Statement;
struct AsBlob;

class Database {
 public:
  // kSealed: nobody writes the file any more, and what lies beside it is not looked at.
  enum class Mode { kCreate, kWrite, kRead, kSealed };
  // `what` it is, for people. Waits up to 5 s where another process has it locked.
  Database(const std::string& path, Mode mode, std::string what = "audit store");
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void Execute(const std::string& sql);
  // A prepared statement, kept for the next use; `sql` must be a literal: it is known by its
  // address.
  Statement& Use(const char* sql);
  // One number, as from "PRAGMA user_version".
  std::int64_t Number(const std::string& sql);
  std::string Text(const std::string& sql);
  std::int64_t LastRowId() const;
  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_; }
  // Throws what `code` means.
  [[noreturn]] void Fail(int code, const std::string& doing) const;

 private:
  std::string path_, what_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<const void*, std::unique_ptr<Statement>> statements_;
};

class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds the parameters in order, from ?1. Text and blobs must live until the next step has run.
  template <typename... Values>
  Statement& Bind(const Values&... values) {
    int index = 0;
    (BindOne(++index, values), ...);
    return *this;
  }
  // Runs to the end and forgets the rows.
  void Run();
  // The next row; false and ready to be bound again when there is none.
  bool Step();
  void Reset();

  std::int64_t Int(int column) const;
  std::optional<std::int64_t> MaybeInt(int column) const;
  std::string Text(int column) const;
  // Lives until the next step.
  std::string_view Blob(int column) const;

 private:
  void BindOne(int index, std::int64_t value);
  void BindOne(int index, std::int32_t value) { BindOne(index, std::int64_t{value}); }
  void BindOne(int index, std::uint32_t value) { BindOne(index, std::int64_t{value}); }
  void BindOne(int index, std::uint64_t value) { BindOne(index, static_cast<std::int64_t>(value)); }
  void BindOne(int index, std::string_view text);
  void BindOne(int index, const std::string& text) { BindOne(index, std::string_view(text)); }
  void BindOne(int index, const char* text) { BindOne(index, std::string_view(text)); }
  void BindOne(int index, const AsBlob& blob);
  void BindNull(int index);
  template <typename Value>
  void BindOne(int index, const std::optional<Value>& value) {
    value ? BindOne(index, static_cast<std::int64_t>(*value)) : BindNull(index);
  }

  Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

// Bytes to be stored as a BLOB; empty ones as NULL.
struct AsBlob {
  explicit AsBlob(std::string_view view) : bytes(view) {}
  std::string_view bytes;
};

}  // namespace kproof
