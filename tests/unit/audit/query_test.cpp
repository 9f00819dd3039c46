// A query reads, and does nothing else.
#include "audit/store/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "audit/store/seal.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Queries : public testing::Test {
 protected:
  Queries() {
    const auto writer = StoreWriter::Create(store_);
    writer->Add(EventFact{1, "state", "broker 1", "a\tb"});
  }

  // Rows after the names, "a|b".
  std::vector<std::string> Rows(const std::string& sql, Duration timeout = kQueryTimeout) {
    std::vector<std::string> rows;
    QueryStore(
        store_, sql,
        [&](const QueryRow& row) {
          std::vector<std::string> cells;
          for (const auto& value : row) cells.push_back(value.text);
          rows.push_back(Join(cells, "|"));
        },
        timeout);
    return rows;
  }
  std::optional<Error> Refusal(const std::string& sql, Duration timeout = kQueryTimeout) {
    try {
      Rows(sql, timeout);
      return std::nullopt;
    } catch (const Error& error) {
      return error;
    }
  }

  TemporaryFolder folder_;
  std::string store_ = folder_.File("audit.db");
};

TEST_F(Queries, AnswerWithNamesFirst) {
  EXPECT_EQ(Rows("SELECT subject, at_us FROM event"),
            (std::vector<std::string>{"subject|at_us", "broker 1|1"}));
  using Kind = QueryValue::Kind;
  std::vector<Kind> kinds;
  QueryStore(store_, "SELECT NULL, 1, 1.5, 'x', x'00ff'", [&](const QueryRow& row) {
    kinds.clear();
    for (const auto& value : row) kinds.push_back(value.kind);
  });
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::kNull, Kind::kInteger, Kind::kReal, Kind::kText,
                                      Kind::kBytes}));
}

TEST_F(Queries, ReadInEveryWay) {
  for (const char* sql :
       {"SELECT * FROM streams", "VALUES (1)", "PRAGMA table_info(run)", "PRAGMA user_version",
        "SELECT name FROM pragma_table_info('run')", "EXPLAIN QUERY PLAN SELECT * FROM run",
        "SELECT count(*) FROM sqlite_master", "SELECT value FROM json_each('[1,2]')",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i "
        "FROM n"})
    EXPECT_FALSE(Refusal(sql)) << sql;
}

TEST_F(Queries, RefuseWhateverElseSqliteCanDo) {
  const auto file = folder_.File("made.db");
  for (const bool sealed : {false, true}) {
    if (sealed) SealStore(store_);
    const auto before = Sha256OfFile(store_);
    for (const std::string& sql : {std::string("VACUUM INTO '") + file + "'",
                                   std::string("VACUUM"),
                                   std::string("ATTACH '") + file + "' AS other",
                                   std::string("DETACH main"),
                                   std::string("PRAGMA writable_schema=1"),
                                   std::string("PRAGMA journal_mode=DELETE"),
                                   std::string("PRAGMA user_version=9"),
                                   std::string("PRAGMA temp_store_directory='/'"),
                                   std::string("PRAGMA wal_checkpoint"),
                                   std::string("PRAGMA query_only=0"),
                                   std::string("CREATE TEMP TABLE x(a)"),
                                   std::string("CREATE TABLE x(a)"),
                                   std::string("CREATE TEMP VIEW x AS SELECT 1"),
                                   std::string("DELETE FROM run"),
                                   std::string("INSERT INTO run VALUES('a','b')"),
                                   std::string("UPDATE run SET value=''"),
                                   std::string("WITH x AS (SELECT 1) DELETE FROM run"),
                                   std::string("DROP TABLE run"),
                                   std::string("REINDEX"),
                                   std::string("ANALYZE"),
                                   std::string("BEGIN IMMEDIATE"),
                                   std::string("SAVEPOINT a"),
                                   std::string("SELECT load_extension('x')"),
                                   std::string("ALTER TABLE run RENAME TO runs"),
                                   std::string("EXPLAIN DELETE FROM run")}) {
      const auto refusal = Refusal(sql);
      ASSERT_TRUE(refusal) << sql;
      EXPECT_EQ(refusal->kind(), ErrorKind::kUsage) << sql << ": " << refusal->what();
      EXPECT_THAT(refusal->what(), HasSubstr("is not a read-only statement")) << sql;
    }
    EXPECT_FALSE(fs::exists(file));
    EXPECT_EQ(Sha256OfFile(store_), before);
  }
}

TEST_F(Queries, AreOneStatementThatIsRight) {
  for (const char* sql : {"SELECT 1; SELECT 2", "", "  ", "-- nothing"})
    EXPECT_THAT(Refusal(sql)->what(), HasSubstr("is not one SQL statement")) << sql;
  EXPECT_THAT(Refusal("SELECT no FROM run")->what(), HasSubstr("no such column: no"));
}

TEST_F(Queries, EndAtTheirTimeout) {
  const auto refusal = Refusal(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
      std::chrono::milliseconds(200));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->kind(), ErrorKind::kNotRun);
  EXPECT_THAT(refusal->Full(), HasSubstr("--timeout"));
}

TEST_F(Queries, HoldNoValueWithoutEnd) {
  EXPECT_EQ(Refusal("SELECT hex(zeroblob(400000000))")->kind(), ErrorKind::kUsage);
  EXPECT_FALSE(Refusal("SELECT length(zeroblob(1000000))"));
}

}  // namespace
}  // namespace kproof
