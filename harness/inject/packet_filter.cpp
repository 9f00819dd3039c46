#include "harness/inject/packet_filter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/inject/net_tool.h"

namespace kproof {
namespace {

// nft takes no fractions: so many of a million.
constexpr int kMillion = 1'000'000;

std::string SetOf(const auto& members) { return fmt::format("{{ {} }}", fmt::join(members, ", ")); }

// One nft rule. `port`: "", "sport" or "dport".
std::string RuleText(const FilterRule& rule, std::size_t index, const char* port) {
  std::string text = fmt::format("ip saddr {} ip daddr {} ", SetOf(rule.from), SetOf(rule.to));
  if (*port != '\0') text += fmt::format("tcp {} {} ", port, SetOf(rule.ports));
  if (rule.packets == FilterRule::Packets::kOpening) text += "tcp flags & (syn | ack) == syn ";
  if (rule.packets == FilterRule::Packets::kOpened) text += "tcp flags & (syn | ack) != syn ";
  // Resets go on their way, ours among them: nobody answers a reset.
  if (rule.action == FilterRule::Action::kReset) text += "tcp flags & rst == 0 ";
  if (rule.fraction < 1) {
    text += fmt::format("counter numgen random mod {} < {} ", kMillion,
                        static_cast<int>(rule.fraction * kMillion));
  }
  text += "counter ";
  text += rule.action == FilterRule::Action::kReset ? "reject with tcp reset" : "drop";
  return text + fmt::format(" comment \"{}\"\n", index);
}

// Connections whose opening packet came by while the table was there, in both directions.
constexpr const char* kForgetful =
    "tcp flags & (syn | ack) == syn add @opened "
    "{ ip saddr . tcp sport . ip daddr . tcp dport }\n"
    "ip saddr . tcp sport . ip daddr . tcp dport @opened accept\n"
    "ip daddr . tcp dport . ip saddr . tcp sport @opened accept\n";

// Adds what one nft rule counted: the first counter is what matched, the last what was hit.
void AddCounters(const nlohmann::json& rule, std::vector<FilterCount>& counts) {
  const auto comment = rule.find("comment");
  if (comment == rule.end()) return;
  auto& count = counts.at(std::stoul(comment->get<std::string>()));
  const nlohmann::json* first = nullptr;
  const nlohmann::json* last = nullptr;
  for (const auto& part : rule.at("expr")) {
    if (!part.contains("counter")) continue;
    last = &part.at("counter");
    if (first == nullptr) first = last;
  }
  if (last == nullptr) return;
  count.matched += first->at("packets").get<std::uint64_t>();
  count.hit += last->at("packets").get<std::uint64_t>();
  count.hit_bytes += last->at("bytes").get<std::uint64_t>();
}

}  // namespace

FilterTable::FilterTable(std::string family, std::string name, int netns, bool forget,
                         std::vector<FilterRule> rules)
    : family_(std::move(family)),
      name_(std::move(name)),
      netns_(netns),
      forget_(forget),
      rules_(std::move(rules)) {}

FilterTable::~FilterTable() {
  DoQuietly([this] { Remove(); });
}

std::string FilterTable::Chain(const std::string& hook) const {
  std::string text = fmt::format("chain {0} {{\ntype filter hook {0} priority 0;\n{1}", hook,
                                 forget_ ? kForgetful : "");
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].ports.empty()) {
      text += RuleText(rules_[i], i, "");
    } else {
      text += RuleText(rules_[i], i, "sport");
      text += RuleText(rules_[i], i, "dport");
    }
  }
  return text + "}\n";
}

// Adding before deleting makes it the same whether a table of that name is there or not.
std::string FilterTable::Script() const {
  const std::string table = family_ + " " + name_;
  std::string text = fmt::format("add table {0}\ndelete table {0}\ntable {0} {{\n", table);
  if (forget_) {
    text +=
        "set opened { type ipv4_addr . inet_service . ipv4_addr . inet_service; size 65535; "
        "flags dynamic; }\n";
  }
  text += family_ == "bridge" ? Chain("forward") : Chain("input") + Chain("output");
  return text + "}\n";
}

void FilterTable::Install() {
  installed_ = true;  // also where it failed half-way, it must be taken out
  RunNetTool({.program = "nft", .args = {"-f", "-"}, .script = Script(), .netns = netns_});
}

void FilterTable::Remove() {
  if (!installed_) return;
  const std::string table = family_ + " " + name_;
  RunNetTool({.program = "nft",
              .args = {"-f", "-"},
              .script = fmt::format("add table {0}\ndelete table {0}\n", table),
              .netns = netns_});
  installed_ = false;
}

std::vector<FilterCount> FilterTable::Counts() const {
  if (!installed_) return {};
  std::vector<FilterCount> counts;
  for (const auto& rule : rules_) counts.push_back({.name = rule.name});
  const auto add = [&](const nlohmann::json& listed) {
    for (const auto& part : listed.at("nftables"))
      if (part.contains("rule")) AddCounters(part.at("rule"), counts);
  };
  ReadNetTool({.program = "nft",
               .args = {"-j", "list", "table", family_, name_},
               .script = "",
               .netns = netns_},
              add);
  return counts;
}

std::string PacketFilter::NextName() { return fmt::format("kproof_{}", next_++); }

std::unique_ptr<FilterTable> PacketFilter::OnBridge(std::vector<FilterRule> rules) {
  return std::unique_ptr<FilterTable>(
      new FilterTable("bridge", NextName(), -1, false, std::move(rules)));
}

std::unique_ptr<FilterTable> PacketFilter::OnForgetfulBridge(std::vector<FilterRule> rules) {
  return std::unique_ptr<FilterTable>(
      new FilterTable("bridge", NextName(), -1, true, std::move(rules)));
}

std::unique_ptr<FilterTable> PacketFilter::OnHost(const Host& host, std::vector<FilterRule> rules) {
  if (host.netns < 0)
    throw Error(ErrorKind::kNotRun, host.name + " has no network namespace of its own",
                Hint("run it with --sandbox private"));
  return std::unique_ptr<FilterTable>(
      new FilterTable("inet", NextName(), host.netns, false, std::move(rules)));
}

}  // namespace kproof
