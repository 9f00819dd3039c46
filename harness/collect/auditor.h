// `kproof audit`: takes over audit topics into a store and reconciles windows of event time on the
// way; each is reported once. It continues the store of an earlier auditor exactly where that one
// stopped, however it ended.
//
// Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/store/writer.h"
#include "audit/windows/reconciler.h"
#include "harness/base/file_lock.h"
#include "harness/collect/topic_source.h"

namespace kproof {

class Auditor {
 public:
  // Finds the audit topics first and touches no file before that. `store_path` is then created or
  // continued; <store_path>.lock keeps a second auditor away. Throws Error(kCorrupt) when it is not
  // an audit store; Error(kUsage) when no auditor made it, when it has windows of another width, or
  // when another auditor has it; Error(kNotRun) when an audit topic is missing or no broker answers
  // within `limit`.
  Auditor(const std::string& store_path, TopicSourceSetup setup, WindowSettings windows,
          Deadline limit);
  ~Auditor();

  // Takes over what has arrived, waits `timeout` at most for the first of it. Windows that closed,
  // and rows that late facts changed, are in the store by then. `taken` counts new audit records.
  std::vector<WindowReport> Poll(Duration timeout, std::size_t* taken);
  bool AtEnds() const { return source_->AtEnds(); }
  // The windows that could not be closed yet, as they are now.
  std::vector<WindowReport> StillOpen() const { return reconciler_->StillOpen(); }
  std::size_t UnauditedStreams() const { return reconciler_->UnauditedStreams(); }
  std::uint64_t too_late() const { return reconciler_->too_late(); }
  // Of all actors, from the beginning.
  std::uint64_t holes() const { return holes_; }
  StoreWriter& store() { return *store_; }

 private:
  void Load();
  void OnFrame(const std::string& actor, const SpoolFrame& frame);
  void Close();

  const std::string path_;
  const std::vector<ReadPlace> places_;
  const FileLock lock_;  // held as long as the auditor lives
  const WindowSettings windows_;
  std::unique_ptr<StoreWriter> store_;
  std::unique_ptr<Reconciler> reconciler_;
  std::vector<WindowReport> reports_;  // of the transaction that is open
  std::uint64_t holes_ = 0;
  std::int64_t next_close_ = 0;
  std::unique_ptr<TopicSource> source_;  // last: it calls the rest
};

}  // namespace kproof
