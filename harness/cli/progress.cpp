#include "harness/cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/printable.h"

namespace kproof {
namespace {

constexpr std::int64_t kLiveEveryMicros = 100'000;

// What nobody reads is dropped: a closed stderr is no reason to end a run.
void Put(std::FILE* out, const std::string& text) {
  std::fputs(text.c_str(), out);
  std::fflush(out);
}

std::string Head(double at_s) { return fmt::format("{:7.1f} s  ", at_s); }

class Plain : public ProgressSink {
 public:
  explicit Plain(std::FILE* out) : out_(out) {}

  void Line(double at_s, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    std::string line = Head(at_s);
    const std::string indent(line.size() + 2, ' ');
    std::string lines = Erasure();
    const std::size_t columns = kProgressColumns - line.size();
    for (const auto& part : Folded(Printable(text), columns, columns - 2)) {
      lines += line + part + "\n";
      line = indent;
    }
    Put(out_, lines);
  }
  void Live(double, const std::string&) override {}

 protected:
  virtual std::string Erasure() { return ""; }

  std::FILE* const out_;
  std::mutex mutex_;
};

class WithLiveLine final : public Plain {
 public:
  WithLiveLine(std::FILE* out, std::size_t columns)
      : Plain(out), columns_(std::min(columns, kProgressColumns)) {}
  ~WithLiveLine() override { Put(out_, Erasure()); }

  void Live(double at_s, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    if (MonotonicMicros() - shown_at_ < kLiveEveryMicros) return;
    shown_at_ = MonotonicMicros();
    // The last column stays free: a terminal would go on to the next line.
    const std::string line = Shortened(Head(at_s) + Printable(text), columns_ - 1);
    const std::size_t width = Columns(line);
    const std::string rest(shown_ - std::min(shown_, width), ' ');
    Put(out_, "\r" + line + rest);
    shown_ = width;
  }

 private:
  std::string Erasure() override {
    const std::size_t width = std::exchange(shown_, 0);
    return width == 0 ? "" : "\r" + std::string(width, ' ') + "\r";
  }

  const std::size_t columns_;
  std::size_t shown_ = 0;  // columns of the line that stands there
  std::int64_t shown_at_ = 0;
};

}  // namespace

std::unique_ptr<ProgressSink> PlainProgress(std::FILE* out) { return std::make_unique<Plain>(out); }

std::unique_ptr<ProgressSink> LiveProgress(std::FILE* out, std::size_t columns) {
  return std::make_unique<WithLiveLine>(out, std::max<std::size_t>(columns, 20));
}

}  // namespace kproof
