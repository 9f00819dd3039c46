#include "reports/page.h"

#include <algorithm>

#include "harness/base/printable.h"

namespace kproof {
namespace {

constexpr std::size_t kLabelColumns = 15;

}  // namespace

void Page::Line(std::string_view text) {
  text_ += text;
  text_ += '\n';
}

void Page::Entry(std::string_view label, std::string_view text) {
  std::string line = "  " + std::string(label);
  line.resize(std::max(kLabelColumns, line.size() + 1), ' ');
  const std::string indent(kLabelColumns + 2, ' ');
  for (const auto& part :
       Folded(Printable(text), columns_ - Columns(line), columns_ - indent.size())) {
    Line(line + part);
    line = indent;
  }
}

void Page::Entries(std::string_view label, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    Entry(label, text);
    label = "";
  }
}

}  // namespace kproof
