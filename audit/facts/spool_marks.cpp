#include "audit/facts/spool_marks.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "audit/facts/spool_bytes.h"
#include "audit/facts/spool_format.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

// Marks start at the next multiple of this, so that each lies in its eight bytes undivided.
constexpr std::size_t kAlign = 4096;
constexpr std::size_t kTables = 3;  // sent, acked, settled

std::size_t MarksStart(std::size_t prelude) { return (prelude + kAlign - 1) / kAlign * kAlign; }

[[noreturn]] void Refused(const std::string& path) {
  throw Error(fmt::format("sent marks {} can't be made: {}", path, std::strerror(errno)));
}

void WriteWhole(const std::string& path, const std::string& bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) Refused(path);
  const auto written = ::write(file, bytes.data(), bytes.size());
  ::close(file);
  if (written != static_cast<ssize_t>(bytes.size())) Refused(path);
}

}  // namespace

std::string MarksPath(const std::string& folder, const std::string& actor, std::uint32_t life,
                      std::size_t part) {
  return part == 0 ? fmt::format("{}/{}.{}.marks", folder, actor, life)
                   : fmt::format("{}/{}.{}-{}.marks", folder, actor, life, part);
}

// Zeros are written out, not left as a hole: a store to a hole on a full disk is SIGBUS. The file
// gets its name when it is whole, so a reader never sees half a header.
SentMarks::SentMarks(const std::string& path, const std::string& run_id, const std::string& actor,
                     const std::vector<StreamId>& streams) {
  SpoolBytes table;
  table.Text(run_id).Text(actor).Number(streams.size());
  for (const StreamId& stream : streams) table.Stream(stream);
  std::string bytes = spool::Prelude(spool::kMarksMagic, table.bytes());
  const auto start = MarksStart(bytes.size());
  bytes_ = start + kTables * streams.size() * sizeof(std::uint64_t);
  bytes.resize(bytes_, '\0');
  if (::access(path.c_str(), F_OK) == 0) {
    errno = EEXIST;
    Refused(path);
  }
  const auto partial = path + ".partial";
  WriteWhole(partial, bytes);
  const int file = ::open(partial.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) Refused(partial);
  page_ = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (page_ == MAP_FAILED) Refused(partial);
  if (::rename(partial.c_str(), path.c_str()) != 0) Refused(path);
  marks_ = reinterpret_cast<std::uint64_t*>(static_cast<char*>(page_) + start);
  acked_ = marks_ + streams.size();
  settled_ = acked_ + streams.size();
}

SentMarks::~SentMarks() { ::munmap(page_, bytes_); }

SentMarksFile ReadSentMarks(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    throw Error(fmt::format("sent marks {} can't be opened: {}", path, std::strerror(errno)));
  struct stat status {};
  ::fstat(file, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* page = size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  if (page == MAP_FAILED)
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is not a spool of kproof", path));
  SentMarksFile result;
  try {
    std::size_t end = 0;
    SpoolParser table(spool::CheckPrelude({static_cast<const char*>(page), size},
                                          spool::kMarksMagic, path, &end));
    result.run_id = table.Text();
    result.actor = table.Text();
    const auto count = table.NumberUpTo(size / sizeof(std::uint64_t));
    const auto start = MarksStart(end);
    const auto table_bytes = count * sizeof(std::uint64_t);
    result.tells_settled = size == start + kTables * table_bytes;
    if (!result.tells_settled && size != start + table_bytes)
      throw Error(ErrorKind::kCorrupt,
                  fmt::format("{} has not the length that its header says", path));
    auto* marks = reinterpret_cast<std::uint64_t*>(static_cast<char*>(page) + start);
    const auto load = [&](std::size_t at) {
      return std::atomic_ref<std::uint64_t>(marks[at]).load(std::memory_order_acquire);
    };
    for (std::size_t slot = 0; slot < count; ++slot) {
      SentMark mark{.stream = table.Stream()};
      if (result.tells_settled) {  // before `sent`, so that it is never below
        mark.acked = load(count + slot);
        mark.settled = load(2 * count + slot);
      }
      mark.sent = load(slot);
      result.marks.push_back(std::move(mark));
    }
    table.End();
  } catch (...) {
    ::munmap(page, size);
    throw;
  }
  ::munmap(page, size);
  return result;
}

}  // namespace kproof
