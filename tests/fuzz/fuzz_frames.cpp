// What stands in frames whose checksum is right: a spool begins as a writer begins it, then come
// frames of any type with any payload. Each is a fact or an Error that says the file is damaged.
//
// The input: for each frame u8 type, u8 length of its payload, the payload.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "audit/facts/spool.h"
#include "harness/base/error.h"
#include "harness/stamp/crc32c.h"
#include "tests/fuzz/require.h"

namespace {

std::string Beginning() {
  const auto path =
      std::filesystem::temp_directory_path() / ("kproof-fuzz-" + std::to_string(getpid()));
  kproof::SpoolWriter(path.string(), "run", "actor").Flush();
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(path);
  return bytes;
}

void Append32(std::string& bytes, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xff);
}

std::string Frames(std::span<const std::uint8_t> input) {
  std::string bytes;
  while (input.size() >= 2) {
    const auto payload = input.subspan(2, std::min<std::size_t>(input[1], input.size() - 2));
    std::string body(1, static_cast<char>(input[0]));
    body.append(payload.begin(), payload.end());
    Append32(bytes, static_cast<std::uint32_t>(body.size()));
    Append32(bytes, kproof::Crc32c(std::as_bytes(std::span(body))));
    bytes += body;
    input = input.subspan(2 + payload.size());
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string beginning = Beginning();
  const std::string bytes = beginning + Frames({data, size});
  const int file = memfd_create("fuzz", MFD_CLOEXEC);
  FUZZ_REQUIRE(file >= 0);
  FUZZ_REQUIRE(write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  try {
    kproof::SpoolReader reader("/proc/self/fd/" + std::to_string(file), "run");
    while (reader.Next()) {
    }
    FUZZ_REQUIRE(reader.position() == bytes.size());
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kCorrupt);
  }
  close(file);
  return 0;
}
