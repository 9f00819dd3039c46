#include "harness/cli/verb_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "harness/base/text.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

// What OneOf (output.h) admits stands in the option's type name: "auto|always|never". Where there
// are too many for that, it names their table.
std::vector<std::string> Choices(const std::string& type) {
  if (type == kFindingType) return FindingNames();
  return type.find('|') == std::string::npos ? std::vector<std::string>() : Split(type, '|');
}

ArgumentDoc Describe(const CLI::Option& option) {
  ArgumentDoc doc;
  for (const auto& name : option.get_lnames()) doc.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) doc.names.push_back("-" + name);
  if (doc.names.empty()) doc.names.push_back(option.get_name(true));
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    doc.value = type.substr(0, type.find(':'));
    doc.choices = Choices(type);
    if (doc.value.empty()) doc.value = "VALUE";
  }
  doc.about = option.get_description();
  doc.required = option.get_required();
  return doc;
}

VerbDoc Describe(const CLI::App& app, const std::string& above) {
  VerbDoc doc{.path = above.empty() ? app.get_name() : above + " " + app.get_name(),
              .name = app.get_name(),
              .about = app.get_description(),
              .footer = app.get_footer(),
              .positionals = {},
              .flags = {},
              .verbs = {}};
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? doc.positionals : doc.flags).push_back(Describe(*option));
  }
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!verb->get_group().empty()) doc.verbs.push_back(Describe(*verb, doc.path));
  std::sort(doc.verbs.begin(), doc.verbs.end(),
            [](const VerbDoc& a, const VerbDoc& b) { return a.name < b.name; });
  return doc;
}

}  // namespace

VerbDoc DescribeVerbs(const CLI::App& app) { return Describe(app, ""); }

void ForEachVerb(const VerbDoc& verb, const std::function<void(const VerbDoc&)>& visit) {
  visit(verb);
  for (const auto& below : verb.verbs) ForEachVerb(below, visit);
}

std::vector<std::string> PositionalChoices(const VerbDoc& verb) {
  std::vector<std::string> all;
  for (const auto& positional : verb.positionals)
    all.insert(all.end(), positional.choices.begin(), positional.choices.end());
  return all;
}

}  // namespace kproof
