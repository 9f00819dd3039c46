// What stands at an offset: one record, several of which nobody knows which, or none.
#include "audit/judge/records/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::ElementsAre;

PlacePiece Piece(std::size_t stream, std::uint64_t sequence, Range offsets) {
  PlacePiece piece;
  piece.stream = stream;
  piece.sequence = sequence;
  piece.offsets = offsets;
  return piece;
}

TEST(Identities, AreOneSeveralOrNone) {
  // 2 to 5 of stream 0, 4 to 7 of stream 1: at 4 either.
  const Identities identities({Piece(0, 0, {2, 5}), Piece(1, 0, {4, 7})});
  const auto answer = identities.At({0, 10});
  EXPECT_THAT(answer.none.ranges(), ElementsAre(Range{0, 2}, Range{7, 10}));
  EXPECT_THAT(answer.several.ranges(), ElementsAre(Range{4, 5}));
  ASSERT_EQ(answer.one.size(), 2u);
  EXPECT_EQ(answer.one[0].offsets, (Range{2, 4}));
  EXPECT_EQ(answer.one[1].offsets, (Range{5, 7}));
  EXPECT_EQ(answer.one[1].stream, 1u);
  EXPECT_EQ(answer.one[1].sequence, 1u);
}

TEST(Identities, NothingStandsInBetween) {
  const Identities identities({Piece(0, 0, {2, 3}), Piece(0, 1, {5, 6})});
  const auto around = identities.At({2, 6});
  EXPECT_THAT(around.none.ranges(), ElementsAre(Range{3, 5}));
  const auto inside = identities.At({3, 4});
  EXPECT_THAT(inside.none.ranges(), ElementsAre(Range{3, 4}));
  EXPECT_TRUE(identities.At({5, 6}).none.empty());
}

}  // namespace
}  // namespace kproof
