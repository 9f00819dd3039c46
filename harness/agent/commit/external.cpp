// Results and offsets are kept in one SQLite file of the group's members, a transaction a batch,
// and a member begins where the file says: each record is done once, whatever crashes.
//
// A member that is given a partition takes it over in the file, with the generation of its group:
// from then on the file refuses what an earlier owner writes, such as one that was frozen while its
// partitions moved. The unsafe twin takes it: what the frozen one had in hand is done again.
#include <fmt/format.h>

#include <set>

#include "harness/agent/commit/policy.h"
#include "harness/base/error.h"
#include "harness/base/sqlite.h"

namespace kproof {
namespace {

constexpr const char* kTables =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS done_below (topic TEXT, partition INTEGER, offset INTEGER, "
    "generation INTEGER NOT NULL, owner TEXT NOT NULL, "
    "PRIMARY KEY (topic, partition)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS result (topic TEXT NOT NULL, partition INTEGER NOT NULL, "
    "offset INTEGER NOT NULL, member TEXT NOT NULL);"
    "COMMIT";

class External final : public CommitPolicy {
 public:
  External(const ConsumerConfig& config, Member& member, bool fenced)
      : CommitPolicy(member),
        fenced_(fenced),
        actor_(config.actor),
        records_(config.work.batch),
        store_(config.store, Database::Mode::kCreate, "external store") {
    store_.Execute(kTables);
  }

  void AfterWork(const Task& task) override {
    open_[task.place].push_back(task);
    if (++count_ >= records_) Store();
  }

  void OnIdle() override { Store(); }

  void OnRevoked(const std::vector<std::size_t>& places, bool may_commit) override {
    if (may_commit) Store();
    for (const auto place : places) open_.erase(place);
  }

  // Without a generation all members are of generation 0, and the last one to begin is the owner.
  std::optional<std::int64_t> BeginAt(const ReadPlace& place,
                                      std::optional<std::int32_t> generation) override {
    const auto mine = generation.value_or(0);
    auto& take = store_.Use(
        "INSERT INTO done_below VALUES (?1, ?2, NULL, ?3, ?4) ON CONFLICT DO UPDATE SET "
        "generation = excluded.generation, owner = excluded.owner "
        "WHERE generation <= excluded.generation RETURNING offset");
    take.Bind(place.topic, place.partition, mine, actor_);
    const bool taken = take.Step();
    const auto offset = taken ? take.MaybeInt(0) : std::nullopt;
    take.Reset();
    taken_in_[place] = mine;
    if (taken) {
      refused_.erase(place);
      return offset;
    }
    refused_.insert(place);
    return OffsetOf(place);
  }

 private:
  std::optional<std::int64_t> OffsetOf(const ReadPlace& place) {
    auto& row = store_.Use("SELECT offset FROM done_below WHERE topic = ?1 AND partition = ?2");
    row.Bind(place.topic, place.partition);
    const auto offset = row.Step() ? row.MaybeInt(0) : std::nullopt;
    row.Reset();
    return offset;
  }

  // Somebody had it in a later generation when this member was given it.
  void RequireTaken(const ReadPlace& place) const {
    if (!refused_.contains(place)) return;
    throw Error(fmt::format("the store of {} gives {}/{} to a member of a later generation than {}",
                            actor_, place.topic, place.partition, taken_in_.at(place)),
                Hint("a group that was deleted counts its generations anew: begin with an empty "
                     "store"));
  }

  // False: another member has taken the partition over.
  bool Advance(const ReadPlace& place, std::int64_t to) {
    auto& row = store_.Use(
        "UPDATE done_below SET offset = ?3 WHERE topic = ?1 AND partition = ?2 "
        "AND (NOT ?4 OR (generation = ?5 AND owner = ?6)) RETURNING 1");
    row.Bind(place.topic, place.partition, to, fenced_ ? 1 : 0, taken_in_[place], actor_);
    const bool ours = row.Step();
    row.Reset();
    return ours;
  }

  void Store() {
    count_ = 0;
    const auto open = std::exchange(open_, {});
    if (open.empty()) return;
    if (fenced_)
      for (const auto& [number, tasks] : open) RequireTaken(member_.PlaceAt(number));
    const auto asked = member_.Now();
    std::vector<Task> stored;
    DoneBelows done;
    store_.Execute("BEGIN IMMEDIATE");
    for (const auto& [number, tasks] : open) {
      const auto& place = member_.PlaceAt(number);
      const auto end = tasks.back().offset + 1;
      if (!Advance(place, end)) continue;
      done[number] = end;
      for (const auto& task : tasks) {
        if (task.has_effect)
          store_.Use("INSERT INTO result VALUES (?1, ?2, ?3, ?4)")
              .Bind(place.topic, place.partition, task.offset, actor_)
              .Run();
        stored.push_back(task);
      }
    }
    store_.Execute("COMMIT");
    if (!done.empty()) member_.StoredOutside(stored, done, asked);
  }

  const bool fenced_;
  const std::string actor_;
  const std::int32_t records_;
  Database store_;
  std::int32_t count_ = 0;                         // records since the last transaction
  std::map<std::size_t, std::vector<Task>> open_;  // done, and not stored
  std::map<ReadPlace, std::int32_t> taken_in_;     // generation in which it was given a partition
  std::set<ReadPlace> refused_;                    // those that it was given too late to take
};

}  // namespace

CommitPolicyType ExternalPolicy() {
  return {
      .word = "external",
      .make = [](const ConsumerConfig& config, Member& member) -> std::unique_ptr<CommitPolicy> {
        return std::make_unique<External>(config, member, /*fenced=*/true);
      }};
}

CommitPolicyType ExternalUnfencedPolicy() {
  return {
      .word = "external-unfenced",
      .make = [](const ConsumerConfig& config, Member& member) -> std::unique_ptr<CommitPolicy> {
        return std::make_unique<External>(config, member, /*fenced=*/false);
      }};
}

}  // namespace kproof
