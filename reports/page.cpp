#include "reports/page.h"

#include <algorithm>

#include "harness/base/printable.h"
#include "harness/base/text.h"

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
  std::size_t used = Columns(line);
  bool first_word = true;
  for (const std::string& word : SplitWords(Printable(text))) {
    if (!first_word && used + 1 + Columns(word) > columns_) {
      Line(line);
      line = std::string(kLabelColumns + 2, ' ');
      used = line.size();
      first_word = true;
    }
    if (!first_word) line += ' ';
    line += word;
    used += Columns(word) + (first_word ? 0 : 1);
    first_word = false;
  }
  Line(line);
}

void Page::Entries(std::string_view label, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    Entry(label, text);
    label = "";
  }
}

}  // namespace kproof
