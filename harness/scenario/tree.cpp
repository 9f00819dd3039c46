// Builds the tree from yaml-cpp's events: they carry every mark, and every key however often it
// stands there.
#include "harness/scenario/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <utility>

#include "harness/base/text.h"

namespace kproof {
namespace {

// More than any scenario needs; aliases of aliases would pass it quickly.
constexpr std::size_t kMaxNodes = 20'000;

// The place of the first bracket that stands deeper than any scenario needs. Brackets in quotes,
// comments and plain text count too, but never so many.
std::optional<std::pair<int, int>> TooDeep(const std::string& yaml) {
  std::size_t depth = 0;
  int line = 1;
  int column = 0;
  for (const char c : yaml) {
    ++column;
    if (c == '\n') {
      ++line;
      column = 0;
    }
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > kMostYamlDepth) return std::pair(line, column);
  }
  return std::nullopt;
}

class Builder final : public YAML::EventHandler {
 public:
  // `what`: of what a file holds one, or several documents; for people.
  Builder(std::string file, std::string what, std::vector<Diagnostic>& diagnostics)
      : file_(std::move(file)), what_(std::move(what)), diagnostics_(diagnostics) {}

  // The collection that was begun last and has not ended.
  std::optional<SourcePlace> Innermost() const {
    return open_.empty() ? std::nullopt : std::optional(open_.back().node.place);
  }
  // The root, once the document has been read.
  std::optional<Tree> Take() { return std::exchange(root_, std::nullopt); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Tree node = At(mark);
    if (!open_.empty() && open_.back().key) node.place = open_.back().key->place;
    Add(std::move(node), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseTag(mark, tag);
    Tree node = At(mark);
    node.kind = Tree::Kind::kScalar;
    node.text = value;
    Add(std::move(node), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    RefuseTag(mark, tag);
    Open(mark, Tree::Kind::kList, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    RefuseTag(mark, tag);
    Open(mark, Tree::Kind::kMap, anchor);
  }
  void OnMapEnd() override { Close(); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end())
      throw YAML::ParserException(mark, "an alias inside its own anchor");
    Count(mark, known->second.second);
    Add(known->second.first, YAML::NullAnchor);
  }

 private:
  struct Level {
    Tree node;
    std::optional<Tree> key;  // of a map: read, its value not yet
    YAML::anchor_t anchor;
    std::size_t nodes_before;
  };

  Tree At(const YAML::Mark& mark) {
    Count(mark, 1);
    Tree node;
    node.place = node.key_place = SourcePlace{file_, mark.line + 1, mark.column + 1};
    return node;
  }

  void Count(const YAML::Mark& mark, std::size_t more) {
    nodes_ += more;
    if (nodes_ > kMaxNodes)
      throw YAML::ParserException(mark, "more values than " + what_ + " can have");
  }

  // "?" is an untagged plain scalar or collection, "!" a quoted scalar.
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    diagnostics_.push_back({file_, mark.line + 1, mark.column + 1, "a tag '" + tag + "'",
                            "leave it out: " + what_ + " has no types of its own"});
  }

  void Open(const YAML::Mark& mark, Tree::Kind kind, YAML::anchor_t anchor) {
    if (open_.size() >= kMostYamlDepth)
      throw YAML::ParserException(mark, "nested deeper than " + what_ + " can be");
    const std::size_t before = nodes_;
    Level level{At(mark), std::nullopt, anchor, before};
    level.node.kind = kind;
    open_.push_back(std::move(level));
  }

  void Close() {
    Level level = std::move(open_.back());
    open_.pop_back();
    Add(std::move(level.node), level.anchor, nodes_ - level.nodes_before);
  }

  void Add(Tree node, YAML::anchor_t anchor, std::size_t size = 1) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, size};
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = open_.back();
    if (level.node.kind == Tree::Kind::kMap && !level.key) {
      level.key = std::move(node);
      return;
    }
    if (level.key) NameByKey(level, node);
    level.node.children.push_back(std::move(node));
  }

  void NameByKey(Level& level, Tree& node) {
    const Tree key = *std::exchange(level.key, std::nullopt);
    node.key = key.text;
    node.key_place = key.place;
    const SourcePlace& place = key.place;
    if (key.kind != Tree::Kind::kScalar) {
      diagnostics_.push_back(
          {file_, place.line, place.column, "a key that is not text", "write `key: value`"});
    } else if (const Tree* first = level.node.Find(key.text)) {
      diagnostics_.push_back(
          {file_, place.line, place.column, "duplicate key '" + key.text + "'",
           "it stands in line " + std::to_string(first->key_place.line) + " already"});
    }
  }

  std::string file_;
  std::string what_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Level> open_;
  std::map<YAML::anchor_t, std::pair<Tree, std::size_t>> anchors_;
  std::size_t nodes_ = 0;
  std::optional<Tree> root_;
};

