#include "harness/collect/collector.h"

#include <fmt/format.h>

#include <filesystem>
#include <variant>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/live_page.h"
#include "harness/collect/store_frame.h"

namespace kproof {
namespace {

// The actor that a file's name tells, where its header can't: "checkout-0.spool",
// "checkout-0.1.marks".
std::string ActorOf(const std::string& file) {
  auto name = file.substr(0, file.rfind('.'));
  if (file.ends_with(".marks")) name = name.substr(0, name.rfind('.'));
  return name;
}

std::vector<std::string> FilesIn(const std::string& folder, const std::string& ending) {
  std::vector<std::string> files;
  std::error_code absent;  // no folder yet: no files yet
  for (const auto& entry : std::filesystem::directory_iterator(folder, absent))
    if (entry.path().extension() == ending) files.push_back(entry.path().filename().string());
  return files;
}

}  // namespace

Collector::Collector(SpoolSink& store, std::string folder, std::optional<RunClock> clock)
    : store_(store), folder_(std::move(folder)), clock_(clock) {}

Collector::~Collector() = default;

// Nobody writes any more, so what single records made can grow no further.
void Collector::TakeOpen() {
  for (auto& [file, spool] : spools_) {
    if (!spool.reader || spool.closed) continue;
    const auto open = spool.reader->TakeOpen();
    if (open.empty() || ToldBefore(file + "#open")) continue;
    for (const auto& frame : open) {
      spool.settles.Take(frame);
      StoreFrame(store_, spool.actor, frame);
    }
  }
}

// Marks come last: whatever a spool says was settled is then below its mark.
void Collector::TakeAll() {
  for (const auto& file : FilesIn(folder_, ".spool")) TakeSpool(file);
  for (const auto& file : FilesIn(folder_, ".marks")) TakeMarks(file);
}

void Collector::Poll() {
  try {
    StoreTransaction transaction(store_);
    TakeAll();
    transaction.Commit();
  } catch (...) {
    spools_.clear();  // what they remember as stored was rolled back
    marks_.clear();
    throw;
  }
}

void Collector::Finish() {
  try {
    StoreTransaction transaction(store_);
    TakeAll();
    TakeOpen();
    TellHoles();
    transaction.Commit();
  } catch (...) {
    spools_.clear();
    marks_.clear();
    throw;
  }
}

void Collector::CheckRun(const std::string& run_id, const std::string& file) {
  if (run_id_.empty()) run_id_ = run_id;
  if (run_id != run_id_)
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} belongs to run {}, not {}", file, run_id, run_id_));
}

// A new reader goes through the entire file again: streams are numbered from its start. Only what
// lies behind the stored position is a new fact.
void Collector::TakeSpool(const std::string& file) {
  auto [place, fresh] = spools_.try_emplace(file);
  Spool& spool = place->second;
  if (fresh) {
    spool.actor = ActorOf(file);
    spool.stored = store_.SpoolPosition(file);
  }
  if (!spool.damage.empty() && spool.reader) return;
  std::vector<SpoolFrame> frames;
  try {
    if (!spool.reader) {
      spool.reader = std::make_unique<SpoolReader>(folder_ + "/" + file, "");
      spool.damage.clear();
      spool.actor = spool.reader->actor();
      CheckRun(spool.reader->run_id(), file);
    }
    while (auto frame = spool.reader->Next()) {
      spool.closed = std::holds_alternative<SpoolClose>(*frame);
      spool.settles.Take(*frame);
      if (spool.reader->position() > spool.stored) frames.push_back(std::move(*frame));
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kCorrupt) throw;
    spool.damage = e.what();  // without a reader it may still be in the making: Poll tries again
  }
  for (const auto& frame : frames) StoreFrame(store_, spool.actor, frame);
  if (frames.empty()) return;
  spool.stored = spool.reader->position();
  store_.SetSpoolPosition(file, spool.stored);
}

void Collector::TakeMarks(const std::string& file) {
  Marks& marks = marks_[file];
  if (marks.actor.empty()) marks.actor = ActorOf(file);
  if (!marks.damage.empty()) return;
  SentMarksFile found;
  try {
    found = ReadSentMarks(folder_ + "/" + file);
    CheckRun(found.run_id, file);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kCorrupt) throw;
    marks.damage = e.what();
    return;
  }
  marks.actor = found.actor;
  marks.last = found.tells_settled ? found.marks : std::vector<SentMark>{};
  for (const auto& mark : found.marks) {
    const auto known = marks.stored.find(mark.stream);
    if (known != marks.stored.end() && known->second == mark.sent) continue;
    store_.PutStream(found.actor, mark.stream, mark.sent);
    marks.stored[mark.stream] = mark.sent;
  }
}

// A place of its own in the table of positions says so.
bool Collector::ToldBefore(const std::string& what) {
  if (store_.SpoolPosition(what) != 0) return true;
  store_.SetSpoolPosition(what, 1);
  return false;
}

// Each hole once, also when Finish is called again.
void Collector::AddHole(const std::string& file, const std::string& actor, const std::string& why) {
  if (ToldBefore(file + "#hole")) return;
  store_.AddHole(actor, clock_ ? fmt::format("{} (seen {:.1f} s into the run)", why,
                                             static_cast<double>(clock_->Now()) / 1e6)
                               : why);
}

bool Collector::Complete(const Spool& spool) {
  std::vector<SentMark> known;
  for (const auto& [file, marks] : marks_) {
    if (marks.actor != spool.actor) continue;
    if (!marks.damage.empty() || marks.last.empty()) return false;
    known.insert(known.end(), marks.last.begin(), marks.last.end());
  }
  const auto page = LivePage::Open(folder_ + "/" + spool.actor + ".live");  // SIGKILL leaves it
  const RunMicros last_ack = page ? page->Read().last_ack : 0;
  const auto missing = spool.settles.Missing(known, last_ack);
  if (!missing || known.empty()) return false;
  for (const auto& settled : *missing) store_.Add(spool.actor, settled.stream, settled.span);
  store_.CloseActor(spool.actor, std::max(spool.settles.last(), last_ack));
  return true;
}

// A torn end may have held anything, but what was settled is counted, and the marks are whole.
void Collector::TellUnclosed(const std::string& file, const Spool& spool) {
  if (ToldBefore(file + "#end") || Complete(spool)) return;
  const auto rest = spool.reader->Rest();
  AddHole(file, spool.actor,
          rest > 0 ? fmt::format("the last {} bytes of its spool are torn: it was killed while it "
                                 "wrote",
                                 rest)
                   : "its spool was never closed: it was killed, and the facts that it had not "
                     "written yet are lost");
}

void Collector::TellHoles() {
  for (const auto& [file, spool] : spools_) {
    if (!spool.damage.empty()) {
      AddHole(file, spool.actor, spool.damage);
    } else if (!spool.closed || spool.reader->Rest() > 0) {
      TellUnclosed(file, spool);
    }
  }
  for (const auto& [file, marks] : marks_) {
    if (!marks.damage.empty()) AddHole(file, marks.actor, marks.damage);
    if (!spools_.contains(marks.actor + ".spool"))
      AddHole(file, marks.actor, "it has sent records, but it has no spool");
  }
}

void CollectLeftOver(SpoolSink& store, const std::string& folder) {
  Collector(store, folder).Finish();
}

}  // namespace kproof
