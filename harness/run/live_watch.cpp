#include "harness/run/live_watch.h"

#include "harness/base/caught.h"

namespace kproof {

LiveWatch::LiveWatch(FactSource& facts, Fleet& fleet, RunControl& control)
    : facts_(facts),
      fleet_(fleet),
      control_(control),
      heartbeat_(
          std::chrono::milliseconds(100), [this] { Beat(); },
          [this](const Error& error) {
            broken_ = true;
            control_.Fail(error);
          }) {}

void LiveWatch::End() {
  heartbeat_.End();
  ReportUnexpectedEnds();
}

void LiveWatch::Beat() {
  if (broken_ || !Poll()) return;
  fleet_.StartCrashed();
  ReportUnexpectedEnds();
}

bool LiveWatch::Poll() {
  try {
    facts_.Poll();
  } catch (...) {
    const Error error = CaughtError();
    broken_ = true;
    control_.Stop();
    control_.Problem("collector", error.Full());
  }
  return !broken_;
}

void LiveWatch::ReportUnexpectedEnds() {
  for (const auto& words : fleet_.UnexpectedEnds()) control_.Problem("agent", words);
}

}  // namespace kproof
