// What the lint says of the settings that a run had.
#include "reports/run_page/checklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A producer that sent to payments, of replication 3.
class Checklist : public ::testing::Test {
 protected:
  Checklist() : path_(folder_.File("audit.db")), writer_(StoreWriter::Create(path_)) {
    writer_->SetRun(run_key::kVersionKafka, "4.3.1");
    writer_->SetRun(run_key::kVersionClient, "librdkafka 2.0.2");
    writer_->AddTopic({"main", "payments", 1, 3});
    writer_->OpenActor({"checkout-0", "main", ActorKind::kProducer, "", "", 1}, 0);
    writer_->PutStream("checkout-0", {"main", 1, 0, "payments", 0}, 12);
    Set("topic", "payments", "min.insync.replicas", "2", "DYNAMIC_TOPIC_CONFIG");
  }
  void Set(const std::string& scope, const std::string& subject, const std::string& key,
           const std::string& value, const std::string& origin) {
    SettingFact fact;
    fact.scope = scope;
    fact.subject = subject;
    fact.key = key;
    fact.value = value;
    fact.origin = origin;
    writer_->Add(fact);
  }
  // "must: acks-1, producer checkout-0 acks=1"
  std::vector<std::string> Lines() {
    writer_.reset();
    std::vector<std::string> lines;
    for (const auto& line : ChecklistOf(*StoreReader::Open(path_)))
      lines.push_back(line.severity + ": " + line.rule + ", " + line.of + " " + line.setting + "=" +
                      line.value);
    return lines;
  }

  TemporaryFolder folder_;
  const std::string path_;
  std::unique_ptr<StoreWriter> writer_;
};

TEST_F(Checklist, NamesWhatARuleAdvisesAgainst) {
  Set("producer", "checkout-0", "acks", "1", "scenario");
  const auto lines = Lines();
  EXPECT_THAT(lines, Contains("must: acks-1, producer checkout-0 acks=1"));
  EXPECT_THAT(lines.front(), HasSubstr("must: ")) << "the worst first";
}

TEST_F(Checklist, NamesOnceWhatSeveralHave) {
  writer_->OpenActor({"checkout-1", "main", ActorKind::kProducer, "", "", 2}, 0);
  writer_->PutStream("checkout-1", {"main", 2, 0, "payments", 0}, 12);
  for (const char* producer : {"checkout-0", "checkout-1"})
    Set("producer", producer, "acks", "1", "scenario");
  EXPECT_THAT(Lines(), Contains("must: acks-1, producer checkout-0, checkout-1 acks=1"));
}

TEST_F(Checklist, DoesNotNameWhatIsAsItShouldBe) {
  Set("producer", "checkout-0", "acks", "all", "scenario");
  EXPECT_THAT(Lines(), Not(Contains(HasSubstr("acks"))));
}

TEST_F(Checklist, LooksAtTheTopicThatIsSentTo) {
  Set("producer", "checkout-0", "acks", "all", "scenario");
  Set("topic", "payments", "unclean.leader.election.enable", "true", "DYNAMIC_TOPIC_CONFIG");
  EXPECT_THAT(Lines(), Contains(HasSubstr("topic payments unclean.leader.election.enable=true")));
}

TEST_F(Checklist, SaysNothingOfProducersWhoseSettingsAreNotKnown) {
  EXPECT_THAT(Lines(), IsEmpty());
}

}  // namespace
}  // namespace kproof
