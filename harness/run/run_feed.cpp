#include "harness/run/run_feed.h"

#include <algorithm>
#include <utility>

#include "harness/base/caught.h"
#include "harness/run/expected_time.h"

namespace kproof {
namespace {

constexpr Duration kBeat = std::chrono::milliseconds(100);

std::optional<double> After(const std::optional<Duration>& load, Duration before) {
  if (!load) return std::nullopt;
  return InSeconds((before + *load + kUsualEnd).count());
}

}  // namespace

RunFeed::RunFeed(std::string run, const Plan& plan, std::vector<ProgressSink*> sinks)
    : run_(std::move(run)),
      sinks_(std::move(sinks)),
      load_(ExpectedLoad(plan.scenario)),
      expected_s_(After(load_, kUsualStart)),
      heartbeat_(
          kBeat, [this] { Beat(); },
          [this, said = false](const Error& error) mutable {
            if (!std::exchange(said, true)) Say("the live view is incomplete: " + error.Full());
          }) {
  Report(RunStarted{plan.scenario.name, plan.seed, plan.scenario.role, expected_s_});
}

void RunFeed::Report(RunNews::What what) {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  ended_ = std::holds_alternative<RunEnded>(what);
  const RunMicros now = clock_.Now();
  if (const auto* phase = std::get_if<PhaseReached>(&what)) {
    phase_ = phase->name;
    if (phase_ == "steady") expected_s_ = After(load_, Duration(now));
  } else if (auto* sample = std::get_if<RunSample>(&what)) {
    sample->phase = phase_;
    sample->expected_s = expected_s_;
  }
  const RunNews news{run_, InSeconds(now), std::move(what)};
  for (ProgressSink* const sink : sinks_) sink->Take(news);
}

void RunFeed::SampleFrom(Fill fill) {
  const std::lock_guard lock(sample_mutex_);
  if (fill_) DoQuietly([this] { last_ = Filled(); });
  fill_ = std::move(fill);
}

void RunFeed::End(RunEnded ended) {
  Report(Sample());
  Report(std::move(ended));
}

void RunFeed::Beat() {
  const RunMicros now = clock_.Now();
  if (now < next_sample_) return;
  next_sample_ = std::max(next_sample_, now - kSecond / 2) + kSecond;
  Report(Sample());
}

RunSample RunFeed::Sample() {
  const std::lock_guard lock(sample_mutex_);
  return last_ = Filled();
}

// Of what nobody knows any more the totals are still true.
RunSample RunFeed::Filled() const {
  RunSample sample;
  sample.sent = last_.sent;
  sample.acked = last_.acked;
  sample.failed = last_.failed;
  sample.unknown = last_.unknown;
  sample.read = last_.read;
  if (fill_) fill_(sample);
  return sample;
}

}  // namespace kproof
