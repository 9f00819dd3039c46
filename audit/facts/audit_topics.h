// Audit topics: what agents publish of their facts, so that many machines can be audited together.
//
// An audit record is a stamped record (header "kproof") whose value is a small spool; docs/audit-
// topics.md has the layout. Its stamp's sequence makes a lost audit record known.
#pragma once

#include <cstddef>

namespace kproof {

inline constexpr char kProducedTopic[] = "__kproof.produced";
inline constexpr char kConsumedTopic[] = "__kproof.consumed";
// An audit record is closed once it is this long: well below max.message.bytes (1 MiB by default).
inline constexpr std::size_t kAuditRecordBytes = 64 << 10;

}  // namespace kproof
