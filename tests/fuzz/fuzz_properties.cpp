// Any text is properties or an Error that names the file; what was read, written again line by
// line, is read as the same.
#include <cstdint>
#include <string>

#include "harness/base/error.h"
#include "harness/kafka/properties.h"
#include "tests/fuzz/require.h"

namespace {

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view(" \t=:#!\\\f").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c == '\n' ? "\\n" : c == '\r' ? "\\r" : std::string(1, c);
  }
  return escaped;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::map<std::string, std::string> properties;
  try {
    properties = kproof::ParseProperties("fuzz.properties", text);
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kUsage);
    FUZZ_REQUIRE(std::string(error.what()).find("fuzz.properties") != std::string::npos);
    return 0;
  }
  std::string again;
  for (const auto& [key, value] : properties) again += Escaped(key) + "=" + Escaped(value) + "\n";
  FUZZ_REQUIRE(kproof::ParseProperties("again.properties", again) == properties);
  return 0;
}
