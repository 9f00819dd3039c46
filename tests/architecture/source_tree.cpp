// Comments and literals are blanked by a scanner that knows //, /* */, "…", '…' and R"(…)"; that is
// all our sources use.
#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "harness/base/text.h"

namespace kproof::architecture {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// An apostrophe between digits or letters separates digits (1'000); it opens no literal.
bool OpensCharacter(const std::string& text, std::size_t at) {
  return at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1]));
}

// Where the literal or comment that begins at `at` ends, or `at` itself when none begins there.
std::size_t EndOfHidden(const std::string& text, std::size_t at) {
  const auto after = [&](std::string_view mark, std::size_t from) {
    const auto found = text.find(mark, from);
    return found == std::string::npos ? text.size() : found + mark.size();
  };
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text.compare(at, 2, "/*") == 0) return after("*/", at + 2);
  if (text.compare(at, 2, "R\"") == 0) {
    const auto open = text.find('(', at);
    if (open == std::string::npos) return text.size();
    return after(")" + text.substr(at + 2, open - at - 2) + "\"", open);
  }
  const char quote = text[at];
  if (quote != '"' && !(quote == '\'' && OpensCharacter(text, at))) return at;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

std::string CodeOnly(std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = EndOfHidden(text, at);
    for (std::size_t i = at; i < end; ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
    at = end == at ? at + 1 : end;
  }
  return text;
}

SourceFile Load(const fs::path& top, const fs::path& path) {
  const std::string text = ReadFile(path);
  SourceFile file{fs::relative(path, top).generic_string(), Split(text, '\n'),
                  Split(CodeOnly(text), '\n')};
  if (!file.lines.empty() &&
      file.lines.back().empty()) {  // what stands after the last line end is no line
    file.lines.pop_back();
    file.code.pop_back();
  }
  return file;
}

// The cells of a table row; none for any other line.
std::vector<std::string> Cells(const std::string& line) {
  if (line.empty() || line.front() != '|') return {};
  std::vector<std::string> cells;
  for (const std::string& cell : Split(line, '|')) cells.push_back(Trim(cell));
  cells.erase(cells.begin());
  if (!cells.empty() && cells.back().empty()) cells.pop_back();
  return cells;
}

std::vector<std::string> Quoted(const std::string& cell) {
  static const std::regex backticks("`([^`]+)`");
  std::vector<std::string> names;
  for (std::sregex_iterator it(cell.begin(), cell.end(), backticks), end; it != end; ++it) {
    names.push_back((*it)[1]);
  }
  return names;
}

}  // namespace

std::string SourceTree::Read(const std::string& path) const { return ReadFile(top / path); }

SourceTree LoadTree(const fs::path& top) {
  SourceTree tree{top, {}};
  for (const char* folder : {"audit", "harness", "reports", "tests"}) {
    if (!fs::exists(top / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      const auto extension = entry.path().extension();
      if (extension == ".h" || extension == ".cpp") tree.files.push_back(Load(top, entry.path()));
    }
  }
  std::sort(tree.files.begin(), tree.files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return tree;
}

Sight ParseSight(const std::string& markdown) {
  Sight sight;
  std::size_t sees = 0;  // column, once the head was seen
  for (const std::string& line : Split(markdown, '\n')) {
    const auto cells = Cells(line);
    if (sees != 0 && cells.size() <= sees) break;  // the table is over
    if (cells.empty()) continue;
    if (sees == 0) {
      const auto found = std::find(cells.begin(), cells.end(), "sees");
      if (cells[0] == "room" && found != cells.end())
        sees = static_cast<std::size_t>(found - cells.begin());
      continue;
    }
    const auto room = Quoted(cells[0]);
    if (room.size() != 1) continue;
    const auto seen = Quoted(cells[sees]);
    sight[room[0]].insert(seen.begin(), seen.end());
  }
  return sight;
}

Sight Closure(const Sight& sight) {
  Sight closure = sight;
  for (bool grown = true; grown;) {
    grown = false;
    for (auto& [room, seen] : closure) {
      for (const std::string& other : std::set<std::string>(seen)) {
        const auto through = closure.find(other);
        if (through == closure.end()) continue;
        const std::set<std::string> further = through->second;
        for (const std::string& far : further) grown |= seen.insert(far).second;
      }
    }
  }
  return closure;
}

std::set<std::string> RowNames(const std::string& markdown) {
  std::set<std::string> names;
  for (const std::string& line : Split(markdown, '\n')) {
    const auto cells = Cells(line);
    if (cells.empty()) continue;
    for (const std::string& name : Quoted(cells[0])) names.insert(name);
  }
  return names;
}

}  // namespace kproof::architecture
