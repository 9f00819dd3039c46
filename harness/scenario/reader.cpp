// Strict reading of one map: kinds, units, choices, and keys that nobody asked for.
#include "harness/scenario/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/keys.h"

namespace kproof {
namespace {

const char* KindName(const Tree& node) {
  switch (node.kind) {
    case Tree::Kind::kNull:
      return "nothing";
    case Tree::Kind::kScalar:
      return "a single value";
    case Tree::Kind::kList:
      return "a list";
    case Tree::Kind::kMap:
      return "a map";
  }
  return "";
}

void WrongKind(const Tree& node, const std::string& what, const char* wanted,
               Diagnostics& complaints) {
  complaints.At(node.place, fmt::format("{} is {}, not {}", what, KindName(node), wanted),
                node.kind == Tree::Kind::kNull ? "leave the key out for its default" : "");
}

}  // namespace

std::optional<std::string> ScalarText(const Tree& node, const std::string& what,
                                      Diagnostics& complaints) {
  if (node.kind == Tree::Kind::kScalar) return node.text;
  WrongKind(node, what, "a single value", complaints);
  return std::nullopt;
}

std::vector<const Tree*> ScalarList(const Tree& node, const std::string& what,
                                    Diagnostics& complaints) {
  std::vector<const Tree*> items;
  if (node.kind != Tree::Kind::kList) {
    WrongKind(node, what, "a list", complaints);
    return items;
  }
  for (const auto& item : node.children) {
    const auto text = ScalarText(item, "an item of " + what, complaints);
    if (!text) continue;
    const bool twice = std::any_of(items.begin(), items.end(),
                                   [&](const Tree* other) { return other->text == *text; });
    if (twice)
      complaints.At(item.place, fmt::format("'{}' is listed twice in {}", *text, what),
                    "list it once");
    else
      items.push_back(&item);
  }
  return items;
}

const std::vector<Tree>& MapChildren(const Tree& node, const std::string& what,
                                     Diagnostics& complaints) {
  static const std::vector<Tree> kNone;
  if (node.kind == Tree::Kind::kMap) return node.children;
  WrongKind(node, what, "a map", complaints);
  return kNone;
}

std::vector<Diagnostic> Diagnostics::Take() {
  std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return std::exchange(all_, {});
}

Reader::Reader(const Tree& map, const std::string& level, std::string object,
               Diagnostics& complaints)
    : map_(map),
      keys_(KnownKeys().at(level)),
      whole_("the " + level),
      object_(std::move(object)),
      complaints_(complaints) {}

Reader::~Reader() {
  for (const auto& key : keys_) assert(asked_.count(key) == 1);
  for (const auto& child : MapChildren(map_, Whole(), complaints_)) {
    if (asked_.count(child.key) == 1) continue;
    complaints_.At(
        child.key_place,
        fmt::format("unknown key '{}'{}", child.key, object_.empty() ? "" : " in " + object_),
        Instead(child.key, keys_));
  }
}

const Tree* Reader::Get(const std::string& key) {
  assert(Contains(keys_, key));
  asked_.insert(key);
  return map_.Find(key);
}

const Tree* Reader::Need(const std::string& key, const std::string& hint) {
  const Tree* node = Get(key);
  if (node == nullptr && map_.kind == Tree::Kind::kMap)
    complaints_.At(map_.key_place, fmt::format("{} has no '{}'", Whole(), key), hint);
  return node;
}

bool Reader::Text(const std::string& key, std::string& value) {
  const Tree* node = Get(key);
  if (node == nullptr) return false;
  const auto text = ScalarText(*node, Of(key), complaints_);
  if (text) value = *text;
  return text.has_value();
}

bool Reader::Int(const std::string& key, std::int32_t least, std::int32_t most,
                 std::int32_t& value) {
  return Matching(key, fmt::format("a whole number from {} to {}", least, most),
                  [&](const std::string& text) {
                    const auto number = ParseInt(text);
                    if (!number || *number < least || *number > most) return false;
                    value = static_cast<std::int32_t>(*number);
                    return true;
                  });
}

bool Reader::Time(const std::string& key, Duration least, Duration& value) {
  const bool zero = least == Duration::zero();
  return Matching(key, zero ? "a time such as 3s" : "a time above zero such as 3s",
                  [&](const std::string& text) {
                    const auto time = ParseDuration(text);
                    if (!time || *time < least) return false;
                    value = *time;
                    return true;
                  });
}

bool Reader::Choice(const std::string& key, const std::vector<std::string>& choices,
                    std::string& value, std::string_view where) {
  const Tree* node = Get(key);
  if (node == nullptr) return false;
  const auto text = ScalarText(*node, Of(key), complaints_);
  if (!text) return false;
  const bool known = Contains(choices, *text);
  if (known)
    value = *text;
  else
    complaints_.At(node->place, fmt::format("{} is '{}'", Of(key), *text),
                   Instead(*text, choices, where));
  return known;
}

bool Reader::Settings(const std::string& key, Config& value) {
  const Tree* node = Get(key);
  if (node == nullptr) return false;
  for (const auto& child : MapChildren(*node, Of(key), complaints_)) {
    const auto text = ScalarText(child, fmt::format("'{}' in {}", child.key, Of(key)), complaints_);
    if (text) value[child.key] = *text;
  }
  return true;
}

bool Reader::Matching(const std::string& key, const std::string& form,
                      const std::function<bool(const std::string&)>& right) {
  const Tree* node = Get(key);
  if (node == nullptr) return false;
  const auto text = ScalarText(*node, Of(key), complaints_);
  if (!text) return false;
  if (right(*text)) return true;
  complaints_.At(node->place, fmt::format("{} is '{}'", Of(key), *text), "write " + form);
  return false;
}

}  // namespace kproof
