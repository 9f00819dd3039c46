// One fact of a recorded run changed: what a judge that sees everything has to say of it, and of
// nothing else.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/base/sqlite.h"

namespace kproof {

// A record of one row of `settled` or `read`.
struct SpanRecord {
  std::uint64_t sequence = 0;
  std::int64_t offset = 0;
};

// A run's audit store that may be written to: a copy.
class MutableStore {
 public:
  explicit MutableStore(const std::string& path) : database_(path, Database::Mode::kWrite) {}

  Database& database() { return database_; }
  // The longest row of `table` where `condition` holds; 0 when there is none with three records.
  std::int64_t LongestRow(const std::string& table, const std::string& condition);
  std::vector<SpanRecord> Records(const std::string& table, std::int64_t row);
  // Rows like `row`, whose records are these instead: one row for each run that a span can hold.
  void Put(const std::string& table, std::int64_t row, const std::vector<SpanRecord>& records,
           const std::string& also_set = "");
  void Remove(const std::string& table, std::int64_t row);

 private:
  void PutRun(const std::string& table, std::int64_t row, const std::vector<SpanRecord>& records,
              const std::string& also_set);

  Database database_;
};

struct Mutation {
  std::string name;
  std::function<void(MutableStore&)> apply;
  std::map<std::string, int> changes;  // of result.json's counts; nothing else may change
};

// For a run in which every record was acked once, and read once by one final pass.
const std::vector<Mutation>& Mutations();

// Does each of them to a copy of this store, in this folder: all of it is said, and nothing else.
void ExpectEachMutationIsSaid(const std::string& store, const std::string& scratch);

}  // namespace kproof
