// What one agent found out, in one append-only file of checksummed frames; docs/spool.md has the
// layout.
//
// The writer appends whole frames by single writes, so that a killed agent leaves at most one torn
// frame at the end. The reader gives every whole frame in order and can be asked again when more
// was appended.
//
// Not thread-safe; a writer and readers may work on one file at the same time from different
// processes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/facts/facts.h"
#include "audit/facts/flow.h"

namespace kproof {

// -- what frames say
struct SpoolOpen {
  Actor actor;
  RunMicros at = 0;
};
struct SpoolStream {};  // a stream got a number; the reader keeps it to itself
struct SpoolSettled {
  StreamId stream;
  SettledSpan span;
};
struct SpoolRead {
  StreamId stream;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  ReadSpan span;
  std::optional<std::uint64_t> run = std::nullopt;  // number of its SpoolRun, which came before it
};
struct SpoolCorrupt {
  StreamId stream;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  CorruptRead read;
};
struct SpoolForeign {
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  ForeignRead read;
};
struct SpoolBounds {
  Isolation isolation = Isolation::kUncommitted;
  Bounds bounds;
};
// Something that the agent's client went through: a fatal error and the life that followed, an
// offset out of range.
struct SpoolEvent {
  RunMicros at = 0;
  std::string detail;
};
// What a client learned while nothing had got through yet: a refused connection, a failed
// handshake, a record that a broker turned down. Unlike an event it puts nothing that was read in
// doubt.
struct SpoolError {
  RunMicros at = 0;
  std::string detail;
};
// Of all that this producer handed over so far its client sent at least so many records again.
struct SpoolResent {
  RunMicros at = 0;
  std::uint64_t records = 0;
};
struct SpoolSetting {
  std::string scope;    // "producer", "monitor"
  std::string subject;  // the actor's name
  std::string key;      // Kafka's own name
  std::string value;
  std::string origin;
};
struct SpoolClose {
  RunMicros at = 0;
};
// -- where facts go through audit topics
// Sequences 0 … sent - 1 of the stream were handed to the client. In files, sent marks say it.
struct SpoolSent {
  StreamId stream;
  std::uint64_t sent = 0;
};
// Record `sequence` was created in this second since 1970 by its producer's clock, and so were
// those after it, up to the next such fact of the stream.
struct SpoolEventTime {
  StreamId stream;
  std::uint64_t sequence = 0;
  std::int64_t second = 0;
};
// Whatever this producer created before this moment (microseconds since 1970) is settled and
// reported.
struct SpoolProgress {
  std::int64_t created_us = 0;
};
// -- what records hold and are made from
struct SpoolKeys {
  StreamId stream;
  KeySpan span;
};
struct SpoolFoundKey {
  FoundKey key;
};
struct SpoolMadeFrom {
  StreamId stream;
  MadeFrom span;
};
struct SpoolLargest {
  StreamId stream;
  Largest largest;
};
// -- of readers that stand somewhere, of groups and of transactions (flow.h)
struct SpoolRun {
  ReadRun run;
};
struct SpoolAssignment {
  Assignment assignment;
};
struct SpoolProcessed {
  Processed processed;
};
struct SpoolCommit {
  GroupCommit commit;
};
struct SpoolReset {
  GroupReset reset;
};
struct SpoolTxn {
  TxnFact txn;
};
struct SpoolTxnRecords {
  StreamId stream;
  std::string txn;
  std::uint64_t first_sequence = 0, count = 0;
};
using SpoolFrame =
    std::variant<SpoolOpen, SpoolStream, SpoolSettled, SpoolRead, SpoolCorrupt, SpoolForeign,
                 SpoolBounds, SpoolEvent, SpoolSetting, SpoolClose, SpoolSent, SpoolEventTime,
                 SpoolProgress, SpoolError, SpoolKeys, SpoolFoundKey, SpoolMadeFrom, SpoolLargest,
                 SpoolRun, SpoolAssignment, SpoolProcessed, SpoolCommit, SpoolReset, SpoolTxn,
                 SpoolTxnRecords, SpoolResent>;

// "<folder>/<actor>.spool"
std::string SpoolPath(const std::string& folder, const std::string& actor);

class SpoolWriter {
 public:
  // Creates the file; throws Error when it exists or can't be written, here and whenever the disk
  // refuses.
  SpoolWriter(const std::string& path, const std::string& run_id, const std::string& actor);
  // A spool in memory, for Take: what an audit record's value is (docs/audit-topics.md).
  SpoolWriter(const std::string& run_id, const std::string& actor);
  ~SpoolWriter();
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;

