// Reads the keys of one map strictly: what has the wrong type or unit is a diagnostic and leaves
// the default in place, so that one pass over the file finds everything.
//
// Not thread-safe; lives while one level of the tree is read. Every key of the level's table must
// be asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/scenario/tree.h"

namespace kproof {

// Collects diagnostics at places.
class Diagnostics {
 public:
  void At(const SourcePlace& place, const std::string& what, const std::string& hint = "") {
    all_.push_back({place.file, place.line, place.column, what, hint});
  }
  std::vector<Diagnostic>& all() { return all_; }
  // All of them in file order; none is left here.
  std::vector<Diagnostic> Take();
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
};

// The value as text; nothing, and a diagnostic, when `node` is no scalar. `what` names it:
// "partitions of topic payments".
std::optional<std::string> ScalarText(const Tree& node, const std::string& what,
                                      Diagnostics& complaints);
// The text of each item of a list of scalars, none of them twice.
std::vector<const Tree*> ScalarList(const Tree& node, const std::string& what,
                                    Diagnostics& complaints);
// The children of a map; a diagnostic and none when `node` is no map.
const std::vector<Tree>& MapChildren(const Tree& node, const std::string& what,
                                     Diagnostics& complaints);

class Reader {
 public:
  // `level` names a row of KnownKeys(); `object` is for people: "topic payments", "" for the
  // scenario (or the matrix) itself.
  Reader(const Tree& map, const std::string& level, std::string object, Diagnostics& complaints);
  ~Reader();  // unknown keys become diagnostics
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The value of `key`, or nullptr when it isn't there.
  const Tree* Get(const std::string& key);
  // As Get; its absence is a diagnostic with `hint`.
  const Tree* Need(const std::string& key, const std::string& hint);

  // Each changes `value` only when the key is there and right; true then.
  bool Text(const std::string& key, std::string& value);
  bool Int(const std::string& key, std::int32_t least, std::int32_t most, std::int32_t& value);
  bool Time(const std::string& key, Duration least, Duration& value);
  // `where`: the command that lists the choices, where they are many.
  bool Choice(const std::string& key, const std::vector<std::string>& choices, std::string& value,
              std::string_view where = "");
  bool Settings(const std::string& key, Config& value);
  // Text that `right` accepts; `form` says how it is written: "a version such as 4.3.1".
  bool Matching(const std::string& key, const std::string& form,
                const std::function<bool(const std::string&)>& right);

  // "brokers of cluster main"
  std::string Of(const std::string& key) const {
    return object_.empty() ? key : key + " of " + object_;
  }
  const SourcePlace& place() const { return map_.key_place; }
  Diagnostics& complaints() { return complaints_; }

 private:
  const std::string& Whole() const { return object_.empty() ? whole_ : object_; }

  const Tree& map_;
  const std::vector<std::string>& keys_;
  const std::string whole_;
  std::string object_;
  Diagnostics& complaints_;
  std::set<std::string> asked_;
};

}  // namespace kproof
