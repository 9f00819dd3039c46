#include "harness/cli/promise_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "audit/promise/possible.h"
#include "audit/promise/without_limit.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "reports/names.h"
#include "reports/page.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPageColumns = 100;

// The row of the table that has this name; null for answers without one.
const PromiseRule* RuleOf(const PromiseVerdict& promise) {
  const auto rules = PromiseRules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const PromiseRule& rule) {
    return promise.rule == rule.name;
  });
  return found == rules.end() ? nullptr : &*found;
}

// Without the settings, which `why` repeats.
std::string ReasonOf(const PromiseVerdict& promise) {
  const auto* rule = RuleOf(promise);
  return rule == nullptr ? promise.why : rule->reason;
}

std::string SourceOf(const PromiseVerdict& promise) {
  const auto* rule = RuleOf(promise);
  return rule == nullptr ? "" : rule->source;
}

std::string InWord(const std::optional<bool>& holds) {
  return !holds ? "unknown" : *holds ? "promised" : "not promised";
}

std::string FailureText(const FailureClasses& failures) {
  if (failures.classes.empty()) return "none";
  return fmt::format("{} of {}, which takes up to {}",
                     Join({failures.classes.begin(), failures.classes.end()}, " and "),
                     Counted(static_cast<std::uint64_t>(failures.nodes), "node"),
                     HumanDuration(failures.outage));
}

// " (server.properties:12)", for what stands in a file.
std::string PlaceText(const PromiseQuestion& question, const SettingFact& fact) {
  for (const auto& [scope, origins] : question.declared.origins)
    for (const auto& [key, origin] : origins)
      if (fact.origin.starts_with(origin)) return " (" + fact.origin + ")";
  return "";
}

// Those of them that promises turn on.
std::vector<std::string> SettingTexts(const PromiseQuestion& question,
                                      const std::vector<SettingFact>& facts) {
  std::vector<std::string> texts;
  const auto add = [&](const SettingFact& fact) {
    texts.push_back(fact.key + "=" + InWords(fact.key, fact.value) + PlaceText(question, fact));
  };
  for (const auto key : kTelling)
    for (const auto& fact : facts)
      if (fact.scope == "producer" && fact.key == key) add(fact);
  const auto& origin = question.replication_origin;
  texts.push_back(fmt::format("replication {}{}", question.replication,
                              origin.empty() ? "" : " (" + origin + ")"));
  for (const auto& fact : facts)
    if (fact.scope == "topic") add(fact);
  return texts;
}

std::string ChangesText(const PromiseAnswer& answer) {
  std::vector<std::string> changes;
  for (const auto& alternative : answer.alternatives) changes.push_back(alternative.change);
  if (changes.empty()) return "no change of one setting alters that";
  return (answer.promise.holds == true ? "no longer with: " : "promised with: ") +
         Join(changes, "; ");
}

constexpr DeployedNote::Kind kNoteKinds[] = {
    DeployedNote::Kind::kUnknown, DeployedNote::Kind::kOverridden, DeployedNote::Kind::kNotLocal,
    DeployedNote::Kind::kNote};

// In the order in which they were found.
std::vector<std::string> NoteTexts(const PromiseQuestion& question, const DeclaredFacts& declared,
                                   DeployedNote::Kind kind) {
  std::vector<std::string> texts;
  for (const auto& note : question.notes)
    if (note.kind == kind) texts.push_back(fmt::format("{}: {}", note.origin, note.what));
  if (kind == DeployedNote::Kind::kOverridden)
    texts.insert(texts.end(), declared.overridden.begin(), declared.overridden.end());
  return texts;
}

void PrintText(const PromiseQuestion& question, const PromiseAnswers& answers) {
  Page page(kPageColumns);
  page.Line(fmt::format("producer {}, topic {}", question.producer, question.topic));
  page.Entry("settings", Join(SettingTexts(question, answers.declared.facts), ", "));
  if (!question.kafka_origin.empty())
    page.Entry("kafka", question.declared.kafka + " (" + question.kafka_origin + ")");
  if (!answers.declared.unused.empty())
    page.Entry("not used", "no promise turns on " + Join(answers.declared.unused, ", "));
  for (const auto kind : kNoteKinds)
    page.Entries(NameOf(kind), NoteTexts(question, answers.declared, kind));
  page.Entry("failure", FailureText(answers.failures));
  for (const auto& answer : answers.of_guarantees) {
    const auto source = SourceOf(answer.promise);
    page.Entry(answer.guarantee->name,
               fmt::format("{}: {}", InWord(answer.promise.holds), ReasonOf(answer.promise)));
    if (!source.empty()) page.Entry("", fmt::format("rule {}: {}", answer.promise.rule, source));
    page.Entry("", ChangesText(answer));
  }
  std::fputs(page.text().c_str(), stdout);
}

