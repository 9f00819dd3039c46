#include "harness/client/clients.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/client/wheels.h"
#include "harness/kafka/client_config.h"
#include "tests/unit/client/folder.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string Refused(const std::string& client) {
  try {
    CommandOf(client, "", "/kproof");
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    return error.Full();
  }
}

TEST(ClientKinds, AreInAlphabeticalOrderAndWhole) {
  const auto& kinds = ClientKinds();
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const auto& kind : kinds) {
    EXPECT_FALSE(kind.summary.empty()) << kind.name;
    EXPECT_FALSE(kind.why_not("").has_value()) << kind.name;
    EXPECT_THAT(kind.versions(), testing::Contains(kind.standard)) << kind.name;
  }
  EXPECT_EQ(FindClientKind("librdkafka").name, "librdkafka");
  EXPECT_THROW(FindClientKind("librdkafka2"), Error);
}

TEST(Librdkafka, IsRefusedInVersionsThatNobodyCanFetch) {
  const auto why_not = [](const std::string& version) {
    const auto refusal = FindClientKind("librdkafka").why_not(version);
    return refusal ? refusal->what + "; " + refusal->hint : "";
  };
  EXPECT_EQ(why_not("1.9.2"), "");
  EXPECT_EQ(why_not("2.16.1"),
            "but confluent-kafka 2.16.1 brings librdkafka 2.16.0; write librdkafka@2.16.0");
  EXPECT_THAT(why_not("0.11.6"), HasSubstr("which kproof can't fetch; there are 1.8.2, 1.9.2, "));
}

using Clients = ACache;

TEST_F(Clients, WithoutAVersionRunTheLinkedOneWhereThereIsNoOther) {
  const auto command = CommandOf("librdkafka", "", "/kproof");
  EXPECT_EQ(command.program, "/kproof");
  EXPECT_THAT(command.args, ElementsAre("agent"));
  EXPECT_THAT(command.env, IsEmpty());
  EXPECT_THAT(CommandOf("", "", "/kproof").env, IsEmpty());
}

TEST_F(Clients, OfAVersionAreRunOrRefused) {
  EXPECT_THAT(Refused("librdkafka@1.9.2"),
              HasSubstr("librdkafka 1.9.2 is not in the cache; kproof client fetch"));
  EXPECT_THAT(ClientLacking("librdkafka@1.9.2")->what, HasSubstr("is not in the cache"));
  EXPECT_FALSE(ClientLacking("librdkafka").has_value());
}

TEST_F(Clients, AreNotRunWhereTheirFileIsAnother) {
  Keep("1.9.2", "half a library");
  EXPECT_THAT(Refused("librdkafka@1.9.2"), HasSubstr("is damaged; remove "));
  Keep(FindClientKind("librdkafka").standard, "half a library");
  EXPECT_THAT(Refused("librdkafka"), HasSubstr("is damaged; remove "));
}

// What is fetched may go into a bundle.
TEST_F(Clients, ThatAreDamagedAreNotFetched) {
  Keep("1.9.2", "half a library");
  EXPECT_THROW(FindClientKind("librdkafka").fetch("1.9.2", nullptr), Error);
}

TEST_F(Clients, AreLoadedFromTheFolderThatIsNamed) {
  ::unsetenv("LD_LIBRARY_PATH");
  EXPECT_EQ(CommandOf("librdkafka", "/opt/lib", "/kproof").env.at("LD_LIBRARY_PATH"), "/opt/lib");
  ::setenv("LD_LIBRARY_PATH", "/own", 1);
  EXPECT_EQ(CommandOf("librdkafka", "/opt/lib", "/kproof").env.at("LD_LIBRARY_PATH"),
            "/opt/lib:/own");
  ::unsetenv("LD_LIBRARY_PATH");
}

// Runs go on without the version by default, and people are told; a version that was asked for is
// needed.
TEST_F(Clients, ThatCantBeFetchedAreRefusedLater) {
  MakePython("echo 'ERROR: there is no network'; exit 1");
  const auto sentences = FetchClientsFirst({"librdkafka", "librdkafka@2.3.0"});
  ASSERT_THAT(sentences, SizeIs(1));
  EXPECT_THAT(sentences.front(),
              HasSubstr("can't be fetched: there is no network; clients run " + ClientVersion()));
  EXPECT_THAT(CommandOf("librdkafka", "", "/kproof").env, IsEmpty());
  MakePython("touch " + folder_.File("tried") + "; exit 1");
  EXPECT_THAT(FetchClientsFirst({"librdkafka"}).front(), HasSubstr("could not be fetched lately"));
  EXPECT_FALSE(std::filesystem::exists(folder_.File("tried"))) << "it waits for an hour";
  EXPECT_THAT(Refused("librdkafka@2.3.0"), HasSubstr("can't be fetched: there is no network"));
}

}  // namespace
}  // namespace kproof
