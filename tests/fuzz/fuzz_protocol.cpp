// A request or an answer of any kind and version with any bytes: it is read or refused, what was
// read is written and read again as the same, and a request that was read has an answer that says
// that it failed, unless it asks for nothing.
//
// The input: u8 way (odd: an answer), u8 kind, u8 version, the body.
#include <cstdint>
#include <string_view>

#include "harness/base/error.h"
#include "harness/protocol/codec.h"
#include "harness/protocol/error_answer.h"
#include "tests/fuzz/require.h"

namespace {

using namespace kproof::protocol;

void Try(const Message& message, std::int16_t version, std::string_view bytes) {
  const Struct body = ReadBody(message, version, bytes);
  const std::string written = WriteBody(message, version, body);
  const Struct again = ReadBody(message, version, written);
  FUZZ_REQUIRE(WriteBody(message, version, again) == written);
  if (message.way != Way::kRequest) return;
  const WholeRequest request{&message, version, 1, "", body};
  PlacesOf(request);
  const auto failed = ErrorAnswer(request, 6);
  if (!failed) return;
  const std::string answer = WriteAnswer(*failed);
  FUZZ_REQUIRE(ReadAnswer(message.api_key, version, std::string_view(answer).substr(4)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const Message* const message =
      FindMessage(data[0] % 2 == 0 ? Way::kRequest : Way::kAnswer, data[1], data[2]);
  if (message == nullptr) return 0;
  try {
    Try(*message, data[2], {reinterpret_cast<const char*>(data) + 3, size - 3});
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kCorrupt);
  }
  return 0;
}
