// kproof certify as a user calls it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/base/temporary_folder.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> LintOf(std::vector<std::string> more) {
  std::vector<std::string> words = {"certify", "--lint-only", "--topic", "payments"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const std::vector<std::string> kSafe = {
    "--defaults", "java", "--replication", "3", "--topic-setting", "min.insync.replicas=2"};

std::vector<std::string> Safe(std::vector<std::string> more = {}) {
  more.insert(more.end(), kSafe.begin(), kSafe.end());
  return LintOf(more);
}

TEST(CertifyVerb, RefusesUnsafeSettingsWithThePlaceOfEach) {
  const TemporaryFolder folder;
  const auto file = WriteText(folder.File("p.properties"),
                              "bootstrap.servers=a:9092\n\nacks=1\nbuffer.memory=1000000\n");
  const auto called = Call(LintOf({"--producer-config", file, "--replication", "3"}));
  EXPECT_EQ(called.code, 6) << called.err;
  EXPECT_THAT(called.out,
              HasSubstr("topic payments: refused: 2 rules of severity must are broken: "));
  EXPECT_THAT(called.out, HasSubstr("must: acks-1 (confidence high)"));
  EXPECT_THAT(called.out, HasSubstr("producer acks=1 ("));
  EXPECT_THAT(called.out, HasSubstr("p.properties:3)"));
}

TEST(CertifyVerb, PassesSafeSettingsAndClaimsNoMore) {
  const auto called = Call(Safe({"--json"}));
  EXPECT_EQ(called.code, 0) << called.err;
  const auto certificate = nlohmann::json::parse(called.out);
  EXPECT_EQ(certificate["verdict"], "inconclusive");
  EXPECT_EQ(certificate["reason"], "nothing is refused, and nothing was run");
  EXPECT_EQ(certificate["guarantees"][0]["promised"], true);
  EXPECT_EQ(certificate["guarantees"][0]["trials"], 0);
  EXPECT_EQ(called.out, Call(Safe({"--json"})).out);
}

TEST(CertifyVerb, WritesTheCommandThatMakesItAgain) {
  const auto command = [](std::vector<std::string> more) {
    return nlohmann::json::parse(Call(Safe(std::move(more))).out)["command"].get<std::string>();
  };
  const std::string again =
      "kproof certify --topic payments --topic-setting min.insync.replicas=2 --replication 3 "
      "--defaults java";
  EXPECT_EQ(command({"--json"}), again + " --lint-only");
  EXPECT_EQ(command({"--json", "--require", "no-loss,order", "--failure", "stop", "--failure",
                     "none", "--quiet"}),
            again + " --require no-loss,order --failure stop --failure none --lint-only");
  const auto secret = command({"--json", "--producer", "ssl.key.password=hunter2"});
  EXPECT_THAT(secret, HasSubstr("--producer 'ssl.key.password=[redacted]'"));
  EXPECT_EQ(secret.find("hunter2"), std::string::npos);
}

TEST(CertifyVerb, ItsCertificateHasReports) {
  const TemporaryFolder folder;
  const auto file = WriteText(folder.File("certificate.json"), Call(Safe({"--json"})).out);
  for (const auto& path : {file, std::filesystem::path(file).parent_path().string()}) {
    EXPECT_THAT(Call({"report", path}).out, testing::StartsWith("<!DOCTYPE html>"));
    EXPECT_EQ(Call({"report", path, "--format", "md"}).out, Call(Safe({"--format", "md"})).out);
    EXPECT_EQ(nlohmann::json::parse(Call({"report", path, "--format", "json"}).out),
              nlohmann::json::parse(Call(Safe({"--json"})).out));
  }
  EXPECT_EQ(Call({"report", file, "--format", "junit"}).code, 64);
  EXPECT_EQ(Call({"report", file, "--output", file, "--force"}).code, 64) << "it is read";
  WriteText(file, R"({"what": "kproof certificate", "schema": 9})");
  EXPECT_THAT(Call({"report", file}).err, HasSubstr("has schema 9, and this kproof reads schema"));
}

TEST(CertifyVerb, AsksForWhatIsRequired) {
  EXPECT_EQ(
      Call(Safe({"--require", "no-loss,order", "--producer", "enable.idempotence=false"})).code, 6);
  EXPECT_EQ(Call(Safe({"--require", "no-loss", "--producer", "enable.idempotence=false"})).code, 0);
  EXPECT_EQ(Call(Safe({"--failure", "power-loss", "--nodes", "2"})).code, 6);
  EXPECT_EQ(Call(Safe({"--failure", "power-loss", "--nodes", "3"})).code, 6);
  EXPECT_EQ(
      Call(Safe({"--failure", "power-loss", "--nodes", "3", "--topic-setting", "flush.messages=1"}))
          .code,
      0);
  // The client's own version decides whether its defaults are known.
  EXPECT_EQ(Call(Safe({"--client-version", "2.8.2", "--producer", "acks=all", "--require",
                       "no-duplicates"}))
                .code,
            2);
}

TEST(CertifyVerb, WritesSarifBesideTheText) {
  const TemporaryFolder folder;
  const auto file = folder.File("lint.sarif");
  for (int time = 0; time < 2; ++time) {
    const auto called = Call(Safe({"--sarif", file, "--producer", "acks=1"}));
    EXPECT_EQ(called.code, 6) << called.err;
    EXPECT_THAT(called.out, HasSubstr("refused"));
  }
  std::ifstream written(file);
  const std::string text{std::istreambuf_iterator<char>(written), {}};
  EXPECT_EQ(nlohmann::json::parse(text)["runs"][0]["results"][0]["ruleId"], "acks-1");
  const auto to_stdout = Call(Safe({"--sarif", "-"}));
  EXPECT_EQ(nlohmann::json::parse(to_stdout.out)["version"], "2.1.0");
  EXPECT_EQ(Call(Safe({"--sarif", "-", "--json"})).code, 64);
}

TEST(CertifyVerb, ReplacesNoInputAndNothingOfOthers) {
  const TemporaryFolder folder;
  const auto input = WriteText(folder.File("p.properties"), "acks=all\n");
  EXPECT_EQ(Call(Safe({"--producer-config", input, "--sarif", input, "--force"})).code, 64);
  const auto other = WriteText(folder.File("notes.txt"), "mine\n");
  EXPECT_EQ(Call(Safe({"--sarif", other})).code, 64);
  EXPECT_EQ(Call(Safe({"--sarif", other, "--force"})).code, 0);
}

TEST(CertifyVerb, TakesSettingsAsTheyAreDeployed) {
  const std::string examples = KPROOF_SOURCE_DIR "/docs/examples/deployed/";
  const auto ask = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--defaults", "java", "--json"});
    return Call(LintOf(more));
  };
  const auto strimzi = ask({"--broker-config", examples + "strimzi.yaml"});
  EXPECT_EQ(strimzi.code, 6) << strimzi.err;
  const auto certificate = nlohmann::json::parse(strimzi.out);
  EXPECT_EQ(certificate["settings"]["topic"]["min.insync.replicas"]["origin"],
            examples + "strimzi.yaml:46");
  EXPECT_EQ(certificate["settings"]["topic"]["replication.factor"]["value"], "3");
  EXPECT_EQ(certificate["valid_for"]["kafka"], "4.1.0");
  EXPECT_THAT(certificate["not_tested"].dump(), HasSubstr("spec.kafka.listeners is the operator"));
  for (const auto* file : {"kafka-configs.txt", "kafka-topics.txt"}) {
    const auto called = ask({"--topic-config", examples + file, "--replication", "3"});
    EXPECT_EQ(called.code, 0) << called.out << called.err;
  }
  const auto environment = ask({"--broker-config", examples + "kafka.env", "--broker-config",
                                examples + "server.properties"});
  EXPECT_EQ(environment.code, 64) << "they disagree";
  for (const auto* file : {"kafka.env", "server.properties"}) {
    const auto called = ask({"--broker-config", examples + file});
    EXPECT_EQ(called.code, 0) << called.err;
    EXPECT_THAT(
        nlohmann::json::parse(called.out)["settings"]["topic"]["min.insync.replicas"]["origin"]
            .dump(),
        HasSubstr(std::string("the brokers' min.insync.replicas, ") + examples + file));
  }
  EXPECT_EQ(ask({"--topic-form", "strimzi"}).code, 64) << "without a file";
  EXPECT_THAT(ask({"--topic-config", examples + "strimzi.yaml", "--topic-form", "yaml"}).err,
              HasSubstr("--topic-form"));
  std::vector<std::string> other = {"certify", "--lint-only",    "--topic",
                                    "nowhere", "--topic-config", examples + "kafka-configs.txt"};
  EXPECT_THAT(Call(other).err, HasSubstr("there is no topic 'nowhere' in it"));
}

