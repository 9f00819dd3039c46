// Where one process of a campaign puts what it has to say while the campaign goes on: on stdout and
// stderr, on the live screen, and into the stream of --events-to.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "harness/run/live_lines.h"

namespace kproof {

class Outlet {
 public:
  virtual ~Outlet() = default;

  // Text with its line end that stays; `to` is stdout or stderr.
  virtual void Print(std::FILE* to, const std::string& text) = 0;

  // Whether there is a live screen, and how wide a line on it can be.
  virtual bool live() const = 0;
  virtual std::size_t columns() const = 0;
  // Lines of this process's run, in the place of those before; none: it has no run.
  virtual void Show(const std::vector<std::string>& lines) = 0;
  // How far the campaign has come: at its beginning, and each time one of its trials has ended.
  virtual void Report(const CampaignNews& news) = 0;

  // Whether anybody wants the stream, and a line for it, without a line end.
  virtual bool streams() const = 0;
  virtual void Stream(const std::string& line) = 0;
};

}  // namespace kproof
