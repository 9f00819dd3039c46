// A plan for programs: what ToYaml writes, as JSON.
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/scenario/plan.h"
#include "harness/scenario/tree.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

// Whose values are text whatever they look like: names, versions and settings of others.
bool IsText(const std::string& key) {
  static const std::set<std::string> keys = {"about", "client", "commit", "config", "defaults",
                                             "group", "id",     "kafka",  "labels", "name",
                                             "racks", "tags",   "with"};
  return keys.contains(key);
}

Json Scalar(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  // Fifteen digits are exact in every reader of JSON.
  const bool digits = !text.empty() && text.size() <= 15 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && (text == "0" || text.front() != '0')) return std::stoll(text);
  return text;
}

Json ToJson(const Tree& tree, bool text) {
  switch (tree.kind) {
    case Tree::Kind::kNull:
      return nullptr;
    case Tree::Kind::kScalar:
      return text ? Json(tree.text) : Scalar(tree.text);
    case Tree::Kind::kList: {
      Json list = Json::array();
      for (const auto& child : tree.children) list.push_back(ToJson(child, text));
      return list;
    }
    case Tree::Kind::kMap:
      break;
  }
  Json map = Json::object();
  for (const auto& child : tree.children) map[child.key] = ToJson(child, text || IsText(child.key));
  return map;
}

}  // namespace

std::string ToJson(const Plan& plan, bool indented) {
  std::vector<Diagnostic> diagnostics;
  const auto tree = ReadTree("plan", ToYaml(plan), diagnostics);
  if (!tree || !diagnostics.empty()) throw Error("a plan that was written can't be read again");
  const Json json = {{"schema", 1},
                     {"scenario", plan.scenario.name},
                     {"seed", plan.seed},
                     {"plan", ToJson(*tree, false)}};
  return LenientJsonText(json, indented ? 2 : -1);
}

}  // namespace kproof
