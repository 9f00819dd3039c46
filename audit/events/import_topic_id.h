// Two ids of one topic at one time. A topic that was deleted and created again has another id, and
// clients may report the old one for a long time, so two ids in one history are not an error. But a
// client knows one id for a topic's name at a time, and so does a broker's answer.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "audit/events/complaints.h"
#include "audit/events/event.h"

namespace kproof {

class TopicIdImporter {
 public:
  // Takes `assign` and `state`; ignores other events.
  void Take(const Event& event, Complaints& complaints);

 private:
  static void TakeAssign(const Event& event, Complaints& complaints);
  void TakeState(const Event& event, Complaints& complaints);

  struct Answer {
    std::int64_t t = 0;
    std::string topic_id;
    std::uint64_t line = 0;
  };
  // Of a cluster, broker and topic the newest.
  std::map<std::tuple<std::string, std::int64_t, std::string>, Answer> answers_;
};

}  // namespace kproof
