// One bit of a replica turns over on disk, and stays so: bit rot. A batch has a CRC, which brokers
// check when a record arrives and when they recover after an unclean end, never when they serve it;
// whether a reader sees the damage is up to its check.crcs (librdkafka's default is false, Java's
// is true). Indexes have no CRC: a wrong entry sends a fetch to a wrong place in the segment.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/replica_files.h"

namespace kproof {
namespace {

struct Flip {
  std::string file;
  std::uint64_t byte = 0;
  char before = 0;
  std::string where;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Writes through the page cache, so that a broker which has the file open or mapped sees it too.
void Write(const Flip& flip) {
  const int file = ::open(flip.file.c_str(), O_WRONLY | O_CLOEXEC);
  const char after = static_cast<char>(flip.before ^ 0x10);
  const bool written = file >= 0 && ::pwrite(file, &after, 1, static_cast<off_t>(flip.byte)) == 1;
  if (file >= 0) ::close(file);
  if (!written) throw Error("can't change a byte of " + flip.file);
}

class BitFlip final : public Fault {
 public:
  explicit BitFlip(const FaultOptions& options)
      : partition_(options.with.at("partition")), file_(options.with.at("file")) {
    if (file_ != "log" && file_ != "index" && file_ != "timeindex")
      throw Error(ErrorKind::kUsage, "file is '" + file_ + "'",
                  Hint("write log, index or timeindex"));
  }

  Undo Prepare(const Target& target) override {
    return Undo{"nothing is undone: the bit of " + target.name + " stays flipped", [] {}};
  }

  void Inject(const Target& target) override {
    for (const Node* node : target.nodes) {
      const Flip flip = Choose(*node);
      Write(flip);
      flips_[node->id()] = flip;
    }
  }

  // The file says something else than it did.
  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](const Node& node) {
      const auto flip = flips_.find(node.id());
      if (flip == flips_.end()) return Bite{false, "nothing flipped by this step is looked at"};
      const std::string bytes = ReadFile(flip->second.file);
      const bool differs =
          flip->second.byte < bytes.size() && bytes[flip->second.byte] != flip->second.before;
      return Bite{differs, flip->second.where};
    });
  }

 private:
  // In the oldest segment that will do.
  Flip Choose(const Node& node) const {
    const auto segments = SegmentsOf(ReplicaFolder(node, partition_));
    for (const auto& segment : segments) {
      Flip flip{.file = segment + "." + file_, .byte = 0, .before = 0, .where = ""};
      const std::string bytes = ReadFile(flip.file);
      if (!(file_ == "log" ? InLog(bytes, segment != segments.back(), flip) : InIndex(bytes, flip)))
        continue;
      flip.before = bytes[flip.byte];
      return flip;
    }
    throw Error(node.name() + " has nothing to flip in the " + file_ + " of " + partition_,
                Hint("let more load run: a batch must be followed by another one, and an entry "
                     "comes with index.interval.bytes"));
  }

  static bool InLog(const std::string& bytes, bool closed, Flip& flip) {
    const auto place = FindValue(bytes, closed);
    if (!place) return false;
    flip.byte = place->byte;
    flip.where =
        fmt::format("byte {} of its segment, in the batch of offset {}", flip.byte, place->offset);
    return true;
  }

  bool InIndex(const std::string& bytes, Flip& flip) const {
    const auto used = bytes.find_last_not_of('\0');
    if (used == std::string::npos) return false;
    flip.byte = used / 2;
    flip.where = fmt::format("byte {} of its {}", flip.byte, file_);
    return true;
  }

  const std::string partition_, file_;
  std::map<int, Flip> flips_;
};

}  // namespace

FaultType BitFlipType() {
  return {.name = "bit-flip",
          .summary = "turn one bit of a replica's segment or index over on disk; permanent",
          .failure_class = FailureClass::kCorruption,
          .remains = Remains::kDisk,
          .takes_down = false,
          .permanent = true,
          .params = {{"partition", FaultParam::Kind::kText, "", "whose replica, as payments/0"},
                     {"file",
                      FaultParam::Kind::kWord,
                      "log",
                      "of the segment",
                      {"log", "index", "timeindex"}}},
          .needs = {Need::kData},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<BitFlip>(options);
          }};
}

}  // namespace kproof
