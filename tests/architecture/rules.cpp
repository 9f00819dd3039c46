// Rules read text, not syntax: quick, and good enough to catch what a reviewer would.
#include "tests/architecture/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

#include "harness/base/text.h"
#include "harness/words/failure_class.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"

namespace kproof::architecture {
namespace {

constexpr std::size_t kMaxLines = 400;
constexpr std::size_t kMaxTestLines = 600;

bool StartsWith(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

bool IsTest(const SourceFile& file) { return StartsWith(file.path, "tests/"); }

std::string At(const SourceFile& file, std::size_t index, const std::string& what) {
  return file.path + ":" + std::to_string(index + 1) + ": " + what;
}

// The room that a path lies in: the longest that is a folder above it; "" when there is none.
std::string RoomOf(const std::string& path, const Sight& sight) {
  std::string best;
  for (const auto& [room, seen] : sight) {
    if (StartsWith(path, room + "/") && room.size() > best.size()) best = room;
  }
  return best;
}

Complaints CheckIncludesOf(const SourceFile& file, const Sight& sight, const std::string& room) {
  static const std::regex include(R"re(^\s*#\s*include\s*"([^"]+)")re");
  Complaints complaints;
  const auto& seen = sight.at(room);
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_search(file.lines[i], match, include)) continue;
    const std::string target = match[1];
    const std::string other = RoomOf(target, sight);
    if (other.empty()) {
      complaints.push_back(
          At(file, i, "includes " + target + ", which is in no room; write the path from the top"));
    } else if (other != room && !seen.contains(other)) {
      complaints.push_back(
          At(file, i,
             room + " must not see " + other + " (" + target + "); see docs/architecture.md"));
    }
  }
  return complaints;
}

// "harness/base" → "kproof_base", "audit/judge" → "kproof_audit_judge", "reports" →
// "kproof_reports".
std::string TargetOf(std::string room) {
  if (StartsWith(room, "harness/")) room.erase(0, std::string("harness/").size());
  std::replace(room.begin(), room.end(), '/', '_');
  return "kproof_" + room;
}

struct Confined {
  std::string what;
  std::regex code;
  bool whole_line;         // look at the line as written (includes), not at code alone
  std::string only_below;  // path prefix
};

const std::vector<Confined>& ConfinedThings() {
  static const std::vector<Confined> things = {
      {"librdkafka", std::regex(R"re(#\s*include\s*[<"](librdkafka/)?rdkafka)re"), true,
       "harness/kafka/"},
      {"Boost.Process", std::regex(R"re(#\s*include\s*<boost/process)re"), true,
       "harness/cluster/"},
      {"starting a process",
       std::regex(
           R"re(\b(v?fork|execv[pe]*|execl[pe]*|execveat|fexecve|posix_spawnp?|popen|system)\s*\(|SYS_clone)re"),
       false, "harness/cluster/"},
      {"sleeping",
       std::regex(R"re(\b(sleep_for|sleep_until|(clock_)?nanosleep|usleep|sleep)\s*\()re"), false,
       "harness/base/clock.cpp"},
      {"randomness",
       std::regex(
           R"re(\b(random_device|mt19937(_64)?|default_random_engine|getrandom|s?rand)\b)re"),
       false, "harness/base/random.cpp"},
  };
  return things;
}

Complaints CheckRows(const std::set<std::string>& names, const std::string& kind,
                     const std::string& page, const SourceTree& tree) {
  const auto rows = RowNames(tree.Read(page));
  Complaints complaints;
  for (const std::string& name : names) {
    if (!rows.contains(name))
      complaints.push_back(page + ": no row for the " + kind + " `" + name + "`");
  }
  return complaints;
}

// A fault is a row or a file: "FaultType KillType() { return {.name = "kill", …" and "FaultType
// CutType() { return FilterRow("cut", …" give KillType → kill, CutType → cut.
std::map<std::string, std::string> Faults(const SourceTree& tree) {
  static const std::regex definition(R"re(\nFaultType (\w+)\(\)\s*\{[^"]*"([^"]+)")re");
  std::map<std::string, std::string> faults;
  for (const SourceFile& file : tree.files) {
    if (!StartsWith(file.path, "harness/fault/")) continue;
    const std::string text = Join(file.lines, "\n");
    for (std::sregex_iterator it(text.begin(), text.end(), definition), end; it != end; ++it) {
      faults[(*it)[1]] = (*it)[2];
    }
  }
  return faults;
}

