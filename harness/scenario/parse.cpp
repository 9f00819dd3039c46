// The order of reading a scenario, and small things that several of its parts need.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

// Kept as the label "tags", so that results have them too.
void ReadTags(Reader& top, Scenario& scenario) {
  const Tree* list = top.Get("tags");
  if (list == nullptr) return;
  std::vector<std::string> tags;
  for (const Tree* item : ScalarList(*list, "tags", top.complaints())) {
    if (!IsName(item->text))
      top.complaints().At(item->place, fmt::format("tag '{}' is not a name", item->text),
                          "letters, digits, '-' and '_', at most 64");
    tags.push_back(item->text);
  }
  if (scenario.labels.contains("tags"))
    top.complaints().At(list->key_place, "tags are given twice",
                        "leave the label 'tags' to the key of that name");
  if (!tags.empty()) scenario.labels["tags"] = Join(tags, ",");
}

void ReadHead(Reader& top, Scenario& scenario) {
  top.Need("name", "as in `name: leader-kill`");
  top.Matching("name", "letters, digits, '-' and '_', at most 64", [&](const std::string& text) {
    scenario.name = text;
    return IsName(text);
  });
  top.Choice("role", {"claim", "control"}, scenario.role);
  top.Text("about", scenario.about);
  top.Time("duration", Duration(1), scenario.duration);
  top.Time("max_time", Duration(1), scenario.max_time);
  top.Time("whole_within", Duration(1), scenario.whole_within);
  std::string destructive = "false";
  top.Choice("destructive", {"false", "true"}, destructive);
  scenario.destructive = destructive == "true";
  top.Settings("labels", scenario.labels);
  ReadTags(top, scenario);
}

}  // namespace

std::string Diagnostic::ToString() const {
  return file + (line > 0 ? fmt::format(":{}:{}", line, column) : "") + ": " + what +
         (hint.empty() ? "" : "; " + hint);
}

ParsedScenario ParseScenario(const std::string& file_name, const std::string& yaml,
                             const Vocabulary& vocabulary, const std::vector<Override>& overrides) {
  Diagnostics complaints;
  const auto root = ReadTree(file_name, yaml, complaints.all());
  if (!root) return {.scenario = {}, .diagnostics = complaints.Take()};
  return ParseScenario(*root, vocabulary, overrides, std::move(complaints));
}

ParsedScenario ParseScenario(Tree root, const Vocabulary& vocabulary,
                             const std::vector<Override>& overrides, Diagnostics complaints) {
  Diagnostics notes;
  Scenario scenario;
  ApplyOverrides(overrides, root, complaints);
  {
    Reader top(root, "scenario", "", complaints);
    ReadHead(top, scenario);
    ReadClusters(top, vocabulary, scenario);
    ReadTopics(top, scenario);
    ReadProducers(top, scenario);
    ReadMonitors(top, scenario);
    ReadConsumers(top, scenario);
    ReadSteps(top, vocabulary, scenario);
    ReadAbort(top, vocabulary, scenario);
    ReadWants(top, scenario);
  }
  CheckWhole(root, scenario, complaints);
  CheckWords(root, scenario, complaints);
  CheckSteps(root, scenario, complaints);
  CheckDown(root, vocabulary, scenario, complaints);
  CheckDriver(root, vocabulary, scenario, complaints);
  CheckClients(root, vocabulary, scenario, complaints);
  CheckQuorum(root, vocabulary, scenario, complaints);
  CheckDestructive(root, vocabulary, scenario, complaints);
  CheckSettings(root, vocabulary, scenario, complaints, notes);
  ParsedScenario parsed{.scenario = {}, .diagnostics = complaints.Take(), .notes = notes.Take()};
  if (parsed.diagnostics.empty()) parsed.scenario = std::move(scenario);
  return parsed;
}

void ReadClusterName(Reader& part, const Scenario& scenario, std::string& cluster) {
  std::vector<std::string> names;
  for (const auto& [name, spec] : scenario.clusters) names.push_back(name);
  if (names.size() == 1) cluster = names.front();
  if (part.Get("cluster") == nullptr && names.size() > 1)
    part.Need("cluster", "there are " + Join(names, ", "));
  else
    part.Choice("cluster", names, cluster);
}

void ReadInt(Reader& part, const std::string& key, std::int32_t least, std::int32_t most,
             std::int32_t& value) {
  if (part.Get(key) != nullptr && !part.Int(key, least, most, value)) value = kUnread;
}

const TopicSpec* FindTopic(const Scenario& scenario, const std::string& cluster,
                           const std::string& name) {
  const auto found = std::find_if(
      scenario.topics.begin(), scenario.topics.end(),
      [&](const TopicSpec& topic) { return topic.cluster == cluster && topic.name == name; });
  return found == scenario.topics.end() ? nullptr : &*found;
}

const FaultForm* FindFaultForm(const Vocabulary& vocabulary, const std::string& name) {
  const auto found = std::find_if(vocabulary.faults.begin(), vocabulary.faults.end(),
                                  [&](const FaultForm& fault) { return fault.name == name; });
  return found == vocabulary.faults.end() ? nullptr : &*found;
}

std::vector<std::string> ClusterPath(const Tree& root, const std::string& name) {
  if (root.Find("cluster") != nullptr && name == "main") return {"cluster"};
  return {"clusters", name};
}

std::vector<std::string> MonitorPath(const Tree& root, const std::string& name) {
  const Tree* monitors = root.Find("monitors");
  if (monitors != nullptr && monitors->Find(name) != nullptr) return {"monitors", name};
  return {"monitors"};
}

SourcePlace PlaceOf(const Tree& root, const std::vector<std::string>& path) {
  const Tree* at = &root;
  for (const auto& key : path) {
    const Tree* next = nullptr;
    if (at->kind == Tree::Kind::kList) {
      const auto index = ParseInt(key);  // a name: the file has a list where a map belongs
      if (index && *index >= 0 && *index < static_cast<std::int64_t>(at->children.size()))
        next = &at->children[static_cast<std::size_t>(*index)];
    } else {
      next = at->Find(key);
    }
    if (next == nullptr) return at->key_place;
    at = next;
  }
  return at->kind == Tree::Kind::kScalar ? at->place : at->key_place;
}

}  // namespace kproof
