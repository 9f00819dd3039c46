// The reading side of a spool: every byte is distrusted until the checksum of its frame has been
// verified.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "audit/facts/single_records.h"
#include "audit/facts/spool.h"
#include "audit/facts/spool_bytes.h"
#include "audit/facts/spool_flow.h"
#include "audit/facts/spool_format.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kReadBytes = 256 << 10;

Pass PassOf(SpoolParser& bytes) { return static_cast<Pass>(bytes.NumberUpTo(1)); }
Isolation IsolationOf(SpoolParser& bytes) { return static_cast<Isolation>(bytes.NumberUpTo(1)); }

// Of a read: where it was found. Frames of earlier versions end before it.
template <typename Read>
void TakeFoundIn(SpoolParser& bytes, Read& read) {
  if (!bytes.More()) return;
  read.cluster = bytes.Text();
  read.topic = bytes.Text();
  read.topic_id = bytes.Text();
}

SpoolOpen ParseOpen(SpoolParser& bytes) {
  SpoolOpen open;
  open.actor.name = bytes.Text();
  open.actor.cluster = bytes.Text();
  open.actor.kind =
      static_cast<ActorKind>(bytes.NumberUpTo(static_cast<std::uint64_t>(LastActorKind())));
  open.actor.client = bytes.Text();
  open.actor.host = bytes.Text();
  open.actor.pid = bytes.Signed();
  open.at = bytes.Signed();
  return open;
}

SpoolSettled ParseSettled(SpoolParser& bytes, const StreamId& stream) {
  SpoolSettled settled{.stream = stream, .span = {}};
  settled.span.outcome =
      static_cast<Outcome>(bytes.NumberUpTo(static_cast<std::uint64_t>(Outcome::kUnknown)));
  settled.span.error = bytes.Int();
  bytes.Common(settled.span);
  if (bytes.More()) settled.span.topic_id = bytes.Text();
  return settled;
}

SpoolRead ParseRead(SpoolParser& bytes, const StreamId& stream) {
  SpoolRead read{
      .stream = stream, .pass = PassOf(bytes), .isolation = IsolationOf(bytes), .span = {}};
  read.span.partition = bytes.Int();
  bytes.Common(read.span);
  TakeFoundIn(bytes, read.span);
  if (bytes.More()) read.run = bytes.Number();
  return read;
}

SpoolCorrupt ParseCorrupt(SpoolParser& bytes, const StreamId& stream) {
  SpoolCorrupt corrupt{
      .stream = stream, .pass = PassOf(bytes), .isolation = IsolationOf(bytes), .read = {}};
  corrupt.read.partition = bytes.Int();
  corrupt.read.offset = bytes.Signed();
  corrupt.read.sequence = bytes.Number();
  TakeFoundIn(bytes, corrupt.read);
  return corrupt;
}

SpoolForeign ParseForeign(SpoolParser& bytes) {
  SpoolForeign foreign{.pass = PassOf(bytes), .isolation = IsolationOf(bytes), .read = {}};
  foreign.read.topic = bytes.Text();
  foreign.read.partition = bytes.Int();
  foreign.read.offsets = bytes.Offsets();
  if (bytes.More()) foreign.read.topic_id = bytes.Text();
  return foreign;
}

SpoolBounds ParseBounds(SpoolParser& bytes) {
  SpoolBounds bounds{.isolation = IsolationOf(bytes), .bounds = {}};
  bounds.bounds.topic = bytes.Text();
  bounds.bounds.partition = bytes.Int();
  bounds.bounds.start = bytes.Signed();
  bounds.bounds.end = bytes.Signed();
  const bool has_position = bytes.NumberUpTo(1) == 1;
  const auto position = bytes.Signed();
  if (has_position) bounds.bounds.position = position;
  if (bytes.More()) bounds.bounds.topic_id = bytes.Text();
  return bounds;
}

SpoolSetting ParseSetting(SpoolParser& bytes) {
  SpoolSetting setting;
  setting.scope = bytes.Text();
  setting.subject = bytes.Text();
  setting.key = bytes.Text();
  setting.value = bytes.Text();
  setting.origin = bytes.Text();
  return setting;
}

// What single records make goes to what is ready.
std::unique_ptr<SingleRecords> FoldInto(const std::vector<StreamId>& streams,
                                        std::deque<SpoolFrame>& ready) {
  return std::make_unique<SingleRecords>(
      streams, [&ready](SpoolFrame frame) { ready.push_back(std::move(frame)); });
}

}  // namespace

