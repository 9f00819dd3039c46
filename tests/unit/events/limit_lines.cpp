#include "tests/unit/events/limit_lines.h"

#include <fmt/format.h>

#include "tests/unit/events/judged.h"

namespace kproof {

LimitLines::LimitLines(const std::string& limit, const std::string& bound, bool configured) {
  Add(fmt::format(R"({{"event":"run","limits":{{"{}":"{}"}}}})", limit, bound));
  if (configured)
    Add(R"({"event":"config","acks":"all","idempotence":true,"replication":3,"min_insync":2,)"
        R"("unclean":false,"retention.ms":-1,"retention.bytes":-1,"cleanup.policy":"delete",)"
        R"("delivery.timeout.ms":120000,"max.in.flight.requests.per.connection":5})");
}

LimitLines& LimitLines::Add(const std::string& line) {
  text_ += line + "\n";
  return *this;
}

LimitLines& LimitLines::Acked(int seq, double t, std::optional<int> offset,
                              const std::string& txn) {
  const auto record =
      fmt::format(R"("actor":"shop-0","origin":"shop-0","seq":{},"topic":"orders","partition":0{})",
                  seq, txn.empty() ? "" : fmt::format(R"(,"txn":"{}")", txn));
  Add(fmt::format(R"({{"event":"send","t":{},{}}})", t - 0.1, record));
  return Add(fmt::format(R"({{"event":"settle","t":{},{},"outcome":"acked","offset":{}}})", t,
                         record, offset.value_or(seq)));
}

LimitLines& LimitLines::Read(double t, int offset, const std::string& actor,
                             const std::string& more) {
  return Add(fmt::format(
      R"({{"event":"read","t":{},"actor":"{}","topic":"orders","partition":0,"offset":{},)"
      R"("origin":"shop-0","seq":{}{}}})",
      t, actor, offset, offset, more));
}

LimitLines& LimitLines::State(double t, int broker, int leader, int epoch) {
  return Add(
      fmt::format(R"({{"event":"state","t":{},"topic":"orders","partition":0,"broker":{}{}{},)"
                  R"("replicas":[1,2,3],"isr":[1,2,3]}})",
                  t, broker, leader == 0 ? "" : fmt::format(R"(,"leader":{})", leader),
                  epoch < 0 ? "" : fmt::format(R"(,"leader_epoch":{})", epoch)));
}

LimitLines& LimitLines::States(double t, const std::vector<int>& brokers, int leader, int epoch) {
  for (const int broker : brokers) State(t, broker, leader, epoch);
  return *this;
}

LimitLines& LimitLines::Fault(const std::string& fault, int node, double from, double to,
                              const std::string& more) {
  return Add(fmt::format(R"({{"event":"fault","fault":"{}","nodes":[{}],"from":{},"to":{}{}}})",
                         fault, node, from, to, more));
}

LimitLines& LimitLines::Note(double t, const std::string& kind, const std::string& subject,
                             const std::string& detail) {
  return Add(fmt::format(R"({{"event":"note","t":{},"kind":"{}","subject":"{}","detail":"{}"}})", t,
                         kind, subject, detail));
}

LimitLines& LimitLines::Life(double t, const std::string& actor, const std::string& op) {
  return Add(fmt::format(R"({{"event":"actor","t":{},"actor":"{}","op":"{}"}})", t, actor, op));
}

LimitLines& LimitLines::Assign(double t, const std::string& actor, const std::string& position) {
  return Add(fmt::format(
      R"({{"event":"assign","t":{},"actor":"{}","group":"billing","partitions":[["orders",0,{}]]}})",
      t, actor, position));
}

LimitLines& LimitLines::Unassign(double t, const std::string& actor) {
  return Add(fmt::format(
      R"({{"event":"assign","t":{},"actor":"{}","group":"billing","partitions":[]}})", t, actor));
}

LimitLines& LimitLines::Commit(double t, const std::string& actor, int offset,
                               const std::string& outcome, const std::string& more) {
  return Add(fmt::format(
      R"({{"event":"commit","t":{},"actor":"{}","group":"billing","topic":"orders","partition":0,)"
      R"("offset":{},"outcome":"{}"{}}})",
      t, actor, offset, outcome, more));
}

LimitLines& LimitLines::Txn(double t, const std::string& txn, const std::string& op,
                            const std::string& outcome) {
  return Add(fmt::format(R"({{"event":"txn","t":{},"actor":"shop-0","txn":"{}","op":"{}"{}}})", t,
                         txn, op,
                         outcome.empty() ? "" : fmt::format(R"(,"outcome":"{}")", outcome)));
}

LimitLines& LimitLines::Final(double t, const std::vector<int>& offsets, int end,
                              const std::string& isolation, bool opens) {
  const auto actor = "final-" + isolation;
  if (opens) Life(t, actor, "open");
  const auto more = fmt::format(R"(,"pass":"final","isolation":"{}")", isolation);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    Read(t + 0.1 + 0.001 * static_cast<double>(i), offsets[i], actor, more);
  Add(fmt::format(
      R"({{"event":"bounds","actor":"{}","topic":"orders","partition":0,"start":0,"end":{},)"
      R"("isolation":"{}"}})",
      actor, end, isolation));
  return opens ? Life(t + 0.9, actor, "close") : *this;
}

std::string LimitLines::Outcome() const {
  const auto result = Judged(text_);
  for (const auto& limit : result.limits)
    return (limit.kept ? "kept " : "passed ") + limit.measured;
  for (const auto& doubt : result.doubts)
    if (doubt.find("limit") != std::string::npos) return doubt;
  return "nothing";
}

}  // namespace kproof