// The functions of this folder that return such a row: "AgentKind MonitorKind() {".
std::set<std::string> FunctionsThatReturn(const std::string& type, const std::string& folder,
                                          const SourceTree& tree) {
  const std::regex definition("\n" + type + R"re( (\w+)\(\)\s*\{)re");
  std::set<std::string> functions;
  for (const SourceFile& file : tree.files) {
    if (!StartsWith(file.path, folder)) continue;
    const std::string text = Join(file.lines, "\n");
    for (std::sregex_iterator it(text.begin(), text.end(), definition), end; it != end; ++it)
      functions.insert((*it)[1]);
  }
  return functions;
}

// Each function of the folder that returns a row is called by its registry.
Complaints CheckRegistry(const std::string& type, const std::string& folder,
                         const SourceTree& tree) {
  const std::string registry = folder + "registry.cpp";
  const std::string text = tree.Read(registry);
  Complaints complaints;
  for (const auto& function : FunctionsThatReturn(type, folder, tree)) {
    if (text.find(" " + function + "(),") == std::string::npos)
      complaints.push_back(registry + ": no row for " + function + "()");
  }
  return complaints;
}

// The rows of harness/words/finding.def: `KPROOF_FINDING(Lost, "lost",` gives Lost → lost.
std::map<std::string, std::string> Findings(const std::string& table) {
  static const std::regex row(R"re(\nKPROOF_FINDING\((\w+), "([^"]+)")re");
  std::map<std::string, std::string> findings;
  for (std::sregex_iterator it(table.begin(), table.end(), row), end; it != end; ++it)
    findings[(*it)[1]] = (*it)[2];
  return findings;
}

// "durability/leader-kill" for scenarios/durability/leader-kill.yaml.
std::set<std::string> Scenarios(const SourceTree& tree) {
  namespace fs = std::filesystem;
  std::set<std::string> scenarios;
  const fs::path folder = tree.top / "scenarios";
  if (!fs::exists(folder)) return scenarios;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto name = fs::relative(entry.path(), folder).replace_extension().generic_string();
    const bool of_matrix = name.starts_with("matrix/");  // docs/matrix.md has these
    if (entry.path().extension() == ".yaml" && !of_matrix) scenarios.insert(name);
  }
  return scenarios;
}

// Pages at the top and in docs, by path.
std::set<std::string> Pages(const SourceTree& tree) {
  std::set<std::string> pages;
  for (const char* folder : {".", "docs"}) {
    if (!std::filesystem::exists(tree.top / folder)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(tree.top / folder)) {
      if (entry.path().extension() != ".md") continue;
      pages.insert(std::filesystem::relative(entry.path(), tree.top).generic_string());
    }
  }
  return pages;
}

// Targets of links to files, without what follows '#'; links into the web and within a page are not
// looked at.
std::vector<std::string> Links(const std::string& markdown) {
  static const std::regex link(R"re(\]\(([^)#:\s]+)[^):\s]*\))re");
  std::vector<std::string> links;
  for (std::sregex_iterator it(markdown.begin(), markdown.end(), link), end; it != end; ++it)
    links.push_back((*it)[1]);
  return links;
}

void Append(Complaints& to, const Complaints& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Complaints CheckIncludes(const SourceTree& tree) {
  const Sight sight = Closure(ParseSight(tree.Read("docs/architecture.md")));
  if (sight.empty()) return {"docs/architecture.md: no table with the columns room and sees"};
  Complaints complaints;
  for (const auto& [room, seen] : sight) {
    for (const std::string& other : seen) {
      if (!sight.contains(other))
        complaints.push_back("docs/architecture.md: " + room + " sees " + other +
                             ", which is no room");
    }
    if (seen.contains(room))
      complaints.push_back("docs/architecture.md: " + room + " sees itself through others");
  }
  for (const SourceFile& file : tree.files) {
    if (IsTest(file)) continue;
    const std::string room = RoomOf(file.path, sight);
    if (room.empty()) {
      complaints.push_back(file.path +
                           ": lies in no room; give its folder a row in docs/architecture.md");
    } else {
      Append(complaints, CheckIncludesOf(file, sight, room));
    }
  }
  return complaints;
}

Complaints CheckLinked(const SourceTree& tree) {
  static const std::regex target("kproof_[a-z_]+");
  const Sight sight = Closure(ParseSight(tree.Read("docs/architecture.md")));
  Complaints complaints;
  for (const auto& [room, seen] : sight) {
    const std::string cmake = tree.Read(room + "/CMakeLists.txt");
    std::set<std::string> linkable = {TargetOf(room), "kproof_room"};
    for (const std::string& other : seen) linkable.insert(TargetOf(other));
    for (std::sregex_iterator it(cmake.begin(), cmake.end(), target), end; it != end; ++it) {
      if (linkable.insert(it->str()).second) {
        complaints.push_back(room + "/CMakeLists.txt: links " + it->str() +
                             "; see docs/architecture.md");
      }
    }
  }
  return complaints;
}

Complaints CheckConfined(const SourceTree& tree) {
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    if (IsTest(file)) continue;
    for (const Confined& thing : ConfinedThings()) {
      if (StartsWith(file.path, thing.only_below)) continue;
      const auto& lines = thing.whole_line ? file.lines : file.code;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!std::regex_search(lines[i], thing.code)) continue;
        complaints.push_back(
            At(file, i, thing.what + " has its place in " + thing.only_below + " alone"));
      }
    }
  }
  return complaints;
}

