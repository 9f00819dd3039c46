// Results and offsets are kept in one SQLite file of the group's members, a transaction a batch,
// and a member begins where the file says: each record is done once, whatever crashes.
//
// A partition's offset is replaced only where it still is what this member knows: a member that was
// away while another one had its partition writes nothing there.
#include "harness/agent/commit/policy.h"
#include "harness/base/sqlite.h"

namespace kproof {
namespace {

constexpr const char* kTables =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS done_below (topic TEXT, partition INTEGER, offset INTEGER NOT "
    "NULL, "
    "PRIMARY KEY (topic, partition)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS result (topic TEXT NOT NULL, partition INTEGER NOT NULL, "
    "offset INTEGER NOT NULL, member TEXT NOT NULL);"
    "COMMIT";

class External final : public CommitPolicy {
 public:
  External(const ConsumerConfig& config, Member& member)
      : CommitPolicy(member),
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

  std::optional<std::int64_t> BeginAt(const ReadPlace& place) override {
    auto& row = store_.Use("SELECT offset FROM done_below WHERE topic = ?1 AND partition = ?2");
    row.Bind(place.topic, place.partition);
    const auto offset = row.Step() ? row.MaybeInt(0) : std::nullopt;
    row.Reset();
    known_[place] = offset;
    return offset;
  }

 private:
  // False: another member has gone on from where this one stands.
  bool Advance(const ReadPlace& place, std::optional<std::int64_t> from, std::int64_t to) {
    auto& row = from ? store_.Use(
                           "UPDATE done_below SET offset = ?3 WHERE topic = ?1 AND partition = ?2 "
                           "AND offset = ?4 RETURNING 1")
                     : store_.Use(
                           "INSERT INTO done_below VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING "
                           "RETURNING ?4 IS NULL");
    row.Bind(place.topic, place.partition, to, from);
    const bool ours = row.Step();
    row.Reset();
    return ours;
  }

  void Store() {
    count_ = 0;
    const auto open = std::exchange(open_, {});
    if (open.empty()) return;
    const auto asked = member_.Now();
    std::vector<Task> stored;
    DoneBelows done;
    store_.Execute("BEGIN IMMEDIATE");
    for (const auto& [number, tasks] : open) {
      const auto& place = member_.PlaceAt(number);
      const auto end = tasks.back().offset + 1;
      auto& known = known_[place];
      if (!Advance(place, known, end)) continue;
      known = end;
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

  const std::string actor_;
  const std::int32_t records_;
  Database store_;
  std::int32_t count_ = 0;                                  // records since the last transaction
  std::map<std::size_t, std::vector<Task>> open_;           // done, and not stored
  std::map<ReadPlace, std::optional<std::int64_t>> known_;  // offsets in the store, as it knows
};

}  // namespace

CommitPolicyType ExternalPolicy() {
  return {
      .word = "external",
      .make = [](const ConsumerConfig& config, Member& member) -> std::unique_ptr<CommitPolicy> {
        return std::make_unique<External>(config, member);
      }};
}

}  // namespace kproof
