// Messages to bytes and back, for every kind and version in the table. That the bytes are Kafka's
// own is what tests/protocol compares.
#include "harness/protocol/codec.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "tests/unit/protocol/random_message.h"

namespace kproof::protocol {
namespace {

using wire::Writer;

constexpr std::int16_t kMetadata = 3;

TEST(Schemas, AreOfEveryKindOfRequestInTheOrderOfTheirKeys) {
  ASSERT_EQ(Messages().size() % 2, 0u);
  ASSERT_GT(Messages().size(), 180u);
  for (std::size_t i = 0; i < Messages().size(); ++i) {
    EXPECT_EQ(Messages()[i].api_key, static_cast<std::int16_t>(i / 2));
    EXPECT_EQ(Messages()[i].way, i % 2 == 0 ? Way::kRequest : Way::kAnswer);
    EXPECT_EQ(Messages()[i].name, Messages()[i / 2 * 2].name);
  }
}

TEST(Schemas, OfWhatKafkaDoesNotHaveAreNotThere) {
  EXPECT_NE(FindMessage(Way::kRequest, 0, 3), nullptr);
  EXPECT_EQ(FindMessage(Way::kRequest, 0, 2), nullptr) << "removed in Kafka 4.0";
  EXPECT_EQ(FindMessage(Way::kRequest, 0, 99), nullptr);
  EXPECT_EQ(FindMessage(Way::kRequest, 4, 0), nullptr) << "LeaderAndIsr";
  EXPECT_EQ(FindMessage(Way::kRequest, -1, 0), nullptr);
  EXPECT_EQ(FindMessage(Way::kAnswer, 400, 0), nullptr);
}

template <typename Each>
void ForEachVersion(Each each) {
  for (const Message& message : Messages()) {
    for (std::int16_t version = message.versions.first; version <= message.versions.last; ++version)
      each(message, version);
  }
}

TEST(Codec, WhatWasWrittenIsReadAgain) {
  ForEachVersion([](const Message& message, std::int16_t version) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Struct body = RandomMessage(seed, version).Of(message.fields);
      EXPECT_EQ(ReadBody(message, version, WriteBody(message, version, body)), body)
          << message.name << " " << version;
    }
  });
}

TEST(Codec, DefaultsAreAMessage) {
  ForEachVersion([](const Message& message, std::int16_t version) {
    Struct body = Defaults(message.fields);
    EXPECT_NO_THROW(ReadBody(message, version, WriteBody(message, version, body)))
        << message.name << " " << version;
  });
}

TEST(Codec, WhatIsCutShortIsRefused) {
  ForEachVersion([](const Message& message, std::int16_t version) {
    const std::string bytes =
        WriteBody(message, version, RandomMessage(1, version).Of(message.fields));
    EXPECT_THROW(ReadBody(message, version, bytes + '\0'), Error) << message.name;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THROW(ReadBody(message, version, bytes.substr(0, size)), Error)
          << message.name << " " << version << ", " << size << " of " << bytes.size();
    }
  });
}

TEST(Codec, AnyBytesAreReadOrRefused) {
  Random random(7);
  ForEachVersion([&](const Message& message, std::int16_t version) {
    for (int tries = 0; tries < 20; ++tries) {
      std::string bytes =
          WriteBody(message, version, RandomMessage(random.Next(), version).Of(message.fields));
      for (auto changes = random.Below(4); changes > 0 && !bytes.empty(); --changes)
        bytes[random.Below(bytes.size())] = static_cast<char>(random.Next());
      try {
        const Struct body = ReadBody(message, version, bytes);
        const std::string written = WriteBody(message, version, body);
        EXPECT_EQ(WriteBody(message, version, ReadBody(message, version, written)), written);
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kCorrupt) << error.what();
      }
    }
  });
}

TEST(Codec, ATaggedFieldThatNobodyKnowsIsKeptInItsPlace) {
  const Message& heartbeat = *FindMessage(Way::kAnswer, 12, 4);
  const std::string bytes = Writer()
                                .Int32(5)
                                .Int16(0)
                                .Varint(2)
                                .Varint(3)
                                .Varint(1)
                                .Raw("x")
                                .Varint(9)
                                .Varint(2)
                                .Raw("yz")
                                .bytes();
  const Struct body = ReadBody(heartbeat, 4, bytes);
  EXPECT_EQ(body.unknown, (std::vector<UnknownTag>{{3, "x"}, {9, "yz"}}));
  EXPECT_EQ(WriteBody(heartbeat, 4, body), bytes);
}

TEST(Codec, ALengthIsNeverBelievedBeforeTheBytesAreThere) {
  const Message& metadata = *FindMessage(Way::kRequest, kMetadata, 4);
  EXPECT_THROW(ReadBody(metadata, 4, Writer().Int32(INT32_MAX).bytes()), Error);
  EXPECT_THROW(ReadBody(metadata, 4, Writer().Int32(-2).bytes()), Error);
  const Message& flexible = *FindMessage(Way::kRequest, kMetadata, 9);
  EXPECT_THROW(ReadBody(flexible, 9, Writer().Varint(UINT32_MAX).bytes()), Error);
}

TEST(Codec, NullIsRefusedWhereAVersionCannotHaveIt) {
  const Message& metadata = *FindMessage(Way::kRequest, kMetadata, 0);
  EXPECT_THROW(ReadBody(metadata, 0, Writer().Int32(-1).bytes()), Error);
  EXPECT_NO_THROW(
      ReadBody(*FindMessage(Way::kRequest, kMetadata, 1), 1, Writer().Int32(-1).bytes()));
  Struct body = Defaults(metadata.fields);
  At(metadata.fields, body, "Topics") = {};
  EXPECT_THROW(WriteBody(metadata, 0, body), Error);
}

}  // namespace
}  // namespace kproof::protocol
