// Histories of limits as text, one topic and one partition: orders/0. Times are seconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kproof {

class LimitLines {
 public:
  // With the settings of a producer where `configured`, so that its promises are known.
  LimitLines(const std::string& limit, const std::string& bound, bool configured = true);

  // Record `seq` of shop-0, acked at its own offset (or at `offset`) at `t`, sent 0.1 s before.
  LimitLines& Acked(int seq, double t, std::optional<int> offset = std::nullopt,
                    const std::string& txn = "");
  LimitLines& Read(double t, int offset, const std::string& actor, const std::string& more = "");
  LimitLines& State(double t, int broker, int leader, int epoch);  // leader 0: none
  LimitLines& States(double t, const std::vector<int>& brokers, int leader, int epoch);
  // More fields as text: R"(,"class":"stop")".
  LimitLines& Fault(const std::string& fault, int node, double from, double to,
                    const std::string& more = R"(,"bit":true,"healed":true)");
  LimitLines& Note(double t, const std::string& kind, const std::string& subject,
                   const std::string& detail = "");
  LimitLines& Life(double t, const std::string& actor, const std::string& op);
  LimitLines& Assign(double t, const std::string& actor, const std::string& position);
  LimitLines& Unassign(double t, const std::string& actor);
  LimitLines& Commit(double t, const std::string& actor, int offset,
                     const std::string& outcome = "acked", const std::string& more = "");
  LimitLines& Txn(double t, const std::string& txn, const std::string& op,
                  const std::string& outcome = "");
  LimitLines& Add(const std::string& line);
  // What a final pass from `t` on found, of an actor that opens then: the records of shop-0 at
  // these offsets, its end; "committed" or "uncommitted".
  LimitLines& Final(double t, const std::vector<int>& offsets, int end,
                    const std::string& isolation = "uncommitted", bool opens = true);

  // "kept at most 3.0 s", "passed 7.0 s on orders/0 from 5.0 s on", or the doubt about the limit.
  std::string Outcome() const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace kproof
