// Takes over what agents spooled into the audit store, exactly once: facts and how far each spool
// was read are committed together, so a collector that is killed anywhere is continued by the next
// one.
//
// Not thread-safe; the store may have other writers meanwhile.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "audit/facts/spool.h"
#include "audit/facts/spool_marks.h"
#include "audit/store/sinks.h"
#include "harness/base/clock.h"
#include "harness/collect/settles.h"

namespace kproof {

class Collector {
 public:
  // `folder` holds the spools of one run. With `clock`, holes say when they were seen.
  Collector(SpoolSink& store, std::string folder, std::optional<RunClock> clock = std::nullopt);
  ~Collector();

  // Takes over whatever is new. A spool that is damaged or of another run is read no further and
  // becomes a hole by Finish. Throws Error when the store refuses; then nothing of this call is in
  // it, and the next call tries again.
  void Poll();
  // The last Poll, once all agents are gone: actors without a close frame, torn ends and damage
  // become holes, but for a killed producer whose marks have what its spool lacks.
  void Finish();

 private:
  struct Spool {
    std::unique_ptr<SpoolReader> reader;
    std::uint64_t stored = 0;  // bytes whose facts are in the store
    std::string actor;
    bool closed = false;
    Settles settles;
    std::string damage;  // why it is read no further; "" while it is
  };
  struct Marks {
    std::map<StreamId, std::uint64_t> stored;
    std::vector<SentMark> last;  // as they were found at last; none where they lack settles
    std::string actor;
    std::string damage;
  };

  void TakeSpool(const std::string& file);
  void TakeMarks(const std::string& file);
  void CheckRun(const std::string& run_id, const std::string& file);
  void AddHole(const std::string& file, const std::string& actor, const std::string& why);
  void TakeAll();
  void TakeOpen();
  void TellHoles();
  void TellUnclosed(const std::string& file, const Spool& spool);
  // Adds what the marks know besides. False: facts may be missing all the same.
  bool Complete(const Spool& spool);
  // Whether this was told before, maybe by an earlier collector; now it is.
  bool ToldBefore(const std::string& what);

  SpoolSink& store_;
  std::string folder_;
  std::optional<RunClock> clock_;
  std::string run_id_;                   // of the first file that was read
  std::map<std::string, Spool> spools_;  // by file name
  std::map<std::string, Marks> marks_;
};

// Takes over what a killed run left in its spool folder: `kproof check` of a partial run folder.
void CollectLeftOver(SpoolSink& store, const std::string& folder);

}  // namespace kproof