Json PromiseJson(const PromiseVerdict& promise) {
  Json json = {{"promised", nullptr},
               {"rule", promise.rule},
               {"why", ReasonOf(promise)},
               {"source", SourceOf(promise)}};
  if (promise.holds) json["promised"] = *promise.holds;
  return json;
}

Json AnswersJson(const PromiseQuestion& question, const PromiseAnswers& answers) {
  Json settings = Json::object();
  for (const auto& fact : answers.declared.facts)
    settings[fact.scope][fact.key] = {{"value", fact.value}, {"origin", fact.origin}};
  const auto or_null = [](const std::string& origin) {
    return origin.empty() ? Json(nullptr) : Json(origin);
  };
  Json notes = Json::array();
  for (const auto& note : question.notes)
    notes.push_back({{"kind", NameOf(note.kind)}, {"origin", note.origin}, {"what", note.what}});
  for (const auto& what : answers.declared.overridden)
    notes.push_back(
        {{"kind", NameOf(DeployedNote::Kind::kOverridden)}, {"origin", nullptr}, {"what", what}});
  Json guarantees = Json::object();
  for (const auto& answer : answers.of_guarantees) {
    Json row = PromiseJson(answer.promise);
    row["changes"] = Json::array();
    for (const auto& alternative : answer.alternatives) {
      Json change = {{"change", alternative.change}};
      change.update(PromiseJson(alternative.promise));
      row["changes"].push_back(change);
    }
    guarantees[answer.guarantee->name] = row;
  }
  return {{"producer", question.producer},
          {"topic", question.topic},
          {"replication", question.replication},
          {"replication_origin", or_null(question.replication_origin)},
          {"kafka", question.declared.kafka},
          {"kafka_origin", or_null(question.kafka_origin)},
          {"settings", settings},
          {"not_used", answers.declared.unused},
          {"notes", notes},
          {"failure",
           {{"classes", answers.failures.classes},
            {"nodes", answers.failures.nodes},
            {"outage_s", static_cast<double>(answers.failures.outage.count()) / 1e6}}},
          {"guarantees", guarantees}};
}

// A combination of the table, and what it promises.
struct TableRow {
  std::int64_t replication, min_isr;
  bool unclean;
  const char* acks;
  PromiseVerdict promise;
};

std::vector<TableRow> TableRows(const FailureClasses& failures, std::int64_t most_replicas) {
  static constexpr std::pair<const char*, Acks> kAcks[] = {
      {"0", Acks::kNone}, {"1", Acks::kLeader}, {"all", Acks::kAll}};
  std::vector<TableRow> rows;
  PromiseSettings settings;
  settings.flush_messages = kNeverFlushed;
  const auto add = [&](bool unclean) {
    settings.unclean = unclean;
    for (const auto& [name, acks] : kAcks) {
      settings.acks = acks;
      rows.push_back({*settings.replication, *settings.min_isr, unclean, name,
                      PromiseOf(NameOf(Guarantee::kNoLoss), settings, failures)});
    }
  };
  for (std::int64_t replication = 1; replication <= most_replicas; ++replication) {
    settings.replication = replication;
    for (std::int64_t min_isr = 1; min_isr <= replication; ++min_isr) {
      settings.min_isr = min_isr;
      for (const bool unclean : {false, true}) add(unclean);
    }
  }
  return rows;
}

Json RowJson(const TableRow& row) {
  Json json = {{"replication", row.replication},
               {"min.insync.replicas", row.min_isr},
               {"unclean.leader.election.enable", row.unclean},
               {"acks", row.acks}};
  json.update(PromiseJson(row.promise));
  return json;
}

}  // namespace

void PrintPromise(const PromiseQuestion& question, const PromiseAnswers& answers,
                  const JsonFlags& flags) {
  if (flags.asked())
    PrintJson(AnswersJson(question, answers), flags);
  else
    PrintText(question, answers);
}

void PrintPromiseTable(const FailureClasses& failures, std::int64_t most_replicas,
                       const JsonFlags& flags) {
  constexpr const char* kRow = "{:11}  {:19}  {:7}  {:4}  {:12}  {}\n";
  if (!flags.asked()) {
    fmt::print("no-loss under {}\n\n", FailureText(failures));
    fmt::print(kRow, "replication", "min.insync.replicas", "unclean", "acks", "no-loss", "rule");
  }
  for (const auto& row : TableRows(failures, most_replicas)) {
    if (flags.asked())
      PrintJson(RowJson(row), flags);
    else
      fmt::print("{:<11}  {:<19}  {:7}  {:4}  {:12}  {}\n", row.replication, row.min_isr,
                 row.unclean ? "true" : "false", row.acks, InWord(row.promise.holds),
                 row.promise.rule);
  }
}

}  // namespace kproof
