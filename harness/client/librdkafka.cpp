// kproof's own agents, with the librdkafka of a version: the linker of their process finds it
// before the one that kproof is linked with. kproof calls no function that 1.8.2 does not have.
#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <set>

#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "harness/base/text.h"
#include "harness/client/fetch_wheel.h"
#include "harness/client/kind.h"
#include "harness/cluster/make_once.h"
#include "harness/kafka/client_config.h"
#include "harness/scenario/client_name.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

// The newest that the book of scenarios was run with.
constexpr const char* kStandardLibrdkafka = "2.16.0";

std::string Spelled(const std::string& version) {
  return version.empty() ? kStandardLibrdkafka : version;
}
std::string Folder(const std::string& version) {
  return ClientFolder(kLibrdkafka, Spelled(version));
}
std::string Library(const std::string& version) { return Folder(version) + "/" + kLibraryFile; }

bool IsLinked(const std::string& version) {
  return ClientVersion() == fmt::format("{} {}", kLibrdkafka, Spelled(version));
}
bool IsInCache(const std::string& version) { return std::filesystem::exists(Library(version)); }
bool IsHere(const std::string& version) { return IsInCache(version) || IsLinked(version); }

std::vector<std::string> Versions() {
  std::vector<std::string> versions;
  for (const auto& wheel : Wheels()) versions.emplace_back(wheel.librdkafka);
  return versions;
}

std::optional<Refusal> WhyNot(const std::string& version) {
  if (FindWheel(Spelled(version)) != nullptr || IsLinked(version)) return std::nullopt;
  for (const auto& wheel : Wheels())
    if (wheel.package == version)
      return Refusal{
          fmt::format("but confluent-kafka {} brings librdkafka {}", version, wheel.librdkafka),
          fmt::format("write {}@{}", kLibrdkafka, wheel.librdkafka)};
  return Refusal{"which kproof can't fetch",
                 fmt::format("there are {}; for another one name its folder as client_library",
                             Join(Versions(), ", "))};
}

// Looked at once for each version in a process: it takes some 20 ms.
void RequireWhole(const std::string& version) {
  static std::mutex mutex;
  static std::set<std::string> whole;
  const std::lock_guard lock(mutex);
  if (whole.contains(version)) return;
  const Wheel* wheel = FindWheel(Spelled(version));
  if (wheel == nullptr || Sha256OfFile(Library(version)) != wheel->library_sha256)
    throw Error(ErrorKind::kNotRun, Library(version) + " is damaged",
                Hint(fmt::format("remove {}; kproof client fetch {}@{} gets it again",
                                 Folder(version), kLibrdkafka, Spelled(version))));
  whole.insert(version);
}

void Fetch(const std::string& version, const Progress& progress) {
  const Wheel* wheel = FindWheel(Spelled(version));
  if (wheel == nullptr) return;  // the one that is linked
  MakeOnce(Folder(version),
           [&](const std::string& temporary) { FetchWheel(*wheel, temporary, progress); });
  RequireWhole(version);  // it may have been there before
}

// Without the version by default, agents run the one that kproof is linked with.
ClientCommand CommandOfVersion(const std::string& version, const std::string& kproof) {
  if (IsInCache(version)) {
    RequireWhole(version);
    auto command = LoadingFrom(Folder(version), kproof);
    command.client = fmt::format("{} {}", kLibrdkafka, Spelled(version));
    return command;
  }
  if (version.empty() || IsLinked(version)) return {kproof, {"agent"}, {}};
  throw Error(ErrorKind::kNotRun, fmt::format("librdkafka {} is not in the cache", version),
              Hint(fmt::format("kproof client fetch {}@{}", kLibrdkafka, version)));
}

}  // namespace

ClientKind LibrdkafkaClient() {
  return {.name = kLibrdkafka,
          .summary = "the C library, out of confluent-kafka's wheels",
          .standard = kStandardLibrdkafka,
          .agents = {NameOf(ActorKind::kConsumer), NameOf(ActorKind::kFinalReader),
                     NameOf(ActorKind::kMonitor), NameOf(ActorKind::kProducer)},
          .versions = Versions,
          .why_not = WhyNot,
          .is_here = IsHere,
          .lacking = LackingForWheels,
          .fetch = Fetch,
          .command = CommandOfVersion};
}

}  // namespace kproof
