// What the proxy reads of every request.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/inject/request_head.h"
#include "tests/unit/inject/kafka_frames.h"

namespace kproof {
namespace {

using wire::Writer;

std::string Produce(std::int16_t version, std::int16_t acks, const std::string& txn) {
  Writer body;
  if (version >= 9) {
    txn.empty() ? body.NullString() : body.String(txn);
  } else if (version >= 3) {
    txn.empty() ? body.Int16(-1) : body.PlainString(txn);
  }
  body.Int16(acks).Int32(30000);
  return HeaderOf({0, version, 7}, version >= 9) + body.bytes();
}

TEST(RequestHead, OfAProduceSaysWhetherItIsAnswered) {
  for (const auto version : std::vector<std::int16_t>{0, 2, 3, 8, 9, 11, 13}) {
    for (const auto acks : std::vector<std::int16_t>{-1, 0, 1}) {
      for (const std::string txn : {"", "pay-1"}) {
        const std::string request = Produce(version, acks, txn);
        const auto head = ReadRequestHead(request, request.size());
        ASSERT_TRUE(head) << version;
        EXPECT_EQ(head->answered, acks != 0) << "version " << version << ", acks " << acks;
        EXPECT_EQ(head->correlation, 7);
      }
    }
  }
}

TEST(RequestHead, IsReadFromAsLittleAsThereMustBe) {
  for (const std::string& request : {Produce(8, 0, "pay-1"), Produce(9, 0, "pay-1")}) {
    const std::size_t enough = request.size() - 4;  // up to acks, without the time-out
    for (std::size_t size = 0; size < enough; ++size)
      EXPECT_FALSE(ReadRequestHead(request.substr(0, size), request.size())) << size;
    EXPECT_TRUE(ReadRequestHead(request.substr(0, enough), request.size()));
  }
}

TEST(RequestHead, OfAnyOtherKindNeedsEightBytesAlone) {
  const std::string request = HeaderOf({18, 3, 9}, true);
  EXPECT_FALSE(ReadRequestHead(request.substr(0, 7), request.size()));
  const auto head = ReadRequestHead(request.substr(0, 8), request.size());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->api_key, 18);
  EXPECT_EQ(head->version, 3);
  EXPECT_TRUE(head->answered);
}

TEST(RequestHead, WhatIsNotKafkaIsRefused) {
  const std::string whole = Produce(8, 1, "");
  const std::pair<const char*, std::string> cases[] = {
      {"too short", std::string(7, '\0')},
      {"a negative kind", HeaderOf({-1, 0, 1})},
      {"a kind far above Kafka's", HeaderOf({kMaxApiKey + 1, 0, 1})},
      {"a negative version", HeaderOf({3, -1, 1})},
      {"a Produce without acks", whole.substr(0, whole.size() - 5)},
      {"a client id of negative length", Writer().Int16(0).Int16(8).Int32(1).Int16(-2).bytes()},
      {"tags without end",
       HeaderOf({0, 9, 1}) + Writer().Varint(1).Varint(0).Varint(1 << 30).bytes()},
      {"HTTP", "GET / HTTP/1.1\r\n"},
  };
  for (const auto& [name, bytes] : cases)
    EXPECT_THROW(ReadRequestHead(bytes, bytes.size()), Error) << name;
}

TEST(RequestHead, AnyBytesAreReadOrRefused) {
  Random random(1);
  for (int tries = 0; tries < 20000; ++tries) {
    std::string bytes(8 + random.Below(60), '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random.Next());
    bytes[0] = 0;
    bytes[1] = static_cast<char>(random.Below(2));
    bytes[2] = 0;
    bytes[3] = static_cast<char>(random.Below(20));
    try {
      ReadRequestHead(bytes, bytes.size());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kCorrupt);
    }
  }
}

}  // namespace
}  // namespace kproof
