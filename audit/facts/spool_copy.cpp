// Frames of one spool written into another: what an agent found out, as the values of audit
// records.
#include <type_traits>

#include "audit/facts/spool.h"

namespace kproof {

void SpoolWriter::Copy(const SpoolFrame& frame) {
  std::visit(
      [this](const auto& fact) {
        using Fact = std::decay_t<decltype(fact)>;
        if constexpr (std::is_same_v<Fact, SpoolOpen>) {
          Open(fact.actor, fact.at);
        } else if constexpr (std::is_same_v<Fact, SpoolSettled>) {
          Settled(Number(fact.stream), fact.span);
        } else if constexpr (std::is_same_v<Fact, SpoolRead>) {
          Read(Number(fact.stream), fact.pass, fact.isolation, fact.span, fact.run);
        } else if constexpr (std::is_same_v<Fact, SpoolCorrupt>) {
          Corrupt(Number(fact.stream), fact.pass, fact.isolation, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolForeign>) {
          Foreign(fact.pass, fact.isolation, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolBounds>) {
          Add(fact.isolation, fact.bounds);
        } else if constexpr (std::is_same_v<Fact, SpoolClose>) {
          Close(fact.at);
        } else if constexpr (!std::is_same_v<Fact, SpoolStream>) {
          Add(fact);
        }
      },
      frame);
}

}  // namespace kproof
