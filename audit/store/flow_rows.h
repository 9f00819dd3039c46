// Rows of runs, transactions and groups, as the store's reading side returns them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/flow.h"

namespace kproof {

struct RunRow {
  std::int64_t id = 0, actor = 0, topic = 0;
  ReadRun run;
};

struct TxnRow {
  std::int64_t id = 0, actor = 0;
  TxnFact txn;
};

struct TxnRecordsRow {
  std::int64_t txn = 0, stream = 0;
  std::uint64_t first_sequence = 0, count = 0;
};

struct ProcessedRow {
  std::int64_t actor = 0, topic = 0;
  Processed processed;
};

struct CommitRow {
  std::int64_t actor = 0, topic = 0;
  GroupCommit commit;
};

struct ResetRow {
  std::int64_t actor = 0, topic = 0;
  GroupReset reset;
};

struct AssignmentRow {
  std::int64_t actor = 0;
  Assignment assignment;
  std::vector<std::int64_t> topics;  // of its places, in their order
};

}  // namespace kproof
