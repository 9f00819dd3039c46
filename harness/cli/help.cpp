#include "harness/cli/help.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/cli/examples.h"
#include "harness/cli/verbs.h"
#include "harness/words/verdict.h"

namespace kproof {
namespace {

constexpr std::size_t kColumns = 110;
constexpr std::size_t kNameColumns = 34;
constexpr std::string_view kRequired = " is required";  // as CLI11 ends that complaint

constexpr int kExitWorse = 3;

// A row a code: "  2    inconclusive: the evidence does not decide it".
std::string ExitCodes() {
  std::map<int, std::string> rows = {{kExitWorse, "worse than before (compare)"}};
  for (const auto& row : VerdictTable()) {
    const std::string name = std::string(row.name) == Name(Verdict::kError) ? "" : row.name;
    const bool plain = row.word == Verdict::kPass;
    rows[row.exit_code] = name + (name.empty() || plain ? "" : ": ") + (plain ? "" : row.meaning);
  }
  std::string text = "Exit codes of run and check are verdicts:\n";
  for (const auto& [code, meaning] : rows)
    text += code == ExitCode(Verdict::kInterrupted) ? fmt::format("  129, 130, 143   {}\n", meaning)
                                                    : fmt::format("  {:<5}{}\n", code, meaning);
  return text +
         "With several runs the worst one counts, in this order: 1, 6, 5, 129/130/143, 70, 64, 4, "
         "2, 3, "
         "0.\n"
         "\n'kproof help VERB' shows the options of a verb, with examples.\n";
}

class Formatter final : public CLI::Formatter {
 public:
  Formatter() {
    column_width(kNameColumns);
    label("SUBCOMMAND", "VERB");
    label("Positionals", "Arguments");
    label("TEXT", "VALUE");
    label("INT", "N");
    label("UINT", "N");
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return "";
    const std::string type = option->nonpositional() ? TypeOf(*option) : "";
    return (type.empty() ? "" : " " + get_label(type)) +
           (option->get_expected_max() == CLI::detail::expected_max_vector_size ? " ..." : "");
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    std::string text = option->get_description();
    if (const std::string range = RangeOf(*option); !range.empty()) text += ", " + range;
    if (!option->get_default_str().empty()) text += " (default: " + option->get_default_str() + ")";
    return Fold(text);
  }
  std::string make_subcommand(const CLI::App* verb) const override {
    std::stringstream out;
    CLI::detail::format_help(out, verb->get_name(), Fold(verb->get_description()), kNameColumns);
    return out.str();
  }

 private:
  // CLI11 appends what a range checks to the name of the value: "N:INT in [1 - 50]".
  static constexpr std::string_view kRange = "INT in [";
  static std::string TypeOf(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    return type.substr(0, type.find(kRange) == std::string::npos ? type.size() : type.find(':'));
  }
  static std::string RangeOf(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const auto at = type.find(kRange);
    if (at == std::string::npos) return "";
    const std::string range = type.substr(at + kRange.size());
    const auto dash = range.find(" - ");
    return range.substr(0, dash) + " to " + range.substr(dash + 3, range.find(']') - dash - 3);
  }

  static std::string Fold(const std::string& text) {
    const std::size_t columns = kColumns - kNameColumns;
    return Join(Folded(text, columns, columns), "\n");
  }
};

// The verb that the command line came to: `cluster up`.
const CLI::App* Deepest(const CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

std::string FullName(const CLI::App* verb) {
  return verb->get_parent() == nullptr ? verb->get_name()
                                       : FullName(verb->get_parent()) + " " + verb->get_name();
}

std::vector<std::string> VerbsOf(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!verb->get_group().empty()) verbs.push_back(verb->get_name());
  return verbs;
}

std::vector<std::string> OptionsOf(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const auto* option : verb.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The first word that nobody expected.
std::string Unexpected(const CLI::App& verb, const std::string& word) {
  if (!word.starts_with("-")) return "'" + word + "' is one word too many";
  const std::string name = word.substr(0, word.find('='));
  return "there is no option '" + name + "'" + DidYouMean(name, OptionsOf(verb));
}

std::string InOurWords(const CLI::App& verb, const CLI::Error& error) {
  // Also where CLI11 complains first that a verb is missing.
  if (const auto words = verb.remaining(); !words.empty()) return Unexpected(verb, words.front());
  const std::string what = error.what();
  if (what.ends_with(kRequired)) {
    const auto* option = verb.get_option_no_throw(what.substr(0, what.size() - kRequired.size()));
    const auto choices = option == nullptr ? "" : option->get_type_name();
    if (choices.find('|') != std::string::npos)
      return what + ": " + Join(Split(choices, '|'), ", ");
  }
  return what == "A subcommand is required" ? "say which: " + Join(VerbsOf(verb), ", ") : what;
}

void SetUp(CLI::App& app, const std::shared_ptr<Formatter>& formatter) {
  app.formatter(formatter);
  app.set_help_flag("-h,--help", "show this");
  if (app.get_parent() != nullptr) {
    const std::string examples = ExamplesOf(FullName(&app));
    if (!examples.empty()) app.footer("Examples:\n" + examples);
  }
  for (auto* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!verb->get_group().empty()) verb->group("Verbs");  // "": not in --help
    SetUp(*verb, formatter);
  }
}

}  // namespace

std::string FirstWords() {
  return "kproof finds out what a Kafka configuration really guarantees: it breaks real brokers\n"
         "under load and accounts for every acknowledged record.\n\n" +
         ExamplesOf("") +
         "\n'kproof help' lists all verbs and exit codes; 'kproof help VERB' shows the options of "
         "one verb.\n";
}

void SetUpHelp(CLI::App& app) {
  SetUp(app, std::make_shared<Formatter>());
  app.footer(ExitCodes());
}

void RequireVerb(const CLI::App& app, const std::string& word) {
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (verb->get_name() == word) return;
  throw Error(ErrorKind::kUsage, "there is no verb '" + word + "'" + DidYouMean(word, VerbsOf(app)),
              Hint("'kproof help' lists the verbs"));
}

std::string UsageText(const CLI::App& app, const CLI::Error& error) {
  const CLI::App* verb = Deepest(&app);
  const std::string name = FullName(verb);
  return name + ": " + Printable(InOurWords(*verb, error)) + "\n  '" + name +
         " --help' says more\n";
}

void AddHelpVerb(CLI::App& app, VerbAction& action) {
  const auto words = std::make_shared<std::vector<std::string>>();
  auto* verb = app.add_subcommand("help", "show the options of a verb, with examples");
  verb->add_option("VERB", *words, "which one, as in 'run' or 'cluster up'")->type_name("");
  verb->callback([&app, words, &action] {
    action = [&app, words] {
      const CLI::App* about = &app;
      for (const auto& word : *words) {
        RequireVerb(*about, word);
        about = about->get_subcommand(word);
      }
      // Not about->help(): that of an app whose verb was called is the verb's.
      const auto text =
          about->get_formatter()->make_help(about, FullName(about), CLI::AppFormatMode::Normal);
      std::fputs(text.c_str(), stdout);
      return 0;
    };
  });
}

}  // namespace kproof
