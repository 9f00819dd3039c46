#include "harness/collect/store_frame.h"

#include <type_traits>
#include <variant>

namespace kproof {

void StoreFrame(SpoolSink& store, const std::string& actor, const SpoolFrame& frame) {
  std::visit(
      [&](const auto& fact) {
        using Fact = std::decay_t<decltype(fact)>;
        if constexpr (std::is_same_v<Fact, SpoolOpen>) {
          store.OpenActor(fact.actor, fact.at);
        } else if constexpr (std::is_same_v<Fact, SpoolSettled>) {
          store.Add(actor, fact.stream, fact.span);
        } else if constexpr (std::is_same_v<Fact, SpoolRead>) {
          std::optional<std::int64_t> run;
          if (fact.run) run = store.FindRun(actor, *fact.run);
          store.Add(actor, fact.pass, fact.isolation, fact.stream, fact.span, run);
        } else if constexpr (std::is_same_v<Fact, SpoolCorrupt>) {
          store.Add(actor, fact.pass, fact.isolation, fact.stream, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolForeign>) {
          store.Add(actor, fact.pass, fact.isolation, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolBounds>) {
          store.Add(actor, fact.isolation, fact.bounds);
        } else if constexpr (std::is_same_v<Fact, SpoolEvent>) {
          store.Add(
              EventFact{.at = fact.at, .kind = "client", .subject = actor, .detail = fact.detail});
        } else if constexpr (std::is_same_v<Fact, SpoolError>) {
          store.Add(
              EventFact{.at = fact.at, .kind = "error", .subject = actor, .detail = fact.detail});
        } else if constexpr (std::is_same_v<Fact, SpoolResent>) {
          store.Add(EventFact{.at = fact.at,
                              .kind = "resent",
                              .subject = actor,
                              .detail = std::to_string(fact.records)});
        } else if constexpr (std::is_same_v<Fact, SpoolSetting>) {
          store.Add(SettingFact{fact.scope, fact.subject, fact.key, fact.value, fact.origin});
        } else if constexpr (std::is_same_v<Fact, SpoolClose>) {
          store.CloseActor(actor, fact.at);
        } else if constexpr (std::is_same_v<Fact, SpoolSent>) {
          store.PutStream(actor, fact.stream, fact.sent);
        } else if constexpr (std::is_same_v<Fact, SpoolEventTime>) {
          store.AddEventTime(fact.stream, fact.sequence, fact.second);
        } else if constexpr (std::is_same_v<Fact, SpoolProgress>) {
          store.SetProgress(actor, fact.created_us);
        } else if constexpr (std::is_same_v<Fact, SpoolKeys> ||
                             std::is_same_v<Fact, SpoolMadeFrom>) {
          store.Add(fact.stream, fact.span);
        } else if constexpr (std::is_same_v<Fact, SpoolFoundKey>) {
          store.Add(actor, fact.key);
        } else if constexpr (std::is_same_v<Fact, SpoolLargest>) {
          store.Put(fact.stream, fact.largest);
        } else if constexpr (std::is_same_v<Fact, SpoolRun>) {
          store.AddRun(actor, fact.run);
        } else if constexpr (std::is_same_v<Fact, SpoolAssignment>) {
          store.Add(actor, fact.assignment);
        } else if constexpr (std::is_same_v<Fact, SpoolProcessed>) {
          store.Add(actor, fact.processed);
        } else if constexpr (std::is_same_v<Fact, SpoolCommit>) {
          store.Add(actor, fact.commit);
        } else if constexpr (std::is_same_v<Fact, SpoolReset>) {
          store.Add(actor, fact.reset);
        } else if constexpr (std::is_same_v<Fact, SpoolTxn>) {
          store.Put(actor, fact.txn);
        } else if constexpr (std::is_same_v<Fact, SpoolTxnRecords>) {
          store.AddTxnRecords(actor, fact.txn, fact.stream, fact.first_sequence, fact.count);
        } else {
          static_assert(std::is_same_v<Fact, SpoolStream>,
                        "a frame of a kind that the store does not have");
        }
      },
      frame);
}

}  // namespace kproof
