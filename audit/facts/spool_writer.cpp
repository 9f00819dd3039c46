// The writing side of a spool. A frame is built in memory and leaves with the next Flush, whole.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

#include "audit/facts/spool.h"
#include "audit/facts/spool_bytes.h"
#include "audit/facts/spool_format.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kFlushBytes = 64 << 10;

template <typename Read>
bool IsElsewhere(const Read& read) {
  return !read.cluster.empty() || !read.topic.empty() || !read.topic_id.empty();
}

// Of a read: where it was found.
template <typename Read>
void PutFoundIn(SpoolBytes& bytes, const Read& read) {
  bytes.Text(read.cluster).Text(read.topic).Text(read.topic_id);
}

}  // namespace

std::string SpoolPath(const std::string& folder, const std::string& actor) {
  return folder + "/" + actor + ".spool";
}

SpoolWriter::SpoolWriter(const std::string& path, const std::string& run_id,
                         const std::string& actor)
    : path_(path),
      file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0)
    throw Error(fmt::format("spool {} can't be created: {}", path, std::strerror(errno)),
                Hint(errno == EEXIST ? "each actor of a run needs a name of its own" : ""));
  buffer_ = spool::Prelude(spool::kFrameMagic, SpoolBytes().Text(run_id).Text(actor).bytes());
  Flush();
}

SpoolWriter::SpoolWriter(const std::string& run_id, const std::string& actor)
    : path_("in memory of " + actor),
      prelude_(spool::Prelude(spool::kFrameMagic, SpoolBytes().Text(run_id).Text(actor).bytes())),
      buffer_(prelude_) {}

SpoolWriter::~SpoolWriter() {
  if (file_ < 0) return;
  try {
    Flush();
  } catch (...) {  // NOLINT: without a close frame the collector sees the hole
  }
  ::close(file_);
}

void SpoolWriter::Append(std::uint8_t type, const std::string& payload) {
  std::string body(1, static_cast<char>(type));
  body += payload;
  spool::PutU32(buffer_, static_cast<std::uint32_t>(body.size()));
  spool::PutU32(buffer_, spool::Checksum(body));
  buffer_ += body;
  if (buffer_.size() >= kFlushBytes) Flush();
}

std::string SpoolWriter::Take() {
  numbers_.clear();
  return std::exchange(buffer_, prelude_);
}

void SpoolWriter::Flush() {
  if (file_ < 0) return;
  std::size_t written = 0;
  while (written < buffer_.size()) {
    const auto bytes = ::write(file_, buffer_.data() + written, buffer_.size() - written);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0)
      throw Error(fmt::format("spool {} can't be written: {}", path_, std::strerror(errno)));
    written += static_cast<std::size_t>(bytes);
  }
  buffer_.clear();
}

std::uint32_t SpoolWriter::Number(const StreamId& stream) {
  const auto [place, fresh] =
      numbers_.try_emplace(stream, static_cast<std::uint32_t>(numbers_.size()));
  if (fresh) Append(spool::kStream, SpoolBytes().Number(place->second).Stream(stream).bytes());
  return place->second;
}

void SpoolWriter::Open(const Actor& actor, RunMicros at) {
  SpoolBytes bytes;
  bytes.Text(actor.name).Text(actor.cluster).Number(static_cast<std::uint64_t>(actor.kind));
  bytes.Text(actor.client).Text(actor.host).Signed(actor.pid).Signed(at);
  Append(spool::kOpen, bytes.bytes());
}

void SpoolWriter::Settled(std::uint32_t stream, const SettledSpan& span) {
  SpoolBytes bytes;
  bytes.Number(stream)
      .Number(static_cast<std::uint64_t>(span.outcome))
      .Signed(span.error)
      .Common(span);
  if (!span.topic_id.empty()) bytes.Text(span.topic_id);
  Append(spool::kSettled, bytes.bytes());
}

void SpoolWriter::Read(std::uint32_t stream, Pass pass, Isolation isolation, const ReadSpan& span,
                       std::optional<std::uint64_t> run) {
  SpoolBytes bytes;
  bytes.Number(stream)
      .Number(static_cast<std::uint64_t>(pass))
      .Number(static_cast<std::uint64_t>(isolation));
  bytes.Signed(span.partition).Common(span);
  if (run || IsElsewhere(span)) PutFoundIn(bytes, span);
  if (run) bytes.Number(*run);
  Append(spool::kRead, bytes.bytes());
}

