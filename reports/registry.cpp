// Every format, in alphabetical order of their names. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
#include "reports/registry.h"

namespace kproof {

// Each from a file of its own.
Format JsonFormat();
Format JunitFormat();

const std::vector<Format>& Formats() {
  static const std::vector<Format> kFormats = {
      JsonFormat(),
      JunitFormat(),
  };
  return kFormats;
}

const Format* FindFormat(std::string_view name) {
  for (const Format& format : Formats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace kproof
