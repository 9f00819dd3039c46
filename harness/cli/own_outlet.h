// The outlet that is this process's own terminal and files. The live screen is a few lines below
// all text that stays, redrawn ten times a second at most; there is none with --quiet, where stderr
// is no terminal, where TERM is dumb and where CI is set.
//
// Several processes of a campaign share one through JoinedOutlet. After a fork one of the two goes
// on with it.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "harness/base/line_stream.h"
#include "harness/cli/outlet.h"
#include "harness/cli/output.h"

namespace kproof {

class OwnOutlet final : public Outlet {
 public:
  // Opens what --events-to names; `inputs` are read and never written. Throws Error as OutputFile
  // does.
  OwnOutlet(const OutputFlags& flags, const std::vector<std::string>& inputs);

  void Print(std::FILE* to, const std::string& text) override;
  bool live() const override { return live_; }
  std::size_t columns() const override;
  void Show(const std::vector<std::string>& lines) override { ShowJob(0, lines); }
  // Of one of several processes.
  void ShowJob(std::size_t job, const std::vector<std::string>& lines);
  void Report(const CampaignNews& news) override;
  bool streams() const override { return stream_ != nullptr; }
  void Stream(const std::string& line) override;

  // Takes the screen away and waits a little for a slow reader of the stream. Gives kExitNotRun
  // where the stream could not be written, and 0 where all is well or its reader has gone.
  int End();

 private:
  void Draw(const std::string& text);
  std::vector<std::string> Lines() const;
  void SayTrouble();

  const std::string events_to_;
  const bool live_;
  const bool quiet_;
  std::unique_ptr<LineStream> stream_;  // nothing: nobody asked
  std::mutex mutex_;                    // of the rest, and of the stream
  std::uint64_t gap_ = 0;               // lines that the stream had no room for
  bool said_ = false;
  std::string campaign_;
  std::map<std::size_t, std::vector<std::string>> jobs_;
  std::size_t shown_ = 0;  // lines
  std::int64_t drawn_at_ = 0;
};

}  // namespace kproof