TEST(CertifyVerb, RunsNothingForSettingsThatAreRefused) {
  const auto called = Call({"certify", "--topic", "payments", "--defaults", "java"});
  EXPECT_EQ(called.code, 6) << "one replica, by Kafka's default";
  EXPECT_THAT(called.out, HasSubstr("topic payments: refused:"));
}

TEST(CertifyVerb, SaysBeforeItStartsWhatTrialsItTakes) {
  std::vector<std::string> words = {"certify", "--topic", "payments", "--dry-run"};
  words.insert(words.end(), kSafe.begin(), kSafe.end());
  const auto called = Call(words);
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_THAT(called.err, HasSubstr(" faults and "));
  EXPECT_THAT(called.out, HasSubstr("fault=faults/leader-kill, settings=given: expected: pass"));
  // Those that any machine can run.
  words.insert(words.end(), {"--failure", "crash", "--failure", "stop"});
  EXPECT_THAT(Call(words).err,
              HasSubstr("3 faults and 0 controls, 42 trials, about 10 min at 15 s each"));
  words.insert(words.end(), {"--per-trial", "0.05"});
  EXPECT_THAT(Call(words).err, HasSubstr("177 trials"));
}

TEST(CertifyVerb, VerifiesThatSettingsAreThoseOfACertificate) {
  const TemporaryFolder folder;
  const auto today = nlohmann::json::parse(Call(Safe({"--json"})).out);
  const auto write = [&](const std::string& verdict) {
    auto written = today;
    written["verdict"] = verdict;
    return WriteText(folder.File("c.json"), written.dump());
  };
  std::vector<std::string> words = {"certify", "--topic", "payments", "--verify",
                                    write("certified")};
  words.insert(words.end(), kSafe.begin(), kSafe.end());
  EXPECT_EQ(Call(words).code, 0);
  EXPECT_THAT(Call(words).out, HasSubstr("these settings are the same"));
  words.insert(words.end(), {"--producer", "acks=1", "--producer", "enable.idempotence=false"});
  EXPECT_EQ(Call(words).code, 6);
  EXPECT_THAT(Call(words).out, HasSubstr("these settings are others"));
  write("inconclusive");
  words.resize(words.size() - 4);
  EXPECT_EQ(Call(words).code, 2);
}

