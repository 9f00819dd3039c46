#include "harness/collect/auditor.h"

#include <fmt/format.h>

#include <filesystem>
#include <variant>

#include "audit/store/open.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "harness/base/error.h"
#include "harness/base/output_target.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

constexpr std::int64_t kCloseEveryUs = 200'000;  // looking for windows to close costs by streams

// A store gets its name when it is complete: an auditor that is killed while it creates one leaves
// nothing that the next one stumbles over.
std::unique_ptr<StoreWriter> OpenOrCreate(const std::string& path) {
  if (!std::filesystem::exists(path)) {
    const TemporaryFolder beside(std::filesystem::path(path).parent_path().string());
    const auto made = beside.File("audit.db");
    StoreWriter::Create(made, made_by::kAudit);
    std::filesystem::rename(made, path);
  }
  return StoreWriter::Open(path);
}

// Where the store is or will be, with links resolved: a regular file that an auditor made, or
// nothing yet.
std::string StoreFile(const std::string& path) {
  if (std::filesystem::is_regular_file(path) && StoreMadeBy(path) != made_by::kAudit)
    throw Error(ErrorKind::kUsage, path + " is the store of a run, not of an auditor",
                Hint("choose another --store: the evidence of a run is never changed"));
  const auto target = DecideOutput(path, {.option = "--store", .inputs = {}, .force = true});
  if (target.kind != OutputTarget::Kind::kFile)
    throw Error(ErrorKind::kUsage, "--store " + path + " is not a regular file",
                Hint("name a regular file, or one that does not exist yet"));
  return target.file;
}

// What a consumer says of the group that it reads in.
template <typename Setting>
bool Joins(const Setting& setting) {
  return setting.scope == "consumer" && setting.key == "group.id" && !setting.value.empty();
}

FileLock LockOf(const std::string& store_path) {
  if (auto lock = FileLock::Try(store_path + ".lock")) return *std::move(lock);
  throw Error(ErrorKind::kUsage, fmt::format("another auditor writes {}", store_path),
              Hint("stop it first, or choose another --store"));
}

}  // namespace

Auditor::Auditor(const std::string& store_path, TopicSourceSetup setup, WindowSettings windows,
                 Deadline limit)
    : path_(StoreFile(store_path)),
      places_(FindAuditTopics(setup, limit, AbsentTopics::kRefused)),
      lock_(LockOf(path_)),
      windows_(windows),
      store_(OpenOrCreate(path_)) {
  Load();
  setup.on_frame = [this](const std::string& actor, const SpoolFrame& frame) {
    OnFrame(actor, frame);
  };
  setup.on_hole = [this](const std::string& actor) {
    ++holes_;
    reconciler_->Doubt(actor);
  };
  setup.before_commit = [this] { Close(); };
  source_ = std::make_unique<TopicSource>(*store_, std::move(setup), places_);
}

Auditor::~Auditor() = default;

