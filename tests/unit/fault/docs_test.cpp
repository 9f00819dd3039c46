// docs/faults.md and the registry agree: a row and a heading a fault, and each parameter is named.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

std::string TextOf(const std::string& path) {
  std::ifstream file(KPROOF_SOURCE_DIR "/" + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string FaultsPage() { return TextOf("docs/faults.md"); }

std::string HeadingOf(const std::string& fault) { return "\n### `" + fault + "`\n"; }

// From the heading of this fault to the next one; "" when it has none.
std::string SectionOf(const std::string& page, const std::string& fault) {
  const auto start = page.find(HeadingOf(fault));
  if (start == std::string::npos) return "";
  return page.substr(start, page.find("\n##", start + 1) - start);
}

std::string RowOf(const FaultType& type) {
  std::vector<std::string> params;
  for (const auto& param : type.params)
    params.push_back("`" + param.name + "` (" +
                     (param.fallback.empty() ? "required" : param.fallback) + ")");
  return "\n| `" + type.name + "` | " + type.summary + " | " +
         (params.empty() ? "none" : Join(params, ", ")) + " |\n";
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(FaultDocs, TheTableIsTheRegistry) {
  const std::string page = FaultsPage();
  for (const auto& type : Faults())
    EXPECT_EQ(Count(page, RowOf(type)), 1U) << "docs/faults.md: no such row:" << RowOf(type);
  EXPECT_EQ(Count(page, "\n| `"), Faults().size()) << "rows of faults that are not there";
}

TEST(FaultDocs, EveryFaultHasItsHeadingAndNoOther) {
  const std::string page = FaultsPage();
  for (const auto& type : Faults()) EXPECT_EQ(Count(page, HeadingOf(type.name)), 1U) << type.name;
  EXPECT_EQ(Count(page, "\n### `"), Faults().size()) << "headings of faults that are not there";
}

TEST(FaultDocs, EveryHeadingSaysTheSameThingsInTheSameOrder) {
  const std::string page = FaultsPage();
  for (const auto& type : Faults()) {
    const std::string section = SectionOf(page, type.name);
    std::size_t at = 0;
    for (const char* label : {"Effect", "Parameters", "Kafka", "Proof", "Undo", "Example"}) {
      const auto next = section.find("\n- **" + std::string(label) + "**: ", at);
      EXPECT_NE(next, std::string::npos) << type.name << ": no " << label << ", or not in order";
      if (next != std::string::npos) at = next;
    }
  }
}

// A link to a scenario that has such a step, or the step itself.
TEST(FaultDocs, EveryExampleUsesItsFault) {
  const std::string page = FaultsPage();
  const std::string link = "**Example**: [";
  for (const auto& type : Faults()) {
    const std::string section = SectionOf(page, type.name);
    const auto at = section.find(link);
    std::string example = section;
    if (at != std::string::npos) {
      const auto path = section.find("scenarios/", at);
      ASSERT_NE(path, std::string::npos) << type.name;
      example = TextOf(section.substr(path, section.find(')', path) - path));
    }
    const std::string step = "fault: " + type.name;
    EXPECT_TRUE(Count(example, step + "\n") + Count(example, step + ",") > 0) << type.name;
  }
}

TEST(FaultDocs, EveryParameterIsNamedUnderItsHeading) {
  const std::string page = FaultsPage();
  for (const auto& type : Faults()) {
    const std::string section = SectionOf(page, type.name);
    const auto start = section.find("\n- **Parameters**: ");
    const std::string params =
        section.substr(std::min(start, section.size()), section.find("\n- **Kafka**: ") - start);
    for (const auto& param : type.params)
      EXPECT_NE(params.find("`" + param.name + "`"), std::string::npos)
          << type.name << ": " << param.name;
    EXPECT_EQ(params.ends_with(": none."), type.params.empty()) << type.name;
  }
}

}  // namespace
}  // namespace kproof
