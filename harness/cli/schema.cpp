// kproof schema: the JSON Schema of scenario files, for editors. docs/scenario.schema.json has the
// keys; what is open to additions (faults with their parameters, drivers, findings, and how targets
// and states are written) comes from this program's registries.
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "audit/judge/registry.h"
#include "harness/base/json_text.h"
#include "harness/cli/embedded_schema.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/cluster/registry.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

// One of the table's names; editors show the summary beside each.
template <typename Table>
Json OneOfTable(const Table& table) {
  Json choices = Json::array();
  for (const auto& row : table)
    choices.push_back({{"const", row.name}, {"description", row.summary}});
  return choices;
}

Json Patterns(const std::vector<PhraseForm>& forms) {
  Json patterns = Json::array();
  for (const auto& form : forms) patterns.push_back(form.pattern);
  return patterns;
}

// YAML reads an unquoted true or false as a boolean.
Json AsWritten(const std::vector<std::string>& words) {
  Json values = words;
  for (const auto& word : words)
    if (word == "true" || word == "false") values.push_back(word == "true");
  return values;
}

Json ParamSchema(const ParamForm& param) {
  Json schema = {{"description", param.summary}};
  if (param.words.empty())
    schema["type"] = {"string", "number", "boolean"};
  else
    schema["enum"] = AsWritten(param.words);
  if (param.fallback) schema["default"] = *param.fallback;
  return schema;
}

// What may stand under `with` of a step that has this fault.
Json WithOf(const FaultForm& fault) {
  Json properties = Json::object(), required = Json::array();
  for (const auto& param : fault.params) {
    properties[param.name] = ParamSchema(param);
    if (!param.fallback) required.push_back(param.name);
  }
  Json then = {
      {"properties", {{"with", {{"properties", properties}, {"additionalProperties", false}}}}}};
  if (!required.empty()) {
    then["properties"]["with"]["required"] = required;
    then["required"] = {"with"};
  }
  return {{"if", {{"properties", {{"fault", {{"const", fault.name}}}}}}}, {"then", then}};
}

int PrintSchema(const JsonFlags& flags) {
  const Vocabulary vocabulary = TheVocabulary();
  Json schema = ParseOrderedJson(EmbeddedSchema("scenario"));
  Json& defs = schema.at("$defs");
  defs.at("finding") = {{"oneOf", OneOfTable(Checkers())}};
  defs.at("cluster").at("properties").at("driver")["oneOf"] = OneOfTable(Drivers());
  Json& step = defs.at("step");
  Json& keys = step.at("properties");
  keys.at("fault")["oneOf"] = OneOfTable(vocabulary.faults);
  keys.at("target")["examples"] = Patterns(vocabulary.targets);
  for (const char* key : {"when", "until"}) keys.at(key)["examples"] = Patterns(vocabulary.states);
  for (const auto& fault : vocabulary.faults) step.at("allOf").push_back(WithOf(fault));
  PrintJson(schema, flags);
  return 0;
}

}  // namespace

void AddSchemaVerb(CLI::App& app, VerbAction& action) {
  const auto pretty = std::make_shared<bool>(false);
  auto* verb = app.add_subcommand(
      "schema", "print the JSON Schema of scenario files, for completion in editors");
  verb->add_flag("--pretty", *pretty, "indented, for people");
  verb->callback([pretty, &action] {
    action = [pretty] { return PrintSchema({.json = true, .pretty = *pretty}); };
  });
}

}  // namespace kproof
