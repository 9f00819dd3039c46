// A history as long as it is wanted, in which everything went well though a broker was killed:
// three producers, one of them with transactions, a monitor, a member of a consumer group, a final
// pass of both isolations, and what the cluster said.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// Writes it to `path`. Of `records` records each is sent, settled, read live and read finally.
void WriteBigHistory(const std::string& path, std::uint64_t records);

}  // namespace kproof