Complaints CheckWords(const SourceTree& tree) {
  constexpr std::size_t kList = 3;
  static const std::regex literal(R"re("([a-z][a-z0-9_-]*)")re");
  const std::map<std::string, std::vector<std::string>> tables = {
      {"guarantees", GuaranteeNames()},
      {"findings", FindingNames()},
      {"limits", LimitNames()},
      {"classes of failure", FailureClassNames()}};
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    if (IsTest(file) || StartsWith(file.path, "harness/words/")) continue;
    std::set<std::string> literals;
    for (const std::string& line : file.lines) {
      const std::string code = line.substr(0, line.find("//"));
      for (std::sregex_iterator it(code.begin(), code.end(), literal), end; it != end; ++it)
        literals.insert((*it)[1]);
    }
    for (const auto& [table, names] : tables) {
      std::vector<std::string> found;
      for (const std::string& name : names)
        if (literals.contains(name)) found.push_back(name);
      if (found.size() < kList) continue;
      complaints.push_back(file.path + ": names " + Join(found, ", ") + "; take " + table +
                           " from harness/words");
    }
  }
  return complaints;
}

Complaints CheckSize(const SourceTree& tree) {
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    const std::size_t most = IsTest(file) ? kMaxTestLines : kMaxLines;
    if (file.lines.size() <= most) continue;
    complaints.push_back(file.path + ": " + std::to_string(file.lines.size()) + " lines, at most " +
                         std::to_string(most) + "; a file is one idea");
  }
  return complaints;
}

Complaints CheckOneDefinition(const SourceTree& tree) {
  static const std::regex space("^namespace ([a-z:_]+) \\{");
  static const std::regex type("^(class|struct|enum class) (\\w+)\\b(?!::)[^;]*\\{");
  Complaints complaints;
  std::map<std::string, std::string> seen;  // qualified name → file
  for (const SourceFile& file : tree.files) {
    if (IsTest(file)) continue;
    std::string name_space;
    bool hidden = false;
    for (const std::string& line : file.lines) {
      std::smatch match;
      if (line == "namespace {") hidden = true;
      if (line == "}  // namespace") hidden = false;
      if (std::regex_search(line, match, space)) name_space = match[1];
      if (hidden || !std::regex_search(line, match, type)) continue;
      const std::string name = name_space + "::" + match[2].str();
      const auto [first, is_new] = seen.emplace(name, file.path);
      if (!is_new && first->second != file.path)
        complaints.push_back(file.path + ": " + name + " is defined in " + first->second + " too");
    }
  }
  return complaints;
}

