// A header is a stamp or an Error, and a stamp is written again as it was read.
#include <cstdint>
#include <span>

#include "harness/base/error.h"
#include "harness/stamp/stamp.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto header = std::as_bytes(std::span(data, size));
  kproof::Stamp stamp;
  try {
    stamp = kproof::Decode(header);
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kCorrupt);
    return 0;
  }
  const bool version_1 = !stamp.topic_crc32c;
  FUZZ_REQUIRE(size == (version_1 ? 32 : 36));
  if (version_1) stamp.topic_crc32c = 0;
  const auto again = kproof::Encode(stamp);
  FUZZ_REQUIRE(kproof::Decode(again) == stamp);
  // Version 1 is written as version 2. Flags of a newer version that we do not know are dropped;
  // all else is kept to the byte.
  for (std::size_t i = 0; i < size; ++i)
    FUZZ_REQUIRE(i == 1 || (version_1 && i == 0) || header[i] == again[i]);
  return 0;
}
