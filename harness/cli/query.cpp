// kproof query RUN SQL: read-only SQL on a run's audit store: tab-separated with a line of names
// first, CSV, or JSON with one object a line.
#include "audit/store/query.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

enum class Layout { kTabs, kCsv, kJson };

// Of a table for people: whatever a store holds moves no cursor and breaks no column.
std::string FieldText(const QueryValue& value) { return Printable(value.text, Spaces::kEscaped); }

// RFC 4180: what would part a row is in quotes. Other control characters are shown, as in a cell.
std::string CsvField(const QueryValue& value) {
  const auto& text = value.text;
  if (text.find_first_of("\",\n\r\t") == std::string::npos) return FieldText(value);
  std::string field = "\"";
  std::size_t begin = 0;
  for (std::size_t at = 0; (at = text.find_first_of("\"\n\r\t", begin)) != std::string::npos;
       begin = at + 1) {
    field += Printable(std::string_view(text).substr(begin, at - begin), Spaces::kEscaped);
    field += text[at] == '"' ? "\"\"" : std::string(1, text[at]);
  }
  return field + Printable(std::string_view(text).substr(begin), Spaces::kEscaped) + "\"";
}

nlohmann::ordered_json JsonValue(const QueryValue& value) {
  using Kind = QueryValue::Kind;
  switch (value.kind) {
    case Kind::kNull:
      return nullptr;
    case Kind::kInteger:
      return std::stoll(value.text);
    case Kind::kReal:  // SQLite writes infinity as Inf, which JSON can't hold
      return ParseJsonIfAny(value.text).is_number() ? ParseOrderedJson(value.text)
                                                    : nlohmann::ordered_json(nullptr);
    case Kind::kText:
    case Kind::kBytes:
      break;
  }
  return value.text;
}

// Of two columns with one name the second gets "_2".
std::vector<std::string> Keys(const QueryRow& names) {
  std::vector<std::string> keys;
  std::map<std::string, int> seen;
  for (const auto& name : names) {
    const int count = ++seen[name.text];
    keys.push_back(count == 1 ? name.text : name.text + "_" + std::to_string(count));
  }
  return keys;
}

class Printer {
 public:
  explicit Printer(Layout layout) : layout_(layout) {}

  void Take(const QueryRow& row) {
    const bool names = !std::exchange(begun_, true);
    if (layout_ == Layout::kJson) {
      if (names) {
        keys_ = Keys(row);
      } else {
        PrintObject(row);
      }
    } else {
      std::vector<std::string> fields;
      for (const auto& value : row)
        fields.push_back(layout_ == Layout::kCsv ? CsvField(value) : FieldText(value));
      Print(Join(fields, layout_ == Layout::kCsv ? "," : "\t"));
    }
    RequireStdout();
  }

 private:
  void PrintObject(const QueryRow& row) const {
    auto object = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object[keys_[i]] = JsonValue(row[i]);
    Print(LenientJsonText(object, -1, true));
  }
  static void Print(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
  }

  const Layout layout_;
  bool begun_ = false;
  std::vector<std::string> keys_;
};

struct QueryFlags {
  std::string run, sql, timeout = "1min";
  bool csv = false, json = false;
};

int Query(const QueryFlags& flags) {
  const auto timeout = ParseDuration(flags.timeout);
  if (!timeout || *timeout <= Duration::zero())
    throw Error(ErrorKind::kUsage, "--timeout " + flags.timeout + " is not a duration",
                Hint("for example --timeout 5min"));
  const bool folder = std::filesystem::is_directory(flags.run);
  Printer printer(flags.json ? Layout::kJson : flags.csv ? Layout::kCsv : Layout::kTabs);
  QueryStore(
      folder ? flags.run + "/audit.db" : flags.run, flags.sql,
      [&](const QueryRow& row) { printer.Take(row); }, *timeout);
  return 0;
}

}  // namespace

void AddQueryVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<QueryFlags>();
  auto* verb = app.add_subcommand(
      "query", "read-only SQL on a run's audit store; docs/audit-store.md describes the tables");
  verb->add_option("RUN", flags->run, "a run folder or an audit.db")->required();
  verb->add_option("SQL", flags->sql, "one read-only SQL statement")->required();
  auto* csv = verb->add_flag("--csv", flags->csv, "comma-separated values (RFC 4180)");
  verb->add_flag("--json", flags->json, "one JSON object per line")->excludes(csv);
  verb->add_option("--timeout", flags->timeout, "give up after this time")
      ->type_name("TIME")
      ->capture_default_str();
  verb->callback([flags, &action] { action = [flags] { return Query(*flags); }; });
}

}  // namespace kproof
