#include "harness/run/check.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "audit/events/import.h"
#include "audit/judge/judge.h"
#include "audit/store/open.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/seal.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/collect/collector.h"
#include "harness/run/evidence.h"
#include "harness/run/folder.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

constexpr char kStoreName[] = "audit.db";

// Where the parts of a run are.
struct RunFiles {
  explicit RunFiles(const std::string& path)
      : is_folder(fs::is_directory(path)),
        store(is_folder ? fs::path(path) / kStoreName : fs::path(path)),
        folder(is_folder ? path : store.parent_path().string()) {}

  // A store by itself belongs to the run whose folder it lies in, under the name that it has there.
  bool InRunFolder() const { return is_folder || store.filename() == kStoreName; }
  std::string RunFolder() const { return folder.empty() ? "." : folder; }
  std::string Spools() const { return folder + "/spool"; }
  bool HasSpools() const {
    return is_folder && fs::is_directory(Spools()) && !fs::is_empty(Spools());
  }

  bool is_folder;
  fs::path store;
  std::string folder;
};

// A store without anything beside it that belongs to it can be read where it is: a reader of one
// with a write-ahead log writes to the file beside it (-shm).
bool AllInPlace(const std::string& store) {
  return InOneFile(store) && !fs::exists(store + "-wal") && !fs::exists(store + "-journal");
}

// What came through audit topics is in the spools too, and no fact may have two sources.
bool FromSpools(const std::string& store) {
  return !StoreReader::Open(store)->Run().contains(run_key::kAuditTransport);
}

// What can be read but once: stdin, and what a shell puts in place of <(…).
bool IsStream(const fs::path& path) {
  return path == "-" || fs::is_fifo(path) || fs::is_socket(path) || fs::is_character_file(path);
}

CheckOutcome Judged(const StoreReader& store, const RecordedEvidence& evidence,
                    const std::string& folder, const CheckView& view) {
  CheckOutcome outcome{Judge(store, evidence.doubts, {}, view.examples), folder, ""};
  outcome.result.evidence = evidence.found;
  if (view.also) view.also(store, outcome.result);
  return outcome;
}

CheckOutcome CheckEvents(const std::string& path, OutputFile* keep, const CheckView& view) {
  const bool beside = keep != nullptr && keep->target().kind == OutputTarget::Kind::kFile;
  const TemporaryFolder temporary(beside ? keep->target().Folder() : "");
  const auto store = temporary.File(kStoreName);
  ImportEvents(path, store);
  auto outcome = Judged(*StoreReader::Open(store), {}, "", view);
  if (keep == nullptr) return outcome;
  try {
    SealStore(store);
    keep->PublishFile(store);
    outcome.folder = keep->target().path;
  } catch (const Error& error) {
    outcome.unwritten = error.Full();
  }
  return outcome;
}

// Logs and results lie beside a store that is that of a run: they are looked at too.
bool IsRunFolder(const fs::path& folder, const fs::path& store) {
  std::error_code failed;
  return store.filename() == kStoreName &&
         (fs::exists(folder / "result.json", failed) || fs::exists(folder / "logs", failed) ||
          fs::exists(folder / "spool", failed));
}

}  // namespace

// By the first bytes of every SQLite 3 file, and by the name that a store has, so that a damaged
// one is not taken for text.
bool IsEvents(const std::string& path) {
  if (IsStream(path)) return true;
  if (!fs::is_regular_file(path) || fs::path(path).extension() == ".db") return false;
  return !IsDatabase(path);
}

std::vector<std::string> RunsOf(const std::string& path) {
  std::error_code failed;  // then it is no folder of runs, and whoever reads it says what it is
  if (IsCampaignFolder(path)) return RunsOf(path + "/" + kCampaignRuns);
  std::vector<std::string> runs;
  if (!fs::is_directory(path, failed) || fs::exists(path + "/" + kStoreName, failed)) return {path};
  for (const auto& entry : fs::directory_iterator(path, failed)) {
    if (!fs::is_directory(entry.symlink_status(failed))) continue;
    if (IsCampaignFolder(entry.path().string())) {
      const auto of_campaign = RunsOf(entry.path().string());
      runs.insert(runs.end(), of_campaign.begin(), of_campaign.end());
    } else if (fs::exists(fs::symlink_status(entry.path() / kStoreName, failed))) {
      runs.push_back(entry.path().string());
    }
  }
  std::sort(runs.begin(), runs.end());
  return runs.empty() ? std::vector{path} : runs;
}

std::vector<std::string> InputsOf(const std::string& path) {
  if (path == "-") return {"/dev/stdin"};
  std::error_code failed;
  const bool folder = fs::is_directory(path, failed);
  const std::string store = folder ? path + "/" + kStoreName : path;
  std::vector<std::string> inputs = {path};
  for (const char* part : {"", "-wal", "-shm", "-journal"}) inputs.push_back(store + part);
  const auto around = fs::absolute(store, failed).parent_path();
  if (folder || IsRunFolder(around, store)) {
    inputs.push_back(around.string());
    inputs.push_back((around / "result.json").string());
  }
  return inputs;
}

bool IsKeptStore(const std::string& file) {
  try {
    return StoreMadeBy(file) == made_by::kCheck;
  } catch (const Error&) {  // no store
    return false;
  }
}

CheckOutcome CheckRun(const std::string& path, OutputFile* keep, const CheckView& view) {
  if (IsEvents(path)) return CheckEvents(path, keep, view);
  if (keep != nullptr && fs::exists(path))
    throw Error(ErrorKind::kUsage, path + " is an audit store already",
                Hint("--out keeps the store that is made from an events.jsonl"));
  const RunFiles run(path);
  const std::string store = run.store.string();
  if (!fs::exists(store))
    throw Error(ErrorKind::kCorrupt, "there is no " + store,
                Hint("name a run folder, as in results/latest, an audit.db or an events.jsonl"));
  const auto evidence = run.InRunFolder() ? CompareEvidence(run.RunFolder()) : RecordedEvidence();
  const auto judged = [&](const StoreReader& reader) {
    return Judged(reader, evidence, run.folder, view);
  };
  // One that was sealed is so whatever became of its permissions.
  const bool sealed =
      IsSealed(store) || (evidence.recorded.contains(kStoreName) && InOneFile(store));
  if (!run.HasSpools() && (sealed || AllInPlace(store)))
    return judged(*StoreReader::Open(store, sealed));
  const TemporaryFolder temporary;
  const auto copy = temporary.File(kStoreName);
  CopyStore(store, copy);
  try {
    if (run.HasSpools() && FromSpools(copy))
      CollectLeftOver(*StoreWriter::Open(copy), run.Spools());
    return judged(*StoreReader::Open(copy));
  } catch (const Error& error) {  // of the copy, which nobody knows
    auto what = std::string(error.what());
    if (const auto at = what.find(copy); at != std::string::npos)
      what.replace(at, copy.size(), store);
    throw Error(error.kind(), what, Hint(error.hint()));
  }
}

}  // namespace kproof
