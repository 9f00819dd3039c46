#include "harness/cli/live_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// What goes on once a phase was reached.
struct PhaseWords {
  const char* name;
  const char* words;
};
constexpr PhaseWords kPhases[] = {
    {"start", "starting"},
    {"load", "waiting until acks and reads flow"},
    {"steady", "load and faults"},
    {"healed", "waiting until the cluster is whole"},
    {"whole", "load goes on"},
    {"stop", "waiting for the last acks"},
    {"drained", "reading everything back"},
    {"final", "taking over the last facts"},
    {"end", "judging"},
};

std::string Seconds(double seconds) { return fmt::format("{:.0f} s", std::floor(seconds)); }

// "load and faults, 12 s of about 31 s"
std::string WhereItIs(const RunView& view) {
  auto text = PhaseText(view.sample.phase) + ", " + Seconds(view.at_s);
  if (const auto& expected = view.sample.expected_s) text += " of about " + Seconds(*expected);
  return text;
}

std::string Rate(double per_s) {
  return WithThousands(static_cast<std::uint64_t>(std::llround(std::max(0.0, per_s))));
}

std::string Ago(const char* what, const std::optional<double>& age_s) {
  if (!age_s) return std::string("no ") + what + " yet";
  return fmt::format("last {} {} ago", what,
                     HumanDuration(Duration(static_cast<std::int64_t>(*age_s * 1e6))));
}

// "no leader: payments/1; 2 of 3: payments/0, payments/2; and 398 more are not full"
std::string IsrText(const RunSample& sample) {
  constexpr std::size_t kMostNames = 3;
  if (sample.partitions_total == 0) return "not known yet";
  const auto bad = std::max(sample.under_replicated, sample.leaderless);
  if (bad == 0) return "full in " + Counted(sample.partitions_total, "partition");
  std::map<std::string, std::vector<std::string>> names;
  std::size_t listed = 0;
  for (const auto& [name, leader, isr, replicas] : sample.partitions) {
    if (leader && isr == replicas) continue;
    names[leader ? fmt::format("{} of {}", isr, replicas) : "no leader"].push_back(name);
    ++listed;
  }
  std::vector<std::string> texts;
  for (const auto& [what, of] : names) texts.push_back(what + ": " + JoinFew(of, ", ", kMostNames));
  if (const auto first = names.find("no leader"); first != names.end())
    std::rotate(texts.begin(), texts.end() - 1, texts.end());  // digits sort before it
  if (bad > listed) texts.push_back(fmt::format("and {} more are not full", bad - listed));
  return Join(texts, "; ");
}

std::vector<std::string> FaultTexts(const RunView& view) {
  std::vector<std::string> texts;
  for (const auto& fault : view.sample.faults)
    texts.push_back(fault.Text() + ", for " +
                    Seconds(std::max(0.0, view.at_s - InSeconds(fault.since))));
  return texts;
}

std::string Fit(const std::string& text, std::size_t columns) {
  return Shortened(Printable(text), columns);
}

}  // namespace

std::string PhaseText(const std::string& phase) {
  for (const auto& known : kPhases)
    if (phase == known.name) return known.words;
  return phase;
}

void Update(RunView& view, const RunNews& news) {
  view.at_s = news.at_s;
  auto& faults = view.sample.faults;
  if (const auto* started = std::get_if<RunStarted>(&news.what))
    view.sample.expected_s = started->expected_s;
  if (const auto* phase = std::get_if<PhaseReached>(&news.what)) view.sample.phase = phase->name;
  if (const auto* sample = std::get_if<RunSample>(&news.what)) view.sample = *sample;
  if (const auto* fault = std::get_if<ActiveFault>(&news.what)) faults.push_back(*fault);
  if (const auto* ended = std::get_if<EndedFault>(&news.what))
    std::erase_if(faults, [&](const auto& fault) { return fault.step == ended->fault.step; });
}

std::vector<std::string> RunLines(const RunView& view, std::size_t columns) {
  const RunSample& now = view.sample;
  const auto count = [](std::uint64_t records) { return WithThousands(records); };
  auto faults = FaultTexts(view);
  std::vector<std::string> lines = {
      view.title + ": " + WhereItIs(view),
      fmt::format("records   sent {}  acked {}  failed {}  unknown {}  read {}", count(now.sent),
                  count(now.acked), count(now.failed), count(now.unknown), count(now.read)),
      fmt::format("a second  sent {}  acked {}  failed {}  read {}; {}, {}", Rate(now.sent_per_s),
                  Rate(now.acked_per_s), Rate(now.failed_per_s), Rate(now.read_per_s),
                  Ago("ack", now.last_ack_age_s), Ago("read", now.last_read_age_s)),
      "ISR       " + IsrText(now),
      "faults    " + (faults.empty() ? "none now" : JoinFew(faults, "; ", 3)),
  };
  for (auto& line : lines) line = Fit(line, columns);
  return lines;
}

std::string OneRunLine(const RunView& view, std::size_t columns) {
  const RunSample& now = view.sample;
  std::string row = view.title + ": " + WhereItIs(view);
  if (now.sent > 0) row += ", " + Rate(now.acked_per_s) + " acks a second";
  if (now.under_replicated + now.leaderless > 0) row += ", ISR: " + IsrText(now);
  for (const auto& fault : now.faults) row += " | " + fault.Text();
  return Fit(row, columns);
}

std::string CampaignText(const CampaignNews& news) {
  auto text = fmt::format("{} of {} trials done", news.done, news.done + news.left);
  if (news.left > 0 && news.expected_s)
    text += fmt::format(", {} left: {}", news.left, RoughTime(*news.expected_s));
  return text;
}

std::string RoughTime(double seconds) {
  if (seconds < 90) return fmt::format("about {:.0f} s", std::max(1.0, seconds));
  if (seconds < 90 * 60) return fmt::format("about {:.0f} min", seconds / 60);
  return fmt::format("about {:.1f} h", seconds / 3600);
}

std::string Redraw(std::size_t shown, const std::string& text,
                   const std::vector<std::string>& lines) {
  std::string bytes;
  if (shown > 0) bytes = fmt::format("\x1b[{}A\r", shown);
  if (!text.empty()) bytes += (shown > 0 ? "\x1b[J" : "") + text;
  for (const auto& line : lines) bytes += line + "\x1b[K\n";
  if (lines.size() < shown && text.empty()) bytes += "\x1b[J";
  return bytes;
}

}  // namespace kproof
