// How several processes of a campaign, each with a run, have one terminal and one stream: what one
// of them has to say goes as messages through a socket to the process that has made all of them,
// which says it.
//
//   OutletChannel channel(own, before);
//   RunWorkers(jobs, [&](std::size_t job) { JoinedOutlet outlet(channel, job); … },
//              [&] { channel.Pass(); });
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "harness/base/descriptor.h"
#include "harness/cli/own_outlet.h"

namespace kproof {

// Belongs to the thread of the process that makes it.
class OutletChannel {
 public:
  // `before`: how far the campaign has come. Throws Error where there can be no socket. Keeps a
  // reference.
  OutletChannel(OwnOutlet& own, CampaignNews before);

  // Says what has come by now.
  void Pass();

 private:
  friend class JoinedOutlet;
  void Do(std::size_t job, char kind, const std::string& text);
  void CountTrial();

  OwnOutlet& own_;
  CampaignNews campaign_;
  const std::int64_t epoch_;  // MonotonicMicros when the campaign's clock stood at 0
  Descriptor out_, in_;
  std::map<std::pair<std::size_t, char>, std::string> begun_;  // messages in several parts
};

// The outlet of process `job`, which was forked after the channel was made. Thread-safe.
class JoinedOutlet final : public Outlet {
 public:
  JoinedOutlet(const OutletChannel& channel, std::size_t job) : channel_(channel), job_(job) {}

  void Print(std::FILE* to, const std::string& text) override;
  bool live() const override { return channel_.own_.live(); }
  std::size_t columns() const override { return channel_.own_.columns(); }
  void Show(const std::vector<std::string>& lines) override;
  // A process knows only its own trials: here it counts one more.
  void Report(const CampaignNews& news) override;
  bool streams() const override { return channel_.own_.streams(); }
  void Stream(const std::string& line) override;

 private:
  void Send(char kind, const std::string& text);

  const OutletChannel& channel_;
  const std::size_t job_;
  std::mutex mutex_;  // a message in several parts is sent as a whole
};

}  // namespace kproof