void PlaceAll(Tree& tree, const SourcePlace& place) {
  tree.place = tree.key_place = place;
  for (auto& child : tree.children) PlaceAll(child, place);
}

}  // namespace

const Tree* Tree::Find(const std::string& name) const {
  for (const auto& child : children)
    if (child.key == name) return &child;
  return nullptr;
}

Tree* Tree::Find(const std::string& name) {
  return const_cast<Tree*>(std::as_const(*this).Find(name));  // NOLINT: *this is not const
}

namespace {

constexpr char kScenario[] = "a scenario";

// Whether yaml-cpp may be given this text.
bool Manageable(const std::string& file_name, const std::string& yaml, const std::string& what,
                std::vector<Diagnostic>& diagnostics) {
  if (yaml.size() > kMostYamlBytes) {
    diagnostics.push_back({file_name, 0, 0, "has " + std::to_string(yaml.size()) + " bytes",
                           what + " has 1 MiB at most"});
    return false;
  }
  if (const auto place = TooDeep(yaml)) {
    diagnostics.push_back({file_name, place->first, place->second,
                           "not YAML: nested deeper than " + what + " can be",
                           "close brackets, and put text with special characters in quotes"});
    return false;
  }
  return true;
}

void AddNotYaml(const std::string& file_name, const YAML::Exception& error, const Builder& builder,
                std::vector<Diagnostic>& diagnostics) {
  SourcePlace place{file_name, 0, 0};
  if (!error.mark.is_null()) place = {file_name, error.mark.line + 1, error.mark.column + 1};
  // At the end of the file yaml-cpp does not say which bracket was left open.
  if (error.msg.rfind("end of ", 0) == 0) place = builder.Innermost().value_or(place);
  diagnostics.push_back({file_name, place.line, place.column, "not YAML: " + error.msg,
                         "close brackets, and put text with special characters in quotes"});
}

}  // namespace

std::optional<Tree> ReadTree(const std::string& file_name, const std::string& yaml,
                             std::vector<Diagnostic>& diagnostics) {
  if (!Manageable(file_name, yaml, kScenario, diagnostics)) return std::nullopt;
  Builder builder(file_name, kScenario, diagnostics);
  std::optional<Tree> root;
  std::istringstream stream(yaml);
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) root = builder.Take();
    if (root && parser.HandleNextDocument(builder)) {
      const auto second = builder.Take();
      diagnostics.push_back({file_name, second ? second->place.line : 0,
                             second ? second->place.column : 0, "a second document",
                             "a file holds one scenario"});
    }
  } catch (const YAML::Exception& error) {
    AddNotYaml(file_name, error, builder, diagnostics);
    return std::nullopt;
  }
  if (!root || root->kind == Tree::Kind::kNull) {
    diagnostics.push_back(
        {file_name, 0, 0, "the file is empty", "docs/scenario.md shows what a scenario has"});
    return std::nullopt;
  }
  if (root->kind != Tree::Kind::kMap) {
    diagnostics.push_back({file_name, root->place.line, root->place.column, "a scenario is a map",
                           "begin with `name: …`"});
    return std::nullopt;
  }
  return root;
}

std::vector<Tree> ReadDocuments(const std::string& file_name, const std::string& yaml,
                                const std::string& what, std::vector<Diagnostic>& diagnostics) {
  std::vector<Tree> documents;
  if (!Manageable(file_name, yaml, what, diagnostics)) return documents;
  Builder builder(file_name, what, diagnostics);
  std::istringstream stream(yaml);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
      auto root = builder.Take();
      if (root && root->kind != Tree::Kind::kNull) documents.push_back(std::move(*root));
    }
  } catch (const YAML::Exception& error) {
    AddNotYaml(file_name, error, builder, diagnostics);
  }
  return documents;
}

std::optional<Tree> ReadValue(const SourcePlace& place, const std::string& text,
                              std::vector<Diagnostic>& diagnostics) {
  Tree value;
  value.kind = Tree::Kind::kScalar;
  value.text = text;
  const std::string trimmed = Trim(text);
  if (!trimmed.empty() && (trimmed.front() == '[' || trimmed.front() == '{')) {
    Builder builder(place.file, kScenario, diagnostics);
    std::istringstream stream(text.size() > kMostYamlBytes || TooDeep(text) ? "[" : text);
    try {
      YAML::Parser parser(stream);
      parser.HandleNextDocument(builder);
    } catch (const YAML::Exception& error) {
      diagnostics.push_back({place.file, 0, 0, "'" + text + "' is not YAML: " + error.msg,
                             "close its brackets and quotes"});
      return std::nullopt;
    }
    value = builder.Take().value_or(value);
  }
  PlaceAll(value, place);
  return value;
}

}  // namespace kproof
