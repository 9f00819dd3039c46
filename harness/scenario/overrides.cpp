// --set: changes the tree before anything looks at it, so that an override is checked like what
// stands in the file.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/scenario/keys.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

// Maps whose keys the file chooses: an override changes what is there and adds nothing.
const std::set<std::string> kNamed = {"clusters", "consumers", "monitors", "producers", "topics"};
// Maps below which the rest of a path is one key, because keys have dots or are free.
const std::set<std::string> kOneKeyBelow = {"config", "expect", "features",
                                            "labels", "limits", "with"};
// Of each pair a step has one; setting one takes the other's place.
const std::vector<std::pair<std::string, std::string>> kInstead = {
    {"at", "when"}, {"at", "after"}, {"for", "until"}};

class Setter {
 public:
  Setter(const Override& change, Diagnostics& complaints)
      : change_(change), complaints_(complaints) {}

  void Apply(Tree& root) {
    const auto value = ReadValue(place_, change_.value, complaints_.all());
    if (!value) return;
    std::string rest = change_.path;
    if (rest.empty()) Unknown("an empty path", "as in --set duration=10s");
    Tree* at = rest.empty() ? nullptr : &root;
    bool one_key = false;
    while (at != nullptr && !rest.empty()) {
      const std::string key = one_key ? std::exchange(rest, "") : TakeKey(*at, rest);
      Tree* next = Step(*at, key);
      one_key = kOneKeyBelow.count(key) == 1 && !IsNamed(key);
      keys_.push_back(key);
      at = next;
    }
    if (at == nullptr) return;
    const std::string key = at->key;
    *at = *value;
    at->key = key;
  }

 private:
  void Unknown(const std::string& what, const std::string& hint) {
    complaints_.At(place_, fmt::format("{}: {}", change_.path, what), hint);
  }

  // The longest key of the map that the path begins with (topics may have dots), else the path's
  // first part.
  static std::string TakeKey(const Tree& map, std::string& path) {
    std::string key = path.substr(0, path.find('.'));
    for (const auto& child : map.children)
      if (child.key.size() > key.size() && (path + ".").rfind(child.key + ".", 0) == 0)
        key = child.key;
    path = path.size() > key.size() ? path.substr(key.size() + 1) : "";
    return key;
  }

  // True when `key`, the next one, is a name that the file gives; `monitors` has a short form
  // without names.
  bool IsNamed(const std::string& key) const {
    return keys_.size() == 1 && kNamed.count(keys_.front()) == 1 &&
           !(keys_.front() == "monitors" && IsKeyOf("monitor", key));
  }
  bool InStep() const { return keys_.size() == 2 && keys_.front() == "steps"; }
  std::string Here() const { return keys_.empty() ? "the scenario" : Join(keys_, "."); }

  // One step down; makes what the file leaves out. nullptr, and a diagnostic, when the path leads
  // nowhere.
  Tree* Step(Tree& at, const std::string& key) {
    if (at.kind == Tree::Kind::kList) return Item(at, key);
    if (at.kind != Tree::Kind::kMap) {
      Unknown(fmt::format("{} is not a map", Here()), "set the entire value");
      return nullptr;
    }
    if (Tree* child = at.Find(key)) return child;
    if (IsNamed(key)) {
      Unknown(fmt::format("there is no '{}' in {}", key, Here()), Instead(key, Keys(at)));
      return nullptr;
    }
    for (const auto& [one, other] : kInstead)
      if (InStep() && (key == one || key == other)) Remove(at, key == one ? other : one);
    Tree made;
    made.kind = Tree::Kind::kMap;
    made.key = key;
    made.key_place = made.place = place_;
    at.children.push_back(made);
    return &at.children.back();
  }

  Tree* Item(Tree& list, const std::string& key) {
    const bool digits =
        !key.empty() && key.size() < 7 && key.find_first_not_of("0123456789") == std::string::npos;
    if (digits && std::stoul(key) < list.children.size()) return &list.children[std::stoul(key)];
    Unknown(fmt::format("there is no '{}' in {}", key, Here()),
            fmt::format("it has {}, counted from 0", list.children.size()));
    return nullptr;
  }

  static bool IsKeyOf(const std::string& level, const std::string& key) {
    const auto& keys = KnownKeys().at(level);
    return Contains(keys, key);
  }

  static std::vector<std::string> Keys(const Tree& map) {
    std::vector<std::string> keys;
    for (const auto& child : map.children) keys.push_back(child.key);
    return keys;
  }

  static void Remove(Tree& map, const std::string& key) {
    std::erase_if(map.children, [&](const Tree& child) { return child.key == key; });
  }

  const Override& change_;
  Diagnostics& complaints_;
  const SourcePlace place_{change_.flag, 0, 0};
  std::vector<std::string> keys_;  // of the path so far
};

// "producers.*.client" once for each producer. Without a map of monitors there is one, which the
// short form means.
std::vector<Override> OfEachName(const Override& change, const Tree& root) {
  const auto dot = change.path.find('.');
  const std::string map = change.path.substr(0, dot);
  const std::string rest = dot == std::string::npos ? "" : change.path.substr(dot + 1);
  if (kNamed.count(map) == 0 || !rest.starts_with("*.")) return {change};
  const auto with = [&](const std::string& path) {
    Override one = change;
    one.path = path;
    return one;
  };
  const Tree* named = root.Find(map);
  if (map == "monitors" && (named == nullptr || IsOneMonitor(*named)))
    return {with(map + "." + rest.substr(2))};
  std::vector<Override> each;
  if (named == nullptr || named->kind != Tree::Kind::kMap) return each;
  for (const auto& child : named->children)
    each.push_back(with(map + "." + child.key + rest.substr(1)));
  return each;
}

}  // namespace

void ApplyOverrides(const std::vector<Override>& overrides, Tree& root, Diagnostics& complaints) {
  for (const auto& change : overrides)
    for (const auto& one : OfEachName(change, root)) Setter(one, complaints).Apply(root);
}

}  // namespace kproof