SpoolReader::SpoolReader(const std::string& path, const std::string& run_id)
    : path_(path),
      file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      single_(FoldInto(streams_, ready_)) {
  if (file_ < 0)
    throw Error(fmt::format("spool {} can't be opened: {}", path, std::strerror(errno)));
  try {
    TakePrelude(run_id);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

SpoolReader::SpoolReader(std::string_view bytes, const std::string& name, const std::string& run_id)
    : path_(name), buffer_(bytes), single_(FoldInto(streams_, ready_)) {
  TakePrelude(run_id);
}

SpoolReader::~SpoolReader() {
  if (file_ >= 0) ::close(file_);
}

void SpoolReader::TakePrelude(const std::string& run_id) {
  if (!Fill(spool::kPreludeHead))
    throw Error(ErrorKind::kCorrupt, fmt::format("{} is too short for a spool", path_),
                Hint("its agent was killed before it began, or the disk is full"));
  Fill(spool::kPreludeHead +
       std::min(spool::GetU32(std::string_view(buffer_).substr(12)), spool::kLongestFrame) + 4);
  std::size_t end = 0;
  SpoolParser header(spool::CheckPrelude(buffer_, spool::kFrameMagic, path_, &end));
  run_id_ = header.Text();
  actor_ = header.Text();
  header.End();
  if (!run_id.empty() && run_id_ != run_id)
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} belongs to run {}, not {}", path_, run_id_, run_id));
  position_ = end;
}

std::uint64_t SpoolReader::Rest() const {
  if (file_ < 0) return buffer_start_ + buffer_.size() - position_;
  struct stat status {};
  if (::fstat(file_, &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size) -
         std::min(position_, static_cast<std::uint64_t>(status.st_size));
}

bool SpoolReader::Fill(std::size_t bytes) {
  if (position_ > buffer_start_) {
    buffer_.erase(0, position_ - buffer_start_);
    buffer_start_ = position_;
  }
  if (file_ < 0) return buffer_.size() >= bytes;
  while (buffer_.size() < bytes) {
    const auto old_size = buffer_.size();
    buffer_.resize(std::max(bytes, old_size + kReadBytes));
    const auto got = ::pread(file_, buffer_.data() + old_size, buffer_.size() - old_size,
                             static_cast<off_t>(buffer_start_ + old_size));
    buffer_.resize(old_size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Error(fmt::format("spool {} can't be read: {}", path_, std::strerror(errno)));
    if (got == 0) return false;
  }
  return true;
}

bool SpoolReader::TakeFrame() {
  const auto have = buffer_.size() - (position_ - buffer_start_);
  if (have < spool::kFrameHead && !Fill(spool::kFrameHead)) return false;
  auto here = std::string_view(buffer_).substr(position_ - buffer_start_);
  const std::size_t length = spool::GetU32(here);
  if (length == 0 || length > spool::kLongestFrame)
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is damaged at byte {}: no frame is {} bytes long", path_, position_,
                            length));
  if (here.size() < spool::kFrameHead + length && !Fill(spool::kFrameHead + length)) return false;
  here = std::string_view(buffer_).substr(position_ - buffer_start_);
  const auto body = here.substr(spool::kFrameHead, length);
  if (spool::Checksum(body) != spool::GetU32(here.substr(4)))
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} is damaged at byte {}: the checksum of a frame is wrong", path_,
                            position_));
  Decode(static_cast<std::uint8_t>(body.front()), body.substr(1));
  position_ += spool::kFrameHead + length;
  return true;
}

std::optional<SpoolFrame> SpoolReader::Next() {
  while (ready_.empty())
    if (!TakeFrame()) return std::nullopt;
  auto frame = std::move(ready_.front());
  ready_.pop_front();
  return frame;
}

std::vector<SpoolFrame> SpoolReader::TakeOpen() {
  single_->End();
  std::vector<SpoolFrame> open(std::make_move_iterator(ready_.begin()),
                               std::make_move_iterator(ready_.end()));
  ready_.clear();
  return open;
}

