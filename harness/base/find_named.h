// The row of a registry by its name.
//
// Thread-safe: a pure function.
#pragma once

#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {

// `name_of` is the member with a row's name. Throws Error(kUsage) for a name that isn't there, with
// the nearest one: "there is no <what> 'kil'; did you mean 'kill'?".
template <typename Table, typename NameOf>
const auto& FindNamed(const Table& table, NameOf name_of, const std::string& name,
                      const std::string& what, const std::string& hint) {
  std::vector<std::string> names;
  for (const auto& row : table) {
    if (row.*name_of == name) return row;
    names.push_back(row.*name_of);
  }
  throw Error(ErrorKind::kUsage,
              "there is no " + what + " '" + name + "'" + DidYouMean(name, names), Hint(hint));
}

}  // namespace kproof
