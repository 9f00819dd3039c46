// Frames of keys, inputs, readers, groups and transactions: their bytes as values. Private to the
// spool's reading side.
//
// Thread-safe: pure functions. Each throws Error(kCorrupt) where the bytes make no sense.
#pragma once

#include "audit/facts/spool.h"
#include "audit/facts/spool_bytes.h"

namespace kproof {

SpoolKeys ParseKeys(SpoolParser& bytes, const StreamId& stream);
SpoolFoundKey ParseFoundKey(SpoolParser& bytes);
SpoolMadeFrom ParseMadeFrom(SpoolParser& bytes, const StreamId& stream);
SpoolRun ParseRun(SpoolParser& bytes);
SpoolAssignment ParseAssignment(SpoolParser& bytes);
SpoolProcessed ParseProcessed(SpoolParser& bytes);
SpoolCommit ParseCommit(SpoolParser& bytes);
SpoolReset ParseReset(SpoolParser& bytes);
SpoolTxn ParseTxn(SpoolParser& bytes);
SpoolTxnRecords ParseTxnRecords(SpoolParser& bytes, const StreamId& stream);

}  // namespace kproof
