#include "harness/run/live_lines.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/printable.h"
#include "harness/run/version.h"

namespace kproof {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kLongestText = 2'000;  // characters

// A topic's name, a node's error: whatever it is, the line stays short.
std::string Cut(const std::string& text) { return Shortened(text, kLongestText); }

// A stream is read by people too: 12.345 and not 12.345000000000001.
double Thousandths(double value) { return std::round(value * 1000) / 1000; }

template <typename Value>
OrderedJson OrNull(const std::optional<Value>& value) {
  return value ? OrderedJson(*value) : OrderedJson();
}
OrderedJson Seconds(const std::optional<double>& seconds) {
  return seconds ? OrderedJson(Thousandths(*seconds)) : OrderedJson();
}

OrderedJson FaultJson(const ActiveFault& fault) {
  return {{"step", fault.step},
          {"fault", Cut(fault.fault)},
          {"target", Cut(fault.target)},
          {"since_s", Thousandths(InSeconds(fault.since))}};
}

OrderedJson PartitionJson(const PartitionSample& partition) {
  return {{"name", Cut(partition.name)},
          {"leader", OrNull(partition.leader)},
          {"isr", partition.isr},
          {"replicas", partition.replicas}};
}

template <typename Value>
OrderedJson List(const std::vector<Value>& values, OrderedJson (*one)(const Value&)) {
  OrderedJson list = OrderedJson::array();
  for (const auto& value : values) list.push_back(one(value));
  return list;
}

// The name of what happened, and its fields.
struct Fields {
  std::pair<const char*, OrderedJson> operator()(const RunStarted& started) const {
    return {"started",
            {{"scenario", Cut(started.scenario)},
             {"seed", started.seed},
             {"role", started.role},
             {"expected_s", Seconds(started.expected_s)}}};
  }
  std::pair<const char*, OrderedJson> operator()(const PhaseReached& phase) const {
    return {"phase", {{"phase", phase.name}}};
  }
  std::pair<const char*, OrderedJson> operator()(const RunSample& sample) const {
    return {"sample",
            {{"phase", sample.phase},
             {"expected_s", Seconds(sample.expected_s)},
             {"sent", sample.sent},
             {"acked", sample.acked},
             {"failed", sample.failed},
             {"unknown", sample.unknown},
             {"read", sample.read},
             {"sent_per_s", std::llround(sample.sent_per_s)},
             {"acked_per_s", std::llround(sample.acked_per_s)},
             {"failed_per_s", std::llround(sample.failed_per_s)},
             {"read_per_s", std::llround(sample.read_per_s)},
             {"last_ack_age_s", Seconds(sample.last_ack_age_s)},
             {"last_read_age_s", Seconds(sample.last_read_age_s)},
             {"partitions", List(sample.partitions, PartitionJson)},
             {"partitions_total", sample.partitions_total},
             {"under_replicated", sample.under_replicated},
             {"leaderless", sample.leaderless},
             {"faults", List(sample.faults, FaultJson)}}};
  }
  std::pair<const char*, OrderedJson> operator()(const ActiveFault& fault) const {
    return {"fault_began", FaultJson(fault)};
  }
  std::pair<const char*, OrderedJson> operator()(const EndedFault& ended) const {
    OrderedJson fields = FaultJson(ended.fault);
    fields["bit"] = OrNull(ended.bit);
    fields["healed"] = OrNull(ended.healed);
    fields["problem"] = Cut(ended.problem);
    return {"fault_ended", fields};
  }
  std::pair<const char*, OrderedJson> operator()(const RunLine& line) const {
    return {"line", {{"text", Cut(line.text)}}};
  }
  std::pair<const char*, OrderedJson> operator()(const RunEnded& ended) const {
    return {"verdict",
            {{"verdict", ended.verdict},
             {"reason", Cut(ended.reason)},
             {"counts", ended.counts},
             {"exit_code", ended.exit_code}}};
  }
};

std::string Line(const std::string& event, double at_s, const std::string& run,
                 const OrderedJson& fields) {
  OrderedJson line = {{"event", event}, {"at_s", Thousandths(at_s)}, {"run", Cut(run)}};
  line.update(fields);
  return LenientJsonText(line);
}

}  // namespace

std::string FirstLiveLine() {
  return LenientJsonText(
      OrderedJson{{"event", "stream"}, {"schema", 1}, {"kproof", KproofVersion()}});
}

std::string LiveLine(const RunNews& news) {
  const auto& [event, fields] = std::visit(Fields(), news.what);
  return Line(event, news.at_s, news.run, fields);
}

std::string LiveLine(const CampaignNews& news) {
  return Line("campaign", news.at_s, news.campaign,
              {{"done", news.done}, {"left", news.left}, {"expected_s", Seconds(news.expected_s)}});
}

void CampaignNews::ExpectFromThose() {
  if (done > 0 && at_s > 0)
    expected_s = at_s / static_cast<double>(done) * static_cast<double>(left);
}

std::string GapLine(std::uint64_t lines) {
  return LenientJsonText(OrderedJson{{"event", "gap"}, {"lines", lines}});
}

}  // namespace kproof
