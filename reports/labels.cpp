#include "reports/labels.h"

#include <fmt/format.h>

namespace kproof {

Labels With(Labels labels, const std::string& name, const std::string& value) {
  labels.emplace_back(name, value);
  return labels;
}

std::string LabelsText(const Labels& labels,
                       const std::function<std::string(const std::string&)>& escaped) {
  std::string text;
  for (const auto& [name, value] : labels)
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "{" : ",", name, escaped(value));
  return text.empty() ? text : text + "}";
}

}  // namespace kproof