TEST(CertifyVerb, PrintsTheFormThatIsAsked) {
  EXPECT_THAT(Call(Safe({"--format", "md"})).out, HasSubstr("# Topic payments: inconc"));
  EXPECT_EQ(Call(Safe({"--format", "json"})).out, Call(Safe({"--json"})).out);
  EXPECT_EQ(Call(Safe({"--format", "text"})).out, Call(Safe()).out);
  EXPECT_EQ(Call(Safe({"--format", "html"})).code, 64);
  EXPECT_EQ(Call(Safe({"--format", "md", "--json"})).code, 64);
}

TEST(CertifyVerb, SaysWhyARunningClusterCantBeRead) {
  const auto ask = [](std::vector<std::string> more) {
    std::vector<std::string> words = {"certify", "--topic", "payments", "--defaults", "java"};
    words.insert(words.end(), more.begin(), more.end());
    return Call(words);
  };
  const auto nobody = ask({"--bootstrap-server", "127.0.0.1:1"});
  EXPECT_EQ(nobody.code, 4);
  EXPECT_THAT(nobody.err, HasSubstr("--bootstrap-server 127.0.0.1:1 does not answer: "));
  EXPECT_THAT(ask({"--bootstrap-server", "broker"}).err, HasSubstr("'broker' is no address"));
  EXPECT_EQ(ask({"--bootstrap-server", "a:0"}).code, 64);
  const auto secure = ask(
      {"--bootstrap-server", "127.0.0.1:1", "--command-property", "security.protocol=SASL_SSL"});
  EXPECT_EQ(secure.code, 4);
  EXPECT_THAT(secure.err, HasSubstr("security.protocol is SASL_SSL, and certify asks in plain"));
  EXPECT_EQ(ask({"--command-property", "security.protocol=PLAINTEXT"}).code, 64);
  EXPECT_EQ(ask({"--bootstrap-server", "a:1", "--broker-config", "x"}).code, 64);
  EXPECT_THAT(ask({"--bootstrap-server", "a:1", "--lint-only"}).err,
              HasSubstr("--lint-only asks no broker"));
}