void SpoolWriter::Corrupt(std::uint32_t stream, Pass pass, Isolation isolation,
                          const CorruptRead& read) {
  SpoolBytes bytes;
  bytes.Number(stream)
      .Number(static_cast<std::uint64_t>(pass))
      .Number(static_cast<std::uint64_t>(isolation));
  bytes.Signed(read.partition).Signed(read.offset).Number(read.sequence);
  if (IsElsewhere(read)) PutFoundIn(bytes, read);
  Append(spool::kCorrupt, bytes.bytes());
}

void SpoolWriter::Foreign(Pass pass, Isolation isolation, const ForeignRead& read) {
  SpoolBytes bytes;
  bytes.Number(static_cast<std::uint64_t>(pass)).Number(static_cast<std::uint64_t>(isolation));
  bytes.Text(read.topic).Signed(read.partition).Offsets(read.offsets);
  if (!read.topic_id.empty()) bytes.Text(read.topic_id);
  Append(spool::kForeign, bytes.bytes());
}

void SpoolWriter::Add(Isolation isolation, const Bounds& bounds) {
  SpoolBytes bytes;
  bytes.Number(static_cast<std::uint64_t>(isolation)).Text(bounds.topic).Signed(bounds.partition);
  bytes.Signed(bounds.start)
      .Signed(bounds.end)
      .Number(bounds.position ? 1 : 0)
      .Signed(bounds.position.value_or(0));
  if (!bounds.topic_id.empty()) bytes.Text(bounds.topic_id);
  Append(spool::kBounds, bytes.bytes());
}

void SpoolWriter::Add(const SpoolEvent& event) {
  Append(spool::kEvent, SpoolBytes().Signed(event.at).Text(event.detail).bytes());
}

void SpoolWriter::Add(const SpoolError& error) {
  Append(spool::kError, SpoolBytes().Signed(error.at).Text(error.detail).bytes());
}

void SpoolWriter::Add(const SpoolResent& resent) {
  Append(spool::kResent, SpoolBytes().Signed(resent.at).Number(resent.records).bytes());
}

void SpoolWriter::Add(const SpoolSetting& setting) {
  SpoolBytes bytes;
  bytes.Text(setting.scope)
      .Text(setting.subject)
      .Text(setting.key)
      .Text(setting.value)
      .Text(setting.origin);
  Append(spool::kSetting, bytes.bytes());
}

void SpoolWriter::Add(const SpoolSent& sent) {
  const auto number = Number(sent.stream);
  Append(spool::kSent, SpoolBytes().Number(number).Number(sent.sent).bytes());
}

void SpoolWriter::Add(const SpoolEventTime& time) {
  const auto number = Number(time.stream);
  Append(spool::kEventTime,
         SpoolBytes().Number(number).Number(time.sequence).Signed(time.second).bytes());
}

void SpoolWriter::Add(const SpoolProgress& progress) {
  Append(spool::kProgress, SpoolBytes().Signed(progress.created_us).bytes());
}

void SpoolWriter::Close(RunMicros at) {
  Append(spool::kClose, SpoolBytes().Signed(at).bytes());
  Flush();
}

// What an agent found out, as the values of audit records.
void SpoolWriter::Copy(const SpoolFrame& frame) {
  std::visit(
      [this](const auto& fact) {
        using Fact = std::decay_t<decltype(fact)>;
        if constexpr (std::is_same_v<Fact, SpoolOpen>) {
          Open(fact.actor, fact.at);
        } else if constexpr (std::is_same_v<Fact, SpoolSettled>) {
          Settled(Number(fact.stream), fact.span);
        } else if constexpr (std::is_same_v<Fact, SpoolRead>) {
          Read(Number(fact.stream), fact.pass, fact.isolation, fact.span, fact.run);
        } else if constexpr (std::is_same_v<Fact, SpoolCorrupt>) {
          Corrupt(Number(fact.stream), fact.pass, fact.isolation, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolForeign>) {
          Foreign(fact.pass, fact.isolation, fact.read);
        } else if constexpr (std::is_same_v<Fact, SpoolBounds>) {
          Add(fact.isolation, fact.bounds);
        } else if constexpr (std::is_same_v<Fact, SpoolClose>) {
          Close(fact.at);
        } else if constexpr (!std::is_same_v<Fact, SpoolStream>) {
          Add(fact);
        }
      },
      frame);
}

}  // namespace kproof
