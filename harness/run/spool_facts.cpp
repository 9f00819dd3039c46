// Facts from the spools of agents: files that outlive whoever wrote or read them.
#include "harness/collect/collector.h"
#include "harness/run/fact_source.h"

namespace kproof {
namespace {

class SpoolSource final : public FactSource {
 public:
  SpoolSource(SpoolSink& store, const std::string& folder, RunClock clock)
      : store_(store), folder_(folder), collector_(store, folder, clock) {}

  std::string name() const override { return "spools"; }
  std::optional<AuditTarget> target() const override { return std::nullopt; }
  void Poll() override { collector_.Poll(); }

  std::string Finish(const EndedAgents&, const std::atomic<bool>&) override {
    collector_.Finish();
    finished_ = true;
    return "";
  }

  bool TakeLeftOver() override {
    try {
      if (!finished_) CollectLeftOver(store_, folder_);
      return true;
    } catch (...) {  // NOLINT: the run has ended with another error, which it reports
      return false;
    }
  }

 private:
  SpoolSink& store_;
  const std::string folder_;
  Collector collector_;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<FactSource> SpoolFacts(SpoolSink& store, const std::string& folder,
                                       RunClock clock) {
  return std::make_unique<SpoolSource>(store, folder, clock);
}

}  // namespace kproof
