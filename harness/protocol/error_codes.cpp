#include "harness/protocol/error_codes.h"

#include <map>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/protocol/embedded.h"

namespace kproof {
namespace {

struct Row {
  std::string name, text;
};

// Below a line that says where it is from and one of headings: code, name, text.
std::map<std::int16_t, Row> ReadRows() {
  std::map<std::int16_t, Row> rows;
  const auto lines = Split(ProtocolTable("errors"), '\n');
  for (std::size_t at = 2; at < lines.size(); ++at) {
    const auto cells = Split(lines[at], '\t');
    if (cells.size() == 3)
      rows[static_cast<std::int16_t>(std::stoi(cells[0]))] = {cells[1], cells[2]};
  }
  return rows;
}

const std::map<std::int16_t, Row>& Rows() {
  static const auto kRows = ReadRows();
  return kRows;
}

}  // namespace

std::string ErrorName(std::int16_t code) {
  const auto found = Rows().find(code);
  return found == Rows().end() ? "error " + std::to_string(code) : found->second.name;
}

std::string ErrorText(std::int16_t code) {
  const auto found = Rows().find(code);
  return found == Rows().end() ? "" : found->second.text;
}

std::int16_t ParseErrorName(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [code, row] : Rows()) {
    if (code == 0) continue;
    if (row.name == name) return code;
    names.push_back(row.name);
  }
  throw Error(ErrorKind::kUsage, "Kafka has no error '" + name + "'" + DidYouMean(name, names),
              Hint("write its name as Kafka does, such as NOT_LEADER_OR_FOLLOWER"));
}

}  // namespace kproof
