#include "harness/cli/own_outlet.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "harness/base/clock.h"
#include "harness/base/printable.h"
#include "harness/base/wording.h"
#include "harness/cli/live_screen.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

constexpr std::int64_t kDrawEveryMicros = 100'000;
constexpr Duration kSlowReader = std::chrono::seconds(2);

// The terminal behind stderr; 80 × 24 where it does not say.
winsize Terminal() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size.ws_col = 80;
  if (size.ws_row == 0) size.ws_row = 24;
  return size;
}

bool HasScreen(const OutputFlags& flags) {
  const char* const term = std::getenv("TERM");
  return !flags.quiet && ::isatty(STDERR_FILENO) != 0 && term != nullptr &&
         std::string(term) != "dumb" && std::getenv("CI") == nullptr;
}

std::unique_ptr<LineStream> OpenStream(const OutputFlags& flags,
                                       const std::vector<std::string>& inputs) {
  if (flags.events_to.empty()) return nullptr;
  const auto first = FirstLiveLine();
  const auto ours = [begin = first.substr(0, first.find(',') + 1)](const std::string& file) {
    return FirstBytes(file).starts_with(begin);
  };
  return std::make_unique<LineStream>(
      flags.events_to,
      OutputRules{.option = "--events-to", .inputs = inputs, .force = flags.force, .ours = ours},
      first);
}

// What nobody reads is dropped: a closed stderr is no reason to end a run.
void Put(std::FILE* to, const std::string& text) {
  std::fputs(text.c_str(), to);
  std::fflush(to);
}

}  // namespace

OwnOutlet::OwnOutlet(const OutputFlags& flags, const std::vector<std::string>& inputs)
    : events_to_(flags.events_to),
      live_(HasScreen(flags)),
      quiet_(flags.quiet),
      stream_(OpenStream(flags, inputs)) {}

// The last column stays free: a terminal would go on to the next line.
std::size_t OwnOutlet::columns() const { return std::max<std::size_t>(Terminal().ws_col, 20) - 1; }

std::vector<std::string> OwnOutlet::Lines() const {
  std::vector<std::string> lines;
  if (!campaign_.empty()) lines.push_back(Shortened(campaign_, columns()));
  for (const auto& [job, own] : jobs_) lines.insert(lines.end(), own.begin(), own.end());
  lines.resize(std::min<std::size_t>(lines.size(), Terminal().ws_row - 1U));
  return lines;
}

void OwnOutlet::Draw(const std::string& text) {
  const auto lines = Lines();
  Put(stderr, Redraw(std::exchange(shown_, lines.size()), text, lines));
  drawn_at_ = MonotonicMicros();
}

void OwnOutlet::Print(std::FILE* to, const std::string& text) {
  if (text.empty()) return;
  const std::lock_guard lock(mutex_);
  if (!live_) return Put(to, text);
  if (to == stderr) return Draw(text);
  Put(stderr, Redraw(std::exchange(shown_, 0), "", {}));
  Put(to, text);
  Draw("");
}

void OwnOutlet::ShowJob(std::size_t job, const std::vector<std::string>& lines) {
  const std::lock_guard lock(mutex_);
  if (!live_) return;
  if (lines.empty())
    jobs_.erase(job);
  else
    jobs_[job] = lines;
  if (MonotonicMicros() - drawn_at_ >= kDrawEveryMicros) Draw("");
}

void OwnOutlet::Report(const CampaignNews& news) {
  if (streams()) Stream(LiveLine(news));
  const auto text = CampaignText(news);
  if (!live_ && !quiet_ && news.done > 0) Print(stderr, "  " + text + "\n");
  const std::lock_guard lock(mutex_);
  campaign_ = text;
}

void OwnOutlet::Stream(const std::string& line) {
  {
    const std::lock_guard lock(mutex_);
    if (!stream_) return;
    if (gap_ > 0 && stream_->Put(GapLine(gap_))) gap_ = 0;
    if (gap_ > 0 || !stream_->Put(line)) ++gap_;
  }
  SayTrouble();
}

void OwnOutlet::SayTrouble() {
  std::string trouble;
  {
    const std::lock_guard lock(mutex_);
    if (stream_->trouble().empty() || std::exchange(said_, true)) return;
    trouble = stream_->trouble();
  }
  Print(stderr, "kproof: --events-to " + Printable(events_to_) + ": " + trouble +
                    "; the run goes on without it\n");
}

int OwnOutlet::End() {
  {
    const std::lock_guard lock(mutex_);
    campaign_.clear();
    jobs_.clear();
    if (live_) Draw("");
    if (!stream_) return 0;
    if (gap_ > 0 && stream_->Flush(kSlowReader) && stream_->Put(GapLine(gap_))) gap_ = 0;
    if (!stream_->Flush(kSlowReader) && !std::exchange(said_, true))
      Put(stderr, "kproof: --events-to " + Printable(events_to_) +
                      ": its reader was too slow and has not got the last lines\n");
  }
  SayTrouble();
  return stream_->trouble().empty() || stream_->reader_has_gone() ? 0 : kExitNotRun;
}

}  // namespace kproof