TEST(CertifyVerb, AdvisesTheSmallestChangeAndTriesItWhereThatIsAsked) {
  const auto refused = Call(Safe({"--producer", "acks=1", "--json"}));
  EXPECT_EQ(refused.code, 6);
  const auto advice = nlohmann::json::parse(refused.out)["advice"];
  EXPECT_EQ(advice.dump(),
            R"({"changes":[{"scope":"producer","setting":"acks","value":"all"}],"taken":false})");
  EXPECT_TRUE(nlohmann::json::parse(Call(Safe({"--json"})).out)["advice"].is_null());
  std::vector<std::string> words = {"certify",    "--topic", "payments",  "--dry-run",
                                    "--producer", "acks=1",  "--failure", "crash"};
  words.insert(words.end(), kSafe.begin(), kSafe.end());
  EXPECT_EQ(Call(words).code, 6);
  words.emplace_back("--try-advice");
  const auto tried = Call(words);
  EXPECT_EQ(tried.code, 0);
  EXPECT_THAT(tried.err, HasSubstr("refused as it is: 1 rule of severity must is broken: acks-1; "
                                   "no-loss is not promised"));
  EXPECT_THAT(tried.out, HasSubstr("fault=faults/leader-kill, settings=given: expected: pass"));
}

TEST(CertifyVerb, RefusesWhatItCantAnswer) {
  EXPECT_EQ(Call({"certify", "--lint-only"}).code, 64);
  const auto guarantee = Call(Safe({"--require", "no-los"}));
  EXPECT_EQ(guarantee.code, 64);
  EXPECT_THAT(guarantee.err, HasSubstr("did you mean 'no-loss'"));
  EXPECT_EQ(Call(Safe({"--require", "at-least-once"})).code, 64);
  EXPECT_THAT(Call(Safe({"--outage", "30"})).err, HasSubstr("--outage '30' is not a time"));
  EXPECT_THAT(Call(Safe({"--client-version", "new"})).err, HasSubstr("is not a version"));
  EXPECT_EQ(Call(Safe({"--client-version", "2."})).code, 64);
  EXPECT_THAT(Call(LintOf({"--producer", "acks=all"})).err, HasSubstr("say --defaults java or"));
  EXPECT_THAT(Call(Safe({"--producer", "acsk=all"})).err, HasSubstr("did you mean 'acks'"));
}

}  // namespace
}  // namespace kproof