Complaints CheckFirstLine(const SourceTree& tree) {
  std::set<std::string> headers;
  for (const SourceFile& file : tree.files) {
    if (file.path.ends_with(".h")) headers.insert(file.path.substr(0, file.path.size() - 2));
  }
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    const bool told_by_header =
        file.path.ends_with(".cpp") && headers.contains(file.path.substr(0, file.path.size() - 4));
    if (IsTest(file) || told_by_header) continue;
    if (file.lines.empty() || !StartsWith(file.lines[0], "// ")) {
      complaints.push_back(file.path + ":1: begin with a comment that says what this file is");
    }
  }
  return complaints;
}

Complaints CheckDocs(const SourceTree& tree) {
  Complaints complaints;
  std::set<std::string> fault_names;
  for (const auto& [function, name] : Faults(tree)) fault_names.insert(name);
  Append(complaints, CheckRows(fault_names, "fault", "docs/faults.md", tree));

  Append(complaints, CheckRegistry("FaultType", "harness/fault/", tree));
  Append(complaints, CheckRegistry("AgentKind", "harness/agent/", tree));
  Append(complaints, CheckRegistry("DriverType", "harness/cluster/", tree));
  Append(complaints, CheckRegistry("Format", "reports/", tree));

  const bool judges = std::any_of(tree.files.begin(), tree.files.end(), [](const SourceFile& file) {
    return StartsWith(file.path, "audit/judge/") && file.path.ends_with(".cpp");
  });
  const std::string table = "harness/words/finding.def";
  const auto findings = Findings(tree.Read(table));
  if (judges && findings.empty()) complaints.push_back(table + ": no checker found in it");
  for (const auto& function : FunctionsThatReturn("Checker", "audit/judge/", tree)) {
    if (!findings.contains(function.substr(0, function.rfind("Checker"))))
      complaints.push_back(table + ": no row for " + function + "()");
  }
  std::set<std::string> checkers;
  for (const auto& [kind, name] : findings) checkers.insert(name);
  Append(complaints, CheckRows(checkers, "checker", "docs/checks.md", tree));
  Append(complaints, CheckRows(Scenarios(tree), "scenario", "docs/scenarios.md", tree));
  return complaints;
}

Complaints CheckMaps(const SourceTree& tree) {
  const std::string folder = "audit/judge/";
  const std::string map = tree.Read(folder + "judge.h");
  std::set<std::string> parts;
  for (const SourceFile& file : tree.files) {
    if (!StartsWith(file.path, folder)) continue;
    const auto end = file.path.find('/', folder.size());
    if (end != std::string::npos)
      parts.insert(file.path.substr(folder.size(), end + 1 - folder.size()));
  }
  Complaints complaints;
  for (const auto& part : parts) {
    if (map.find("// " + part + " ") == std::string::npos)
      complaints.push_back(folder + "judge.h: its map does not say what is in " + part);
  }
  return complaints;
}

Complaints CheckWalks(const SourceTree& tree) {
  static const std::regex kStop("`(\\w+)` \\((\\w[\\w/]*\\.(?:h|cpp))\\)");
  const std::string page = "docs/architecture.md";
  const std::string text = tree.Read(page);
  Complaints complaints;
  std::size_t stops = 0;
  for (std::sregex_iterator stop(text.begin(), text.end(), kStop), end; stop != end; ++stop) {
    ++stops;
    const std::regex name("\\b" + (*stop)[1].str() + "\\b");
    if (!std::regex_search(tree.Read((*stop)[2]), name))
      complaints.push_back(page + ": there is no " + (*stop)[1].str() + " in " + (*stop)[2].str());
  }
  if (stops == 0) complaints.push_back(page + ": no walk through the code names any function");
  return complaints;
}

Complaints CheckLinks(const SourceTree& tree) {
  Complaints complaints;
  const std::string index = "docs/README.md";
  const std::string index_text = tree.Read(index);
  for (const std::string& page : Pages(tree)) {
    for (const std::string& link : Links(tree.Read(page))) {
      const auto target = (tree.top / page).parent_path() / link;
      if (!std::filesystem::exists(target))
        complaints.push_back(page + ": links to " + link + ", which is not there");
    }
    const auto name = std::filesystem::path(page).filename().string();
    if (StartsWith(page, "docs/") && page != index &&
        index_text.find("(" + name) == std::string::npos) {
      complaints.push_back(index + ": no link to " + name);
    }
  }
  return complaints;
}

}  // namespace kproof::architecture
