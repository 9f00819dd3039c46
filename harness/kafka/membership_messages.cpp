// UnregisterBroker, UpdateFeatures, ApiVersions, AddRaftVoter, RemoveRaftVoter and DescribeQuorum
// {Request,Response}.json of apache/kafka.
#include "harness/kafka/membership_messages.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/kafka/admin_encoding.h"
#include "harness/kafka/messages.h"

namespace kproof {

Uuid ParseUuid(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  constexpr std::size_t kLength = 22;  // 132 bits, of which the last 4 are padding
  Uuid uuid{};
  for (std::size_t at = 0; at < kLength; ++at) {
    const auto digit = text.size() == kLength ? kDigits.find(text[at]) : std::string_view::npos;
    if (digit == std::string_view::npos)
      throw Error(ErrorKind::kCorrupt,
                  "'" + std::string(text) + "' is not an id as Kafka writes them");
    const bool last = at + 1 == kLength;
    const unsigned bits = last ? 2 : 6;
    const std::uint64_t value = last ? digit >> 4U : digit;
    uuid[0] = uuid[0] << bits | uuid[1] >> (64 - bits);
    uuid[1] = uuid[1] << bits | value;
  }
  return uuid;
}

namespace messages {
namespace {

using wire::Reader;
using wire::Writer;

Uuid ReadUuid(Reader& body) {
  const auto high = static_cast<std::uint64_t>(body.Int64());
  return {high, static_cast<std::uint64_t>(body.Int64())};
}

Voter ReadMember(Reader& body) {
  Voter member{.id = body.Int32(), .directory = ReadUuid(body)};
  body.Int64();  // log end offset
  body.Int64();  // last fetch
  body.Int64();  // last caught up
  body.Tags();
  return member;
}

}  // namespace

Request AskUnregister(std::int32_t broker) {
  constexpr std::int16_t kUnregisterBroker = 64;
  Writer body;
  body.Int32(broker).NoTags();
  return {.api_key = kUnregisterBroker, .version = 0, .body = body.bytes()};
}

AdminAnswer ReadUnregister(std::string_view bytes, std::int32_t broker) {
  Reader body(bytes);
  AdminAnswer answer;
  const AdminAnswer head = ReadHead(body);
  answer.results.push_back({"broker " + std::to_string(broker), head.error, head.message});
  body.Tags();
  body.End();
  return answer;
}

Request AskUpgrade(const std::map<std::string, std::int16_t>& levels, Duration timeout) {
  constexpr std::int16_t kUpdateFeatures = 57;
  constexpr std::int8_t kUpgradeOnly = 1;
  Writer body;
  body.Int32(Millis(timeout)).Array(levels.size());
  for (const auto& [feature, level] : levels)
    body.String(feature).Int16(level).Int8(kUpgradeOnly).NoTags();
  body.Bool(false).NoTags();  // not only validated
  return {.api_key = kUpdateFeatures, .version = 1, .body = body.bytes()};
}

AdminAnswer ReadUpgrade(std::string_view bytes) {
  Reader body(bytes);
  AdminAnswer answer = ReadHead(body);
  ForEach(body, [&] {
    const std::string feature = body.String();
    answer.results.push_back(ReadResult(body, feature));
    body.Tags();
  });
  body.Tags();
  body.End();
  return answer;
}

Request AskFeatures() {
  constexpr std::int16_t kApiVersions = 18;
  Writer body;
  body.String("kproof").String("0").NoTags();  // name and version of the client's software
  return {.api_key = kApiVersions, .version = 3, .body = body.bytes()};
}

FeatureLevels ReadFeatures(std::string_view bytes) {
  constexpr std::uint32_t kSupported = 0;
  constexpr std::uint32_t kFinalized = 2;
  Reader body(bytes);
  FeatureLevels levels;
  if (const auto error = body.Int16(); error != kafka_error::kNone)
    throw Error(ErrorKind::kCorrupt, "damaged answer: features with an error");
  ForEach(body, [&] {
    body.Int16();  // request, lowest and highest version
    body.Int16();
    body.Int16();
    body.Tags();
  });
  body.Int32();  // throttle time
  body.Tags([&](std::uint32_t tag, Reader& value) {
    if (tag != kSupported && tag != kFinalized) return;
    ForEach(value, [&] {
      const std::string feature = value.String();
      const std::int16_t first = value.Int16();   // supported: lowest; finalized: highest
      const std::int16_t second = value.Int16();  // the other way round
      value.Tags();
      (tag == kSupported ? levels.supported[feature] = second : levels.finalized[feature] = first);
    });
    value.End();
  });
  body.End();
  return levels;
}

Request AskAddVoter(const std::string& cluster_id, const NewVoter& voter, Duration timeout) {
  constexpr std::int16_t kAddRaftVoter = 80;
  Writer body;
  body.String(cluster_id).Int32(Millis(timeout)).Int32(voter.voter.id);
  body.Uuid(voter.voter.directory[0], voter.voter.directory[1]);
  body.Array(1).String(voter.listener).String(voter.host);
  body.Int16(static_cast<std::int16_t>(voter.port)).NoTags().NoTags();
  return {.api_key = kAddRaftVoter, .version = 0, .body = body.bytes()};
}

Request AskRemoveVoter(const std::string& cluster_id, const Voter& voter) {
  constexpr std::int16_t kRemoveRaftVoter = 81;
  Writer body;
  body.String(cluster_id).Int32(voter.id).Uuid(voter.directory[0], voter.directory[1]).NoTags();
  return {.api_key = kRemoveRaftVoter, .version = 0, .body = body.bytes()};
}

AdminAnswer ReadVoterChange(std::string_view bytes) {
  Reader body(bytes);
  AdminAnswer answer = ReadHead(body);
  body.Tags();
  body.End();
  return answer;
}

Request AskMembers() { return AskQuorum(2); }

QuorumMembers ReadMembers(std::string_view bytes) {
  Reader body(bytes);
  QuorumMembers members;
  members.error = body.Int16();
  body.NullableString();  // message
  ForEach(body, [&] {
    body.String();
    ForEach(body, [&] {
      body.Int32();  // partition 0
      const std::int16_t error = body.Int16();
      if (members.error == kafka_error::kNone) members.error = error;
      body.NullableString();  // message
      members.leader = body.Int32();
      body.Int32();  // epoch, high watermark
      body.Int64();
      ForEach(body, [&] { members.voters.push_back(ReadMember(body)); });
      ForEach(body, [&] { members.observers.push_back(ReadMember(body)); });
      body.Tags();
    });
    body.Tags();
  });
  ForEach(body, [&] {
    body.Int32();  // node
    ForEach(body, [&] {
      body.String();  // listener, host, port
      body.String();
      body.Int16();
      body.Tags();
    });
    body.Tags();
  });
  body.Tags();
  body.End();
  return members;
}

}  // namespace messages
}  // namespace kproof