// What the store says, in the order of facts that matters: windows last, so that what belongs to
// them is not taken for late.
void Auditor::Load() {
  reconciler_ = std::make_unique<Reconciler>(windows_);
  holes_ = 0;
  const auto reader = StoreReader::Open(path_);
  std::map<std::int64_t, ActorRow> actors;
  for (const auto& actor : reader->Actors()) actors[actor.id] = actor;
  std::map<std::int64_t, StreamId> streams;
  for (const auto& stream : reader->Streams()) {
    streams[stream.id] = stream.key;
    reconciler_->Sent(stream.key, stream.sent);
  }
  reader->EachEventTime([&](const EventTimeRow& row) {
    reconciler_->EventTime(streams.at(row.stream), row.sequence, row.second);
  });
  reader->EachSettled([&](const SettledRow& row) {
    SettledSpan span;
    span.outcome = row.outcome;
    span.first_sequence = row.first_sequence;
    span.count = row.count;
    span.offsets = row.Offsets();
    span.digest = row.digest;
    reconciler_->Settled(streams.at(row.stream), span);
  });
  std::map<std::string, std::string> groups;  // by member
  for (const auto& setting : reader->Settings())
    if (Joins(setting)) groups[setting.subject] = setting.value;
  for (const auto& [id, actor] : actors) {  // in the order in which they were heard of
    if (actor.kind) reconciler_->Opened(actor.name, *actor.kind);
    const auto group = groups.find(actor.name);
    if (group != groups.end()) reconciler_->Joined(actor.name, group->second);
  }
  reader->EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kLive) return;
    ReadSpan span;
    span.partition = row.partition;
    span.first_sequence = row.first_sequence;
    span.count = row.count;
    span.offsets = row.Offsets();
    span.digest = row.digest;
    reconciler_->Read(actors.at(row.actor).name, streams.at(row.stream), span);
  });
  reader->EachProcessed([&](const ProcessedRow& row) {
    reconciler_->Processed(actors.at(row.actor).name, row.processed);
  });
  for (const auto& row : reader->Commits())
    reconciler_->Committed(actors.at(row.actor).name, row.commit);
  for (const auto& [actor, created_us] : reader->Progress())
    reconciler_->Progress(actors.at(actor).name, created_us);
  for (const auto& [id, actor] : actors) {
    holes_ += actor.holes.size();
    if (!actor.holes.empty()) reconciler_->Doubt(actor.name);
    if (actor.closed) reconciler_->Closed(actor.name);
  }
  for (const auto& event : reader->Events())
    if (event.kind == "client") reconciler_->Doubt(event.subject);
  for (const auto& row : reader->Windows()) {
    if (row.width_s != windows_.width_s)
      throw Error(
          ErrorKind::kUsage, fmt::format("audit store {} has windows of {} s", path_, row.width_s),
          Hint(fmt::format("go on with --window {}s, or begin another store", row.width_s)));
    reconciler_->Restore(row);
  }
}

void Auditor::OnFrame(const std::string& actor, const SpoolFrame& frame) {
  if (const auto* open = std::get_if<SpoolOpen>(&frame)) {
    reconciler_->Opened(actor, open->actor.kind);
  } else if (const auto* setting = std::get_if<SpoolSetting>(&frame)) {
    if (Joins(*setting)) reconciler_->Joined(actor, setting->value);
  } else if (const auto* settled = std::get_if<SpoolSettled>(&frame)) {
    reconciler_->Settled(settled->stream, settled->span);
  } else if (const auto* read = std::get_if<SpoolRead>(&frame)) {
    if (read->pass == Pass::kLive) reconciler_->Read(actor, read->stream, read->span);
  } else if (const auto* done = std::get_if<SpoolProcessed>(&frame)) {
    reconciler_->Processed(actor, done->processed);
  } else if (const auto* commit = std::get_if<SpoolCommit>(&frame)) {
    reconciler_->Committed(actor, commit->commit);
  } else if (const auto* sent = std::get_if<SpoolSent>(&frame)) {
    reconciler_->Sent(sent->stream, sent->sent);
  } else if (const auto* time = std::get_if<SpoolEventTime>(&frame)) {
    reconciler_->EventTime(time->stream, time->sequence, time->second);
  } else if (const auto* progress = std::get_if<SpoolProgress>(&frame)) {
    reconciler_->Progress(actor, progress->created_us);
  } else if (std::holds_alternative<SpoolEvent>(frame)) {
    reconciler_->Doubt(actor);  // a reader that did not go on where it was
  } else if (std::holds_alternative<SpoolClose>(frame)) {
    reconciler_->Closed(actor);
  }
}

void Auditor::Close() {
  if (MonotonicMicros() < next_close_) return;
  next_close_ = MonotonicMicros() + kCloseEveryUs;
  for (auto& report : reconciler_->Close()) {
    for (const auto& row : report.rows) store_->Put(row);
    reports_.push_back(std::move(report));
  }
}

std::vector<WindowReport> Auditor::Poll(Duration timeout, std::size_t* taken) {
  reports_.clear();
  try {
    *taken = source_->Poll(timeout);
    if (*taken == 0) {
      StoreWriter::Transaction transaction(*store_);
      Close();
      transaction.Commit();
    }
  } catch (...) {  // what we remember was rolled back
    Load();
    throw;
  }
  return std::exchange(reports_, {});
}

}  // namespace kproof
