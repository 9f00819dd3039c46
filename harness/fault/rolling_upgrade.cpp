// Restarts nodes one after the other with another Kafka, then raises the level of metadata.version
// to what that one knows, as an upgrade does (Kafka documentation, Upgrading). Until the level is
// raised, old and new nodes speak as the old ones do, and there is a way back; afterwards there is
// none.
#include <algorithm>
#include <csignal>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/restarts.h"

namespace kproof {
namespace {

constexpr Duration kFeaturesLimit = std::chrono::seconds(2);
const std::string kFeature = "metadata.version";

class RollingUpgrade final : public Operation {
 public:
  explicit RollingUpgrade(const FaultOptions& options) : Operation(options) {}

  // Where it broke off between two nodes.
  Undo Prepare(const Target& target) override {
    return Undo{"start every node that is still down",
                [this, target] { StartAgain(target, options().within); }};
  }

  void Inject(const Target& target) override {
    const auto before = Levels(*target.nodes.front()).finalized.at(kFeature);
    for (Node* node : target.nodes) {
      AwaitInSync(cluster(), options().within);
      restarted_.push_back(
          Restart(*node, SIGTERM, options().within, [&] { node->software().Use(With("to")); }));
    }
    AwaitInSync(cluster(), options().within);
    if (cluster().nodes().size() > target.nodes.size())
      throw Error(ErrorKind::kUsage, "not every node was upgraded, so the level can't be raised",
                  Hint("target: controllers and brokers"));
    wanted_ = Levels(*target.nodes.front()).supported.at(kFeature);
    Require(admin().Upgrade({{kFeature, wanted_}}, Limit()), "raise " + kFeature);
    before_ = before;
  }

  // Every node tells the level that the new Kafka knows, and it is another one than before.
  Bite Prove(const Target& target) const override {
    if (!before_) return {false, "not upgraded yet"};
    Bite bite = ProveEach(target, [&](Node& node) {
      const auto level = Levels(node).finalized.at(kFeature);
      return Bite{level == wanted_ && wanted_ != *before_,
                  kFeature + " " + std::to_string(*before_) + " → " + std::to_string(level)};
    });
    bite.proof += "; " + JoinFew(restarted_, ", ");
    return bite;
  }

 private:
  static FeatureLevels Levels(const Node& node) {
    NodeClient client = Connect(node);
    const auto body = client.Ask(messages::AskFeatures(), kFeaturesLimit);
    if (!body) throw Error(node.name() + " does not tell its features", Hint(client.last_error()));
    auto levels = messages::ReadFeatures(*body);
    levels.finalized.try_emplace(kFeature, std::int16_t{0});
    return levels;
  }

  std::vector<std::string> restarted_;
  std::int16_t wanted_ = 0;
  std::optional<std::int16_t> before_;
};

}  // namespace

FaultType RollingUpgradeType() {
  return {.name = "rolling-upgrade",
          .summary =
              "restart the nodes one after the other with another Kafka, then raise "
              "metadata.version; permanent",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kVersion,
          .permanent = true,
          .params = {{.name = "to",
                      .kind = FaultParam::Kind::kVersion,
                      .fallback = "4.3.1",
                      .summary = "the version of Kafka"}},
          .needs = {Need::kProcess, Need::kSoftware},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<RollingUpgrade>(options);
          }};
}

}  // namespace kproof
