// One connection through the proxy, without its sockets: splits both directions into frames,
// matches requests with their answers by correlation id, and passes, delays, drops, answers or
// changes each frame as the rules say.
//
// A broker answers the requests of a connection in order, all but a Produce with acks=0; an answer
// of the proxy's own waits for its turn too. An answer to no known request passes unchanged and is
// counted.
//
// Not thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/inject/frame_splitter.h"
#include "harness/inject/gated_queue.h"
#include "harness/inject/proxy_rules.h"

namespace kproof {

// Counted by one proxy since it was opened; may be read by any thread.
struct ProxyTally {
  std::atomic<std::uint64_t> connections = 0;  // accepted
  std::atomic<std::uint64_t> refused = 0;      // of these: reset, because the broker took none
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::uint64_t> responses = 0;
  std::atomic<std::uint64_t> unmatched = 0;  // responses to no request that was seen
  std::atomic<std::uint64_t> malformed = 0;  // connections ended for what is not Kafka's protocol
};

class Exchange {
 public:
  Exchange(ProxyRules& rules, ProxyTally& tally);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Bytes as they were read. Throws Error(kCorrupt) for what is not Kafka's protocol.
  void FromClient(std::string_view bytes) { from_client_.Feed(bytes); }
  void FromBroker(std::string_view bytes) { from_broker_.Feed(bytes); }

  GatedQueue& to_broker() { return requests_.queue; }
  GatedQueue& to_client() { return responses_.queue; }

  // A rule ends the connection: once the queues are empty (closing), or at once (reset). Later
  // bytes are dropped.
  bool closing() const { return closing_; }
  bool reset() const { return reset_; }
  // A rule ends the client's side at once, while what waits for the broker still reaches it.
  bool late() const { return late_by_.has_value(); }
  // What was late is with the broker.
  void HasCome();
  // So many requests are unanswered that no more should be taken for now.
  bool full() const { return unanswered_.size() >= kMostUnanswered; }

 private:
  static constexpr std::size_t kMostUnanswered = 1 << 16;

  struct Unanswered {
    std::int32_t correlation = 0;
    std::int16_t api_key = 0;
    std::int16_t version = 0;
    std::vector<RuleId> holds = {};
    std::vector<RuleId> changes = {};
    std::vector<protocol::Place> places = {};  // that it named, where something changes its answer
    std::string answer = {};                   // of the proxy's own, a whole frame
    std::vector<Gate> gates = {};              // that it waits for
  };

  struct Way : FrameHandler {
    explicit Way(Exchange& owner) : exchange(owner) {}
    void Take(std::string_view bytes) override;
    void Follow(FrameFate fate);  // for the frame that comes now
    Exchange& exchange;
    GatedQueue queue;
    FrameFate::Kind kind = FrameFate::Kind::kPass;
    std::vector<Gate> gates;
  };
  struct Requests final : Way {
    using Way::Way;
    bool Decide(std::string_view head, std::size_t frame_bytes) override;
  };
  struct Responses final : Way {
    using Way::Way;
    bool Decide(std::string_view head, std::size_t frame_bytes) override;
    void Take(std::string_view bytes) override;
    std::size_t left = 0;  // of the frame that is on its way
  };

  // Nothing that comes from the client goes on.
  bool over() const { return closing_ || reset_ || late(); }
  // To which an answer of the broker belongs; the end: to none.
  std::deque<Unanswered>::iterator Find(std::int32_t correlation);
  // The frame that stands in for the broker's; nothing where it stays as it is.
  std::optional<std::string> Changed(const Unanswered& request, std::string_view answer);
  // Answers of the proxy's own whose turn has come.
  void GiveAnswers();

  ProxyRules& rules_;
  ProxyTally& tally_;
  Requests requests_{*this};
  Responses responses_{*this};
  FrameSplitter from_client_;
  FrameSplitter from_broker_;
  std::deque<Unanswered> unanswered_;
  bool closing_ = false;
  bool reset_ = false;
  std::optional<RuleId> late_by_;
};

}  // namespace kproof