  // The number that stands for `stream` in the calls below.
  std::uint32_t Number(const StreamId& stream);

  void Open(const Actor& actor, RunMicros at);
  void Settled(std::uint32_t stream, const SettledSpan& span);
  void Read(std::uint32_t stream, Pass pass, Isolation isolation, const ReadSpan& span,
            std::optional<std::uint64_t> run = std::nullopt);
  void Corrupt(std::uint32_t stream, Pass pass, Isolation isolation, const CorruptRead& read);
  void Foreign(Pass pass, Isolation isolation, const ForeignRead& read);
  void Add(Isolation isolation, const Bounds& bounds);
  void Add(const SpoolEvent& event);
  void Add(const SpoolError& error);
  void Add(const SpoolResent& resent);
  void Add(const SpoolSetting& setting);
  void Add(const SpoolSent& sent);
  void Add(const SpoolEventTime& time);
  void Add(const SpoolProgress& progress);
  void Add(const SpoolKeys& keys);
  void Add(const SpoolFoundKey& key);
  void Add(const SpoolMadeFrom& made);
  void Add(const SpoolLargest& largest);
  void Add(const SpoolRun& run);
  void Add(const SpoolAssignment& assignment);
  void Add(const SpoolProcessed& processed);
  void Add(const SpoolCommit& commit);
  void Add(const SpoolReset& reset);
  void Add(const SpoolTxn& txn);
  void Add(const SpoolTxnRecords& records);
  void Close(RunMicros at);  // nothing is missing: the last frame
  // A frame of another spool. Streams are numbered anew, so SpoolStream adds nothing.
  void Copy(const SpoolFrame& frame);

  // In memory: the whole spool so far; the next one begins empty, with no stream numbered.
  std::string Take();
  std::size_t bytes() const { return buffer_.size(); }  // that are kept now

  // Frames are kept until Flush, or until there are 64 KiB of them.
  void Flush();

 private:
  void Append(std::uint8_t type, const std::string& payload);

  std::string path_;
  int file_ = -1;        // -1: in memory
  std::string prelude_;  // that each spool in memory begins with
  std::string buffer_;
  std::map<StreamId, std::uint32_t> numbers_;
};

class SingleRecords;
class SpoolParser;

class SpoolReader {
 public:
  // Throws Error(kCorrupt) when the file is foreign, of a newer version, damaged, or of another run
  // (`run_id` "": any).
  SpoolReader(const std::string& path, const std::string& run_id);
  // Reads a spool from memory; `name` stands for its path in errors.
  SpoolReader(std::string_view bytes, const std::string& name, const std::string& run_id);
  ~SpoolReader();
  SpoolReader(const SpoolReader&) = delete;
  SpoolReader& operator=(const SpoolReader&) = delete;

  // The next whole frame, or the next span that frames of single records make; nothing when there
  // is none yet. Throws Error(kCorrupt) on a frame whose checksum is wrong.
  std::optional<SpoolFrame> Next();
  // What single records made that are in no span yet, because it could still grow: for the time
  // when nobody writes any more. Nothing after a close frame, or when asked again.
  std::vector<SpoolFrame> TakeOpen();
  // Bytes up to the end of the frame that was returned last, or that the last span came with.
  std::uint64_t position() const { return position_; }
  // Bytes behind position(): the part of a frame that was torn, once the writer is gone.
  std::uint64_t Rest() const;
  const std::string& actor() const { return actor_; }
  const std::string& run_id() const { return run_id_; }

 private:
  // Makes `bytes` from position() on available in buffer_; false when the file is shorter.
  bool Fill(std::size_t bytes);
  void TakePrelude(const std::string& run_id);
  bool TakeFrame();
  void Decode(std::uint8_t type, std::string_view payload);
  SpoolFrame Parse(std::uint8_t type, SpoolParser& bytes);

  std::string path_;
  int file_ = -1;  // -1: all of it is in buffer_
  std::string actor_;
  std::string run_id_;
  std::uint64_t position_ = 0;
  std::string buffer_;  // bytes of the file from buffer_start_ on
  std::uint64_t buffer_start_ = 0;
  std::vector<StreamId> streams_;
  std::deque<SpoolFrame> ready_;  // of the last frame
  std::unique_ptr<SingleRecords> single_;
};

}  // namespace kproof
