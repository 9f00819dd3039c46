// One row a format, in alphabetical order: adding one is a file, its test, and a row here.
#include "reports/registry.h"

#include "reports/json.h"
#include "reports/junit.h"

namespace kproof {

const std::vector<Format>& Formats() {
  static const std::vector<Format> formats = {
      {"json", "result.json", "for programs: docs/result.md describes each key",
       [](const Result& result) { return ToJson(result); }},
      {"junit", "junit.xml", "for CI servers: a suite a scenario, a case a guarantee",
       [](const Result& result) { return ToJunit(result); }},
  };
  return formats;
}

const Format* FindFormat(std::string_view name) {
  for (const Format& format : Formats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace kproof
