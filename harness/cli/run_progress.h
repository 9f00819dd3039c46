// One run on the command line while it goes on: what it reports becomes lines that stay, the live
// screen and the stream of --events-to.
#pragma once

#include <string>

#include "harness/cli/live_screen.h"
#include "harness/cli/outlet.h"
#include "harness/run/progress.h"

namespace kproof {

inline constexpr std::size_t kProgressColumns = 120;

// What a run says for people, with its time before it, as lines with their ends. Control characters
// are shown, and no line is wider than kProgressColumns.
std::string ProgressText(double at_s, const std::string& text);

class RunProgress final : public ProgressSink {
 public:
  struct Looks {
    std::string title;     // which run it is, on the live screen
    bool lines = true;     // print what it says
    bool one_row = false;  // on the live screen, where others run beside it
  };
  // `outlet` outlives this.
  RunProgress(Outlet& outlet, Looks looks);
  ~RunProgress() override { outlet_.Show({}); }

  void Take(const RunNews& news) override;

 private:
  Outlet& outlet_;
  const Looks looks_;
  RunView view_;
};

}  // namespace kproof
