// What is given, by whose client, with which defaults and from where: the subject of the lint.
#include "harness/run/lint_subject.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/run/declared_settings.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

LintQuestion Asked(std::vector<PlacedProperty> producer, const std::string& defaults = "java") {
  LintQuestion question;
  question.topic = "payments";
  question.kafka = "4.3.1";
  question.defaults = defaults;
  question.producer = std::move(producer);
  return question;
}

std::string ValueIn(const LintQuestion& question, SettingScope scope, const std::string& key) {
  const auto subject = LintSubjectOf(question);
  const auto* setting = subject.Find(scope, key);
  return setting == nullptr ? "–" : setting->value + " (" + setting->origin + ")";
}

std::string OfProducer(const LintQuestion& question, const std::string& key) {
  return ValueIn(question, SettingScope::kProducer, key);
}

std::string WhyRefused(const LintQuestion& question) {
  try {
    LintSubjectOf(question);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
}

TEST(LintSubjectOf, SaysWhereEachValueOfAClientComesFrom) {
  const auto java = Asked({{"acks", "-1", "p.properties:3"}});
  EXPECT_EQ(OfProducer(java, "acks"), "all (p.properties:3)");
  EXPECT_EQ(OfProducer(java, "linger.ms"), "5 (default of Java's client 4.3)");
  const auto library = Asked({{"queue.buffering.max.ms", "7", "p.properties:1"}}, "");
  EXPECT_EQ(OfProducer(library, "linger.ms"), "7 (p.properties:1)");
  EXPECT_THAT(OfProducer(library, "enable.idempotence"),
              testing::StartsWith("false (default of librdkafka 2.1"));
}

TEST(LintSubjectOf, HasTheDefaultsOfTheVersion) {
  auto question = Asked({{"acks", "all", "f:1"}});
  question.client_version = "3.9.1";
  EXPECT_EQ(OfProducer(question, "linger.ms"), "0 (default of Java's client 3.9)");
  question.client_version = "2.8.0";
  EXPECT_EQ(OfProducer(question, "linger.ms"), "–");
  EXPECT_EQ(OfProducer(question, "acks"), "all (f:1)");
  EXPECT_THAT(
      LintSubjectOf(question).not_looked_at,
      testing::Contains(HasSubstr("the defaults of Java's client 2.8.0 are not known (3.3 is")));
  question.client_version = "9.0";
  EXPECT_EQ(OfProducer(question, "linger.ms"), "5 (default of Java's client 4.3)");
}

// What the clients change of what nobody asked for.
TEST(LintSubjectOf, FollowsWhatClientsMakeOfTheirSettings) {
  const std::string key = "enable.idempotence";
  EXPECT_EQ(OfProducer(Asked({{"acks", "1", "f:1"}}), key),
            "false (Java's client, because acks=1)");
  EXPECT_EQ(OfProducer(Asked({{"retries", "0", "f:1"}}), key),
            "false (Java's client, because retries=0)");
  auto many = Asked({{"max.in.flight.requests.per.connection", "6", "f:1"}});
  EXPECT_THAT(OfProducer(many, key), HasSubstr("true (default"));
  many.client_version = "3.9.0";
  EXPECT_THAT(OfProducer(many, key), HasSubstr("false (Java's client, because more than 5"));
  EXPECT_EQ(OfProducer(Asked({{"request.timeout.ms", "200000", "f:1"}}), "delivery.timeout.ms"),
            "200005 (Java's client, raised to linger.ms + request.timeout.ms)");
  const auto transactions = Asked({{"transactional.id", "a", "f:1"}}, "librdkafka");
  EXPECT_EQ(OfProducer(transactions, key), "true (librdkafka, because transactional.id is given)");
  EXPECT_EQ(OfProducer(transactions, "delivery.timeout.ms"),
            "60000 (librdkafka, because transactional.id is given)");
  EXPECT_EQ(OfProducer(transactions, "max.in.flight.requests.per.connection"),
            "5 (librdkafka, because enable.idempotence=true)");
  // What is given stays, whatever a client would say to it.
  EXPECT_EQ(OfProducer(Asked({{"acks", "1", "f:1"}, {key, "true", "f:2"}}), key), "true (f:2)");
}

TEST(LintSubjectOf, RecognisesTheClient) {
  EXPECT_EQ(LintSubjectOf(Asked({{"key.serializer", "x", "f:1"}}, "")).producer.kind, "java");
  EXPECT_EQ(LintSubjectOf(Asked({{"message.timeout.ms", "1000", "f:1"}}, "")).producer.kind,
            "librdkafka");
  EXPECT_THAT(WhyRefused(Asked({{"acks", "all", "f:1"}}, "")), HasSubstr("say --defaults java or"));
  EXPECT_THAT(
      WhyRefused(Asked({{"message.timeout.ms", "1", "f:4"}, {"key.serializer", "x", "f:7"}}, "")),
      HasSubstr("f:7: 'key.serializer' is a setting of Java's client, and f:4: "
                "'message.timeout.ms' one of librdkafka"));
  EXPECT_THAT(WhyRefused(Asked({{"message.timeout.ms", "1", "f:4"}})),
              HasSubstr("f:4: 'message.timeout.ms' is a setting of librdkafka, and --defaults says "
                        "java"));
}

TEST(LintSubjectOf, RefusesWhatNobodyWouldTake) {
  EXPECT_THAT(WhyRefused(Asked({{"acsk", "all", "f:2"}})),
              HasSubstr("f:2: neither client has a setting 'acsk'; did you mean 'acks'"));
  EXPECT_THAT(WhyRefused(Asked({{"acks", "2", "f:2"}})),
              HasSubstr("f:2: acks is '2', which Java's"));
  EXPECT_THAT(WhyRefused(Asked({{"acks", "2", "f:2"}}, "librdkafka")), HasSubstr("all, 1 or 0"));
  EXPECT_THAT(WhyRefused(Asked({{"linger.ms", "x", "f:2"}})), HasSubstr("write a whole number"));
  EXPECT_THAT(WhyRefused(Asked({{"socket.timeout.ms", "5", "f:2"}}, "librdkafka")),
              HasSubstr("a whole number from 10 to 300000"));
  EXPECT_THAT(WhyRefused(Asked({{"made.up.entirely.by.us", "1", "f:2"}}, "librdkafka")),
              HasSubstr("neither client has a setting"));
  EXPECT_THAT(
      WhyRefused(Asked({{"linger.ms", "1", "f:1"}, {"queue.buffering.max.ms", "2", "f:2"}}, "")),
      HasSubstr("f:2: 'queue.buffering.max.ms' is given twice, here and by another name in f:1"));
  auto question = Asked({});
  question.topic_settings = {{"min.insync.replicas", "0", "t:1"}};
  EXPECT_THAT(WhyRefused(question),
              HasSubstr("t:1: min.insync.replicas is '0', which Kafka 4.3.1"));
  question.topic_settings = {{"min.insync.replica", "1", "t:1"}};
  EXPECT_THAT(WhyRefused(question), HasSubstr("t:1: unknown topic setting"));
  question.topic_settings = {};
  question.broker = {{"transaction.version", "two", "b:1"}};
  EXPECT_THAT(WhyRefused(question), HasSubstr("write its level"));
  question.broker = {};
  question.kafka = "9.9";
  EXPECT_THAT(WhyRefused(question), HasSubstr("settings of Kafka '9.9' are not known"));
}

TEST(LintSubjectOf, NamesWhatItCanNotJudge) {
  auto question = Asked({{"my.interceptor.topic", "x", "p:1"}, {"group.id", "g", "p:2"}});
  question.broker = {{"zookeeper.connect", "a:2181", "b:1"}};
  const auto sentences = LintSubjectOf(question).not_looked_at;
  EXPECT_THAT(sentences,
              testing::Contains(HasSubstr("my.interceptor.topic (p:1) is no setting of Kafka")));
  EXPECT_THAT(sentences,
              testing::Contains(HasSubstr("group.id (p:2) is no setting of this client")));
  EXPECT_THAT(sentences,
              testing::Contains(HasSubstr("zookeeper.connect (b:1) is no setting of Kafka 4.3.1: "
                                          "Kafka 3.9 was the last that had it")));
}

TEST(LintSubjectOf, ATopicFollowsItsBrokers) {
  auto question = Asked({});
  const auto of_topic = [&](const std::string& key) {
    return ValueIn(question, SettingScope::kTopic, key);
  };
  EXPECT_EQ(of_topic("retention.ms"), "604800000 (default of Kafka 4.3)");
  EXPECT_EQ(of_topic("replication.factor"),
            "1 (default of Kafka 4.3 for topics that are made without --replication)");
  question.broker = {{"log.retention.hours", "2", "b:1"},
                     {"default.replication.factor", "3", "b:2"}};
  EXPECT_EQ(of_topic("retention.ms"), "7200000 (the brokers' log.retention.hours, b:1)");
  EXPECT_EQ(of_topic("replication.factor"), "3 (the brokers' default.replication.factor, b:2)");
  question.broker.push_back({"log.retention.minutes", "3", "b:3"});
  EXPECT_EQ(of_topic("retention.ms"), "180000 (the brokers' log.retention.minutes, b:3)");
  question.broker.push_back({"log.retention.ms", "-1", "b:4"});
  EXPECT_EQ(of_topic("retention.ms"), "-1 (the brokers' log.retention.ms, b:4)");
  question.topic_settings = {{"retention.ms", "5", "t:1"}};
  question.replication = 2;
  EXPECT_EQ(of_topic("retention.ms"), "5 (t:1)");
  EXPECT_EQ(of_topic("replication.factor"), "2 (--replication)");
}

// A broker of which nothing is given has no values: they are not known to be the defaults.
TEST(LintSubjectOf, BrokersAreKnownOnceSomethingOfThemIsGiven) {
  auto question = Asked({});
  EXPECT_FALSE(LintSubjectOf(question).brokers_known);
  EXPECT_EQ(ValueIn(question, SettingScope::kBroker, "broker.session.timeout.ms"), "–");
  question.broker = {{"eligible.leader.replicas.version", "1", "b:1"}};
  EXPECT_TRUE(LintSubjectOf(question).brokers_known);
  EXPECT_EQ(ValueIn(question, SettingScope::kBroker, "broker.session.timeout.ms"),
            "9000 (default of Kafka 4.3)");
  question.broker = {};
  question.kafka = "3.9.1";
  EXPECT_EQ(ValueIn(question, SettingScope::kBroker, "eligible.leader.replicas.version"),
            "0 (Kafka 3.9 has no ELR)");
}

TEST(LintSubjectOf, NeverShowsASecret) {
  const auto question = Asked({{"sasl.jaas.config", "secret", "f:1"}});
  EXPECT_EQ(OfProducer(question, "sasl.jaas.config"), "[redacted] (f:1)");
  EXPECT_THAT(WhyRefused(Asked({{"ssl.keystore.password", "x", "f:1"}, {"acks", "9", "f:2"}})),
              testing::Not(HasSubstr("x'")));
}

// `kproof promise` asks the clients themselves, and the lint goes by tables.
TEST(LintSubjectOf, FindsTheValuesThatPromisesAreAskedFor) {
  const std::vector<SettingMap> given = {
      {},
      {{"acks", "1"}},
      {{"acks", "-1"}},
      {{"retries", "0"}},
      {{"enable.idempotence", "true"}},
      {{"enable.idempotence", "false"}, {"max.in.flight.requests.per.connection", "9"}},
      {{"delivery.timeout.ms", "40000"}},
  };
  for (const std::string defaults : {"java", "librdkafka"})
    for (const auto& settings : given) {
      DeclaredSettings declared;
      declared.defaults = defaults;
      declared.kafka = "4.3.1";
      declared.producer = settings;
      std::vector<PlacedProperty> properties;
      for (const auto& [key, value] : settings) properties.push_back({key, value, "f:1"});
      const auto subject = LintSubjectOf(Asked(properties, defaults));
      int compared = 0;
      for (const auto& fact : FactsOf(declared).facts)
        for (const char* key : {"acks", "enable.idempotence", "retries", "delivery.timeout.ms",
                                "max.in.flight.requests.per.connection"}) {
          if (fact.scope != "producer" || fact.key != key) continue;
          ++compared;
          const bool all = fact.key == "acks" && fact.value == "-1";  // as it was given
          EXPECT_TRUE(subject.Is(SettingScope::kProducer, key, all ? "all" : fact.value))
              << defaults << " " << key << "=" << fact.value;
        }
      EXPECT_EQ(compared, 5);
    }
}

TEST(PlacedProperties, KnowTheirLines) {
  const auto properties =
      ReadPlacedProperties("", {"acks=all", "acks=1"}, {"--producer-config", "--producer"});
  ASSERT_EQ(properties.size(), 1U);
  EXPECT_EQ(properties[0].value, "1");
  EXPECT_EQ(properties[0].place, "--producer");
  const auto lines = ParsePlacedProperties("p", "# comment\nb=1\n\na=2 \\\n  3\nc=4\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].place, "p:2");
  EXPECT_EQ(lines[1].place, "p:4");
  EXPECT_EQ(lines[2].place, "p:6");
}

}  // namespace
}  // namespace kproof
