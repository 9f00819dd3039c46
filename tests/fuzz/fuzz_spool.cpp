// A spool, or the marks of a producer, of any bytes: whole frames, then a torn tail or an Error
// that says the file is damaged. Nothing else, and never more frames than bytes.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "audit/facts/spool.h"
#include "audit/facts/spool_marks.h"
#include "harness/base/error.h"
#include "tests/fuzz/require.h"

namespace {

// Whoever reads files by name reads these bytes.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size)
      : file_(memfd_create("fuzz", MFD_CLOEXEC)) {
    FUZZ_REQUIRE(file_ >= 0);
    FUZZ_REQUIRE(write(file_, data, size) == static_cast<ssize_t>(size));
  }
  MemoryFile(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

void ReadFrames(const std::string& path, std::size_t size) {
  kproof::SpoolReader reader(path, "");
  std::uint64_t before = reader.position();
  std::size_t frames = 0;
  while (reader.Next()) {  // spans that single records make come with the frame that ended them
    FUZZ_REQUIRE(reader.position() >= before);
    FUZZ_REQUIRE(++frames <= size);
    before = reader.position();
  }
  FUZZ_REQUIRE(frames + reader.TakeOpen().size() <= size);
  FUZZ_REQUIRE(reader.position() + reader.Rest() == size);
}

template <typename Read>
void OrSaysItIsDamaged(const Read& read) {
  try {
    read();
  } catch (const kproof::Error& error) {
    FUZZ_REQUIRE(error.kind() == kproof::ErrorKind::kCorrupt);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  OrSaysItIsDamaged([&] { ReadFrames(file.path(), size); });
  OrSaysItIsDamaged([&] { kproof::ReadSentMarks(file.path()); });
  return 0;
}
