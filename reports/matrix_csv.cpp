// matrix.csv: a row a cell, for spreadsheets.
#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/words/finding.h"
#include "reports/matrix.h"
#include "reports/names.h"

namespace kproof {
namespace {

// As RFC 4180 has it.
std::string Field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string NumberText(const std::optional<double>& number) {
  return number ? fmt::format("{:.6g}", *number) : "";
}
std::string NumberText(const std::map<std::string, double>& numbers, const char* name) {
  const auto found = numbers.find(name);
  return found == numbers.end() ? "" : NumberText(found->second);
}

std::string CsvRow(const std::vector<std::string>& fields) {
  std::vector<std::string> quoted;
  for (const auto& field : fields) quoted.push_back(Field(field));
  return Join(quoted, ",") + "\r\n";
}

}  // namespace

std::string ToCsv(const Matrix& matrix) {
  std::vector<std::string> head;
  for (const auto& [name, values] : matrix.axes) head.push_back(name);
  for (const char* name : {"name", "excluded", "trials", "verdict"}) head.emplace_back(name);
  for (const auto name : kTraffic) head.emplace_back(name);
  for (const auto& name : FindingNames()) head.push_back(name);
  for (const auto& name : FindingNames()) head.push_back("allowed_" + name);
  for (const char* name :
       {"at_stake", "conclusive", "loss_per_trial_upper", "longest_ack_gap_s_median",
        "longest_ack_gap_s_max", "ack_p50_ms", "ack_p99_ms", "ack_p50_ms_under_fault",
        "ack_p99_ms_under_fault", "throughput_per_s"})
    head.emplace_back(name);
  std::string csv = CsvRow(head);
  for (const auto& cell : matrix.cells) {
    std::vector<std::string> row;
    const auto count = [&](const std::map<std::string, std::uint64_t>& counts,
                           const std::string& name) {
      const auto found = counts.find(name);
      row.push_back(found == counts.end() ? "" : std::to_string(found->second));
    };
    for (const auto& [name, values] : matrix.axes) row.push_back(cell.at.at(name));
    row.push_back(cell.name);
    row.push_back(cell.excluded.value_or(""));
    row.push_back(std::to_string(cell.trials));
    row.push_back(cell.verdict ? Name(*cell.verdict) : "");
    for (const auto name : kTraffic) count(cell.counts, std::string(name));
    for (const auto& name : FindingNames()) count(cell.counts, name);
    for (const auto& name : FindingNames()) count(cell.allowed, name);
    row.push_back(std::to_string(cell.at_stake));
    row.push_back(std::to_string(cell.conclusive));
    row.push_back(NumberText(cell.loss_upper));
    row.push_back(NumberText(cell.longest_ack_gap_s.median));
    row.push_back(NumberText(cell.longest_ack_gap_s.max));
    row.push_back(NumberText(cell.ack_ms, "p50"));
    row.push_back(NumberText(cell.ack_ms, "p99"));
    row.push_back(NumberText(cell.ack_ms_under_fault, "p50"));
    row.push_back(NumberText(cell.ack_ms_under_fault, "p99"));
    row.push_back(NumberText(cell.throughput_per_s.median));
    csv += CsvRow(row);
  }
  return csv;
}

}  // namespace kproof
