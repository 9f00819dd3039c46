// A YAML document as a tree that knows where each part stood, keys included.
//
// Kept between yaml-cpp and the rest because yaml-cpp's own nodes forget where keys stood and hide
// duplicate keys.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace kproof {

struct SourcePlace {
  std::string file;
  int line = 0;  // 1-based, as column; 0: nowhere in the file
  int column = 0;
};

struct Tree {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  std::string key;             // in a map
  SourcePlace key_place;       // of the key in a map, else of the value
  SourcePlace place;           // of the value; of its key where there is none
  std::string text;            // of a scalar
  std::vector<Tree> children;  // in file order; a map may hold a key twice

  // The first child with this key; nullptr when there is none.
  const Tree* Find(const std::string& name) const;
  Tree* Find(const std::string& name);
};

// More than any scenario needs. Larger or deeper texts are refused before they are parsed, because
// yaml-cpp takes seconds for a megabyte of brackets.
inline constexpr std::size_t kMostYamlBytes = 1 << 20;
inline constexpr std::size_t kMostYamlDepth = 64;

// Reads exactly one document whose root is a map. Nothing, and a diagnostic, when it can't be read;
// duplicate keys are diagnostics too.
std::optional<Tree> ReadTree(const std::string& file_name, const std::string& yaml,
                             std::vector<Diagnostic>& diagnostics);

// Reads every document of a file that holds something else; `what` is one of them, for people: "a
// resource". Empty documents are left out. A diagnostic for each thing that is wrong.
std::vector<Tree> ReadDocuments(const std::string& file_name, const std::string& yaml,
                                const std::string& what, std::vector<Diagnostic>& diagnostics);

// Reads a value as --set gives it: YAML where it begins with [ or {, else text. Everything in it
// stands at `place`.
std::optional<Tree> ReadValue(const SourcePlace& place, const std::string& text,
                              std::vector<Diagnostic>& diagnostics);

}  // namespace kproof
