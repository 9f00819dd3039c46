// What one frame of a spool means to the audit store: the same whether it came in a file or through
// an audit topic.
#pragma once

#include <string>

#include "audit/facts/spool.h"
#include "audit/store/sinks.h"

namespace kproof {

void StoreFrame(SpoolSink& store, const std::string& actor, const SpoolFrame& frame);

}  // namespace kproof
