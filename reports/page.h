// A page of text with a label column, folded at a width: what the terminal's formats are put
// together from.
//
// Not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kproof {

class Page {
 public:
  explicit Page(std::size_t columns) : columns_(columns) {}

  // A line as it is.
  void Line(std::string_view text);
  // `text` beside `label`, folded at white space; further lines are indented to the text. "" gives
  // no label.
  void Entry(std::string_view label, std::string_view text);
  // Several texts below one label, a line (or more) each; nothing at all for none.
  void Entries(std::string_view label, const std::vector<std::string>& texts);

  const std::string& text() const { return text_; }

 private:
  std::size_t columns_;
  std::string text_;
};

}  // namespace kproof
