#include "harness/run/live_watch.h"

#include <fmt/format.h>

#include "harness/base/caught.h"
#include "harness/base/text.h"

namespace kproof {

LiveWatch::LiveWatch(FactSource& facts, Fleet& fleet, const Nemesis& nemesis, RunControl& control)
    : facts_(facts),
      fleet_(fleet),
      nemesis_(nemesis),
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
  ReportUnexpectedEnds();
  ShowHowThingsStand();
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

void LiveWatch::ShowHowThingsStand() {
  std::string line = fmt::format("sent {}  acked {}  read {}", WithThousands(fleet_.sent()),
                                 WithThousands(fleet_.acked()), WithThousands(fleet_.read()));
  for (const auto& fault : nemesis_.Active()) line += "  | " + fault;
  control_.Show(line);
}

}  // namespace kproof
