#include "harness/inject/frame_splitter.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "tests/unit/inject/kafka_frames.h"

namespace kproof {
namespace {

// Decides once it has seen `needed` bytes of a frame (or all of it), and keeps everything.
class Keeper : public FrameHandler {
 public:
  explicit Keeper(std::size_t needed_bytes) : needed_(needed_bytes) {}
  bool Decide(std::string_view head, std::size_t frame_bytes) override {
    if (head.size() < std::min(needed_, frame_bytes + 4)) return false;
    lengths.push_back(frame_bytes);
    return true;
  }
  void Take(std::string_view bytes) override { taken += bytes; }

  std::vector<std::size_t> lengths;
  std::string taken;

 private:
  std::size_t needed_;
};

TEST(FrameSplitter, AnyStreamInAnyPiecesComesOutAsItWasWithEachFrameDecidedOnce) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    Keeper keeper(random.Below(40));
    FrameSplitter splitter(keeper, 1 << 20);
    std::string stream;
    std::vector<std::size_t> lengths;
    for (int frames = 0; frames < 20; ++frames) {
      std::string body(random.Below(random.Below(4) == 0 ? 5000 : 30), '\0');
      for (auto& byte : body) byte = static_cast<char>(random.Next());
      stream += Framed(body);
      lengths.push_back(body.size());
    }
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t piece = 1 + random.Below(random.Below(2) == 0 ? 3 : 700);
      splitter.Feed(std::string_view(stream).substr(at, piece));
      at += piece;
    }
    ASSERT_EQ(keeper.taken, stream) << "seed " << seed;
    ASSERT_EQ(keeper.lengths, lengths) << "seed " << seed;
  }
}

TEST(FrameSplitter, ALargeFrameIsHandedOnWhileItComes) {
  Keeper keeper(8);
  FrameSplitter splitter(keeper, 1 << 20);
  const std::string frame = Framed(std::string(1000, 'x'));
  splitter.Feed(std::string_view(frame).substr(0, 7));
  EXPECT_EQ(keeper.taken.size(), 0u);
  splitter.Feed(std::string_view(frame).substr(7, 100));
  EXPECT_EQ(keeper.taken.size(), 107u);
}

TEST(FrameSplitter, ALengthBelowZeroOrAboveTheLimitIsNotKafka) {
  for (const std::int32_t length : {-1, INT32_MIN, 1001, INT32_MAX}) {
    Keeper keeper(8);
    FrameSplitter splitter(keeper, 1000);
    EXPECT_THROW(splitter.Feed(wire::Writer().Int32(length).bytes()), Error) << length;
    EXPECT_EQ(keeper.taken, "");
  }
}

TEST(FrameSplitter, AFrameThatItsHandlerCannotDecideAboutIsNotKafka) {
  struct Undecided : FrameHandler {
    bool Decide(std::string_view, std::size_t) override { return false; }
    void Take(std::string_view) override {}
  } handler;
  FrameSplitter splitter(handler, 1000);
  EXPECT_THROW(splitter.Feed(Framed("whole")), Error);
}

}  // namespace
}  // namespace kproof
