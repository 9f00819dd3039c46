// kproof compare A B: what got worse, better, stayed the same or can't be told, of two runs,
// campaigns or baselines. Folders are read and nothing is started.
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/temporaries.h"
#include "harness/cli/output.h"
#include "harness/cli/report_files.h"
#include "harness/cli/verbs.h"
#include "harness/compare/baseline.h"
#include "harness/compare/comparison_json.h"
#include "harness/compare/comparison_text.h"
#include "harness/compare/read_comparison.h"
#include "harness/compare/read_side.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/frame/frame.h"

namespace kproof {
namespace {

struct CompareFlags {
  std::vector<std::string> paths;
  std::string margin = "10%", difference;
  std::optional<std::string> save, out, markdown;
  bool force = false;
  JsonFlags json;
};

// "10%" → 0.1.
double PercentOf(const std::string& option, const std::string& text) {
  double percent = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, percent);
  const bool whole = read.ec == std::errc() && read.ptr + 1 == end && *read.ptr == '%';
  if (!whole || !(percent > 0 && percent < 100))
    throw Error(ErrorKind::kUsage,
                option + " '" + text + "' is no percentage above 0% and below 100%",
                Hint("for example " + option + " 10%"));
  return percent / 100;
}

std::unique_ptr<OutputFile> FileOf(const std::optional<std::string>& path,
                                   const std::string& option, const CompareFlags& flags,
                                   bool (*ours)(const std::string&)) {
  if (!path) return nullptr;
  return std::make_unique<OutputFile>(
      *path,
      OutputRules{.option = option, .inputs = flags.paths, .force = flags.force, .ours = ours});
}

void WriteTo(OutputFile* file, const std::string& text) {
  if (file == nullptr) return;
  file->Write(text);
  file->Publish();
}

int Save(const CompareFlags& flags) {
  if (flags.paths.size() != 1 || flags.out || flags.markdown)
    throw Error(ErrorKind::kUsage, "--save makes a baseline of one run or campaign",
                Hint("kproof compare --save baseline.json DIR"));
  const auto file = FileOf(flags.save, "--save", flags, IsBaseline);
  const auto side = ReadSide(flags.paths.front());
  std::size_t trials = 0;
  for (const auto& cell : side.cells) trials += cell.trials.size();
  if (trials == 0)
    throw Error(ErrorKind::kUsage, flags.paths.front() + " has no trial to save",
                Hint("name a campaign that ran"));
  WriteTo(file.get(), ToBaseline(side));
  return 0;
}

// Of a comparison that goes to a file.
std::optional<ReportFiles> ReportsBeside(const OutputFile* out, const OutputFile* markdown,
                                         const CompareFlags& flags) {
  if (out == nullptr || out->target().kind != OutputTarget::Kind::kFile) return std::nullopt;
  ReportFiles reports(out->target(), kComparisonReport, flags.paths, flags.force);
  if (reports.Take(out->target()))
    throw Error(ErrorKind::kUsage, "--out " + out->target().path + " is where its report goes",
                Hint("name it compare.json"));
  if (markdown != nullptr && reports.Take(markdown->target()))
    throw Error(ErrorKind::kUsage,
                "--markdown " + markdown->target().path + " is written beside --out by itself",
                Hint("leave --markdown out, or name another file"));
  return reports;
}

int CompareSides(const CompareFlags& flags) {
  RemoveTemporariesOnSignals();
  if (flags.save) return Save(flags);
  if (flags.paths.size() != 2)
    throw Error(ErrorKind::kUsage, "compare takes two sides: the one before and the one after",
                Hint("kproof compare baseline.json results/latest"));
  CompareOptions options{.margin = PercentOf("--margin", flags.margin)};
  if (!flags.difference.empty())
    options.difference = PercentOf("--trials-needed", flags.difference);
  const auto out = FileOf(flags.out, "--out", flags, IsComparisonFile);
  const auto markdown = FileOf(flags.markdown, "--markdown", flags, [](const std::string& file) {
    return IsReportOf(kComparisonReport, file);
  });
  if (out && markdown && !out->target().file.empty() &&
      out->target().file == markdown->target().file)
    throw Error(ErrorKind::kUsage, "--out and --markdown both want " + out->target().path,
                Hint("name two files"));
  auto reports = ReportsBeside(out.get(), markdown.get(), flags);
  const auto a = ReadSide(flags.paths[0]), b = ReadSide(flags.paths[1]);
  const auto comparison = Compare(a, b, options);
  // People read what programs read, to the last digit.
  const auto file = ComparisonFile(comparison);
  const auto written = ParseComparison(file, "compare.json");
  WriteTo(out.get(), file);
  WriteTo(markdown.get(), ToMarkdown(written));
  if (reports) reports->Write(ToHtml(written), ToMarkdown(written), ToIndexJson(IndexOf(written)));
  if (flags.json.asked())
    PrintJson(ComparisonJson(comparison), flags.json);
  else
    std::fputs(ComparisonText(comparison).c_str(), stdout);
  return ExitCodeOf(comparison);
}

}  // namespace

void AddCompareVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CompareFlags>();
  auto* verb = app.add_subcommand(
      "compare",
      "what got worse from A to B: two runs, campaigns or baselines; exit code 3 if any");
  verb->add_option("PATH", flags->paths,
                   "A and B: run folders, campaign folders or baselines (docs/compare.md)")
      ->required();
  verb->add_option("--margin", flags->margin, "what counts as no difference")
      ->type_name("PERCENT")
      ->capture_default_str();
  verb->add_option("--trials-needed", flags->difference,
                   "for what is unclear, say how many trials would show this difference; default: "
                   "the margin")
      ->type_name("PERCENT");
  verb->add_option("--out", flags->out, "also write the comparison as JSON to this file")
      ->type_name("FILE");
  verb->add_option("--markdown", flags->markdown,
                   "also write it as Markdown for a pull request, of 60 lines at most")
      ->type_name("FILE");
  verb->add_option("--save", flags->save,
                   "compare nothing: write a baseline of the one folder that is named")
      ->type_name("FILE");
  verb->add_flag("--force", flags->force, "replace files that are there");
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] { action = [flags] { return CompareSides(*flags); }; });
}

}  // namespace kproof