void SpoolReader::Decode(std::uint8_t type, std::string_view payload) {
  switch (type) {
    case spool::kPlace:
      return single_->TakePlace(payload);
    case spool::kSettledRecords:
      return single_->TakeSettled(payload);
    case spool::kFoundRecords:
      return single_->TakeFound(payload);
    case spool::kEffects:
      return single_->TakeEffects(payload);
    case spool::kAssigned:
      return single_->TakeAssigned(payload);
    case spool::kMoved:
      return single_->TakeMoved(payload);
    default:
      break;
  }
  SpoolParser bytes(payload);
  auto frame = Parse(type, bytes);
  bytes.End();
  if (const auto* const open = std::get_if<SpoolOpen>(&frame))
    single_->SetCluster(open->actor.cluster);
  if (std::holds_alternative<SpoolClose>(frame)) single_->End();
  ready_.push_back(std::move(frame));
}

SpoolFrame SpoolReader::Parse(std::uint8_t type, SpoolParser& bytes) {
  const auto stream = [&]() -> const StreamId& {
    const auto number = bytes.Number();
    if (number >= streams_.size())
      throw Error(ErrorKind::kCorrupt,
                  fmt::format("{} names stream {} at byte {} before it is defined", path_, number,
                              position_));
    return streams_[number];
  };
  SpoolFrame frame;
  switch (type) {
    case spool::kOpen:
      frame = ParseOpen(bytes);
      break;
    case spool::kStream:
      if (bytes.Number() != streams_.size())
        throw Error(ErrorKind::kCorrupt,
                    fmt::format("{} numbers a stream out of turn at byte {}", path_, position_));
      streams_.push_back(bytes.Stream());
      frame = SpoolStream{};
      break;
    case spool::kSettled:
      frame = ParseSettled(bytes, stream());
      break;
    case spool::kRead:
      frame = ParseRead(bytes, stream());
      break;
    case spool::kCorrupt:
      frame = ParseCorrupt(bytes, stream());
      break;
    case spool::kForeign:
      frame = ParseForeign(bytes);
      break;
    case spool::kBounds:
      frame = ParseBounds(bytes);
      break;
    case spool::kEvent: {
      const auto at = bytes.Signed();
      frame = SpoolEvent{.at = at, .detail = bytes.Text()};
      break;
    }
    case spool::kError: {
      const auto at = bytes.Signed();
      frame = SpoolError{.at = at, .detail = bytes.Text()};
      break;
    }
    case spool::kResent: {
      const auto at = bytes.Signed();
      frame = SpoolResent{.at = at, .records = bytes.Number()};
      break;
    }
    case spool::kSetting:
      frame = ParseSetting(bytes);
      break;
    case spool::kClose:
      frame = SpoolClose{.at = bytes.Signed()};
      break;
    case spool::kSent: {
      const auto& sent = stream();
      frame = SpoolSent{.stream = sent, .sent = bytes.Number()};
      break;
    }
    case spool::kEventTime: {
      SpoolEventTime time{.stream = stream()};
      time.sequence = bytes.Number();
      time.second = bytes.Signed();
      frame = time;
      break;
    }
    case spool::kProgress:
      frame = SpoolProgress{.created_us = bytes.Signed()};
      break;
    case spool::kKeys:
      frame = ParseKeys(bytes, stream());
      break;
    case spool::kFoundKey:
      frame = ParseFoundKey(bytes);
      break;
    case spool::kMadeFrom:
      frame = ParseMadeFrom(bytes, stream());
      break;
    case spool::kLargest: {
      SpoolLargest largest{.stream = stream(), .largest = {}};
      largest.largest.bytes = bytes.Number();
      largest.largest.headers = bytes.Number();
      frame = largest;
      break;
    }
    case spool::kRun:
      frame = ParseRun(bytes);
      break;
    case spool::kAssignment:
      frame = ParseAssignment(bytes);
      break;
    case spool::kProcessed:
      frame = ParseProcessed(bytes);
      break;
    case spool::kCommit:
      frame = ParseCommit(bytes);
      break;
    case spool::kReset:
      frame = ParseReset(bytes);
      break;
    case spool::kTxn:
      frame = ParseTxn(bytes);
      break;
    case spool::kTxnRecords:
      frame = ParseTxnRecords(bytes, stream());
      break;
    default:
      throw Error(
          ErrorKind::kCorrupt,
          fmt::format("{} has a frame of unknown type {} at byte {}", path_, type, position_),
          Hint("collect it with the kproof that wrote it"));
  }
  return frame;
}

}  // namespace kproof
