// A certificate for people: what certificate.json says comes back whole, stands on one sheet, and
// nothing in it is markup.
#include "reports/certificate_page/certificate_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "audit/lint/certify.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "reports/certificate_json.h"
#include "reports/certificate_page/words.h"
#include "reports/frame/frame.h"
#include "tests/unit/lint/subjects.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Certificate LintedAs(const std::string& line) {
  auto certificate =
      CertifyBySettings(SubjectIn(line), {{"no-loss"}, {UsualFailures(), 1, {}}, "0.1.0"});
  certificate.command = "kproof certify --topic payments";
  return certificate;
}

// With a fault that was tried, and its control.
Certificate Tried() {
  auto certificate = LintedAs("producer acks=all");
  certificate.verdict = CertificateVerdict::kCertified;
  certificate.reason = "what is required is promised, and held in every trial";
  certificate.bound = {0.95, 0.2};
  certificate.first_started = "2026-11-30T18:00:00Z";
  certificate.last_started = "2026-11-30T18:40:00Z";
  certificate.clients = {"java 4.3.1, librdkafka 2.16.0"};
  certificate.tried = {
      {.fault = "faults/followers-frozen",
       .unsafe = "",
       .must_show = "",
       .verdicts = {{"pass", 14}},
       .at_stake = 1'400,
       .seeds = std::vector<std::uint64_t>(14, 7)},
      {.fault = "faults/followers-frozen",
       .unsafe = "acks=1, enable.idempotence=false",
       .must_show = "lost",
       .verdicts = {{"unprotected", 3}},
       .found = {{"lost", 3}},
       .seeds = {7, 8, 9}},
  };
  auto& no_loss = certificate.guarantees.front();
  no_loss.trials = 14;
  no_loss.scenarios = {"faults/followers-frozen"};
  no_loss.per_trial_upper = 0.193;
  return certificate;
}

CertificatePage PageOf(const Certificate& certificate) {
  return ParseCertificatePage(CertificateFile(certificate), "c.json");
}

std::string HtmlOf(const Certificate& certificate) { return ToHtml(PageOf(certificate)); }
std::string MarkdownOf(const Certificate& certificate) { return ToMarkdown(PageOf(certificate)); }

// What stands on the sheet of paper.
std::string SheetOf(const std::string& html) {
  const auto begin = html.find("<article class=\"sheet\"");
  return html.substr(begin, html.find("<article class=\"annex\"") - begin);
}

std::size_t Times(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++times;
  return times;
}

// A certificate in which every text from outside is this one, and every list long.
Certificate FullOf(const std::string& text) {
  auto certificate = LintedAs("producer acks=0; broker log.cleaner.enable=false");
  certificate.topic = certificate.reason = certificate.command = certificate.fingerprint = text;
  certificate.cluster_id = text;
  certificate.kproof = certificate.subject.kafka = text;
  certificate.subject.producer = certificate.subject.consumer = {text, text};
  certificate.not_tested.assign(100, text);
  for (auto& finding : certificate.lint) finding.value = finding.origin = text;
  certificate.lint.resize(50, certificate.lint.front());
  for (auto& guarantee : certificate.guarantees) {
    guarantee.why = guarantee.rule = text;
    guarantee.scenarios.assign(20, text);
    guarantee.trials = guarantee.observed = 123'456;
    guarantee.per_trial_upper = 0.123456;
  }
  certificate.guarantees.resize(20, certificate.guarantees.front());
  for (auto& [name, setting] : certificate.subject.settings) setting.value = setting.origin = text;
  certificate.advice.assign(5, {SettingScope::kProducer, text, text});
  certificate.bound = {0.95, 0.2};
  certificate.first_started = certificate.last_started = text;
  certificate.clients = {text, text + "2"};
  const TriedFault control{.fault = text,
                           .unsafe = text,
                           .must_show = text,
                           .verdicts = {{text, 1}},
                           .found = {{text, 1}},
                           .seeds = {1}};
  certificate.tried.assign(30, control);
  return certificate;
}

TEST(CertificatePage, HasWhatTheFileSays) {
  const auto page = PageOf(Tried());
  EXPECT_EQ(page.topic, "payments");
  EXPECT_EQ(page.verdict, CertificateVerdict::kCertified);
  EXPECT_EQ(page.kafka, "4.3.1");
  EXPECT_THAT(page.producer, StartsWith("java"));
  EXPECT_EQ(page.consumer, "");
  EXPECT_EQ(page.clients, (std::vector<std::string>{"java 4.3.1, librdkafka 2.16.0"}));
  EXPECT_THAT(HtmlOf(Tried()), HasSubstr("sent and read with java 4.3.1, librdkafka 2.16.0"));
  EXPECT_EQ(page.command, "kproof certify --topic payments");
  EXPECT_EQ(page.guarantees.size(), Tried().guarantees.size());
  EXPECT_EQ(page.guarantees.front().per_trial_upper, 0.193);
  ASSERT_EQ(page.tried.size(), 2u);
  EXPECT_FALSE(page.tried[0].is_control());
  EXPECT_EQ(page.tried[1].seeds, (std::vector<std::uint64_t>{7, 8, 9}));
  std::size_t settings = 0;
  const auto json = CertificateJson(Tried());
  for (const auto& of : json["settings"]) settings += of.size();
  EXPECT_EQ(page.settings.size(), settings);
}

TEST(CertificatePage, TheSheetAnswers) {
  const auto sheet = SheetOf(HtmlOf(Tried()));
  for (const char* answer :
       {"CERTIFIED", "what is required is promised, and held in every trial.", "sha256:",
        "Kafka 4.3.1, producer java", "14 trials of 1 fault with these settings, 3 of 1 control",
        "2026-11-30T18:00:00Z to 2026-11-30T18:40:00Z",
        "<th scope=\"row\">no-loss</th><td>required",
        "14 trials of 1 fault</td><td class=\"plain\">0 trials</td><td>more than 0.19 of trials<",
        "faults/followers-frozen</th><td>acks=1, enable.idempotence=false</td>",
        "✔</span> lost in 3 of 3 trials", "kproof certify --topic payments</code>"})
    EXPECT_THAT(sheet, HasSubstr(answer));
}

TEST(CertificatePage, OfRefusedSettingsTheSheetHasTheLinesThatMendThem) {
  auto certificate = LintedAs("producer acks=1");
  certificate.advice = {{SettingScope::kProducer, "acks", "all"}};
  const auto html = HtmlOf(certificate);
  const auto sheet = SheetOf(html);
  EXPECT_THAT(sheet, HasSubstr("REFUSED"));
  EXPECT_THAT(sheet,
              HasSubstr("<td>must</td><td>producer acks: 1 (example)</td><td><code>acks=all"));
  EXPECT_THAT(sheet, HasSubstr("Advice:</b> producer acks=all: with that nothing is refused"));
  EXPECT_THAT(sheet, HasSubstr("none: nothing was run"));
  EXPECT_THAT(sheet, HasSubstr("nothing shows that a loss would have been seen"));
  EXPECT_THAT(html, HasSubstr("must: acks-1"));
  EXPECT_THAT(html, HasSubstr("durability/leader-kill-acks1 breaks (10 of 10 runs)"));
}

TEST(CertificatePage, AControlThatShowedNothingIsMarked) {
  auto certificate = Tried();
  certificate.tried[1].found.clear();
  EXPECT_THAT(SheetOf(HtmlOf(certificate)),
              HasSubstr("<td class=\"bad\"><span aria-hidden=\"true\">✘</span> lost in 0 of 3"));
}

TEST(CertificatePage, MarkupIsText) {
  const auto plain = HtmlOf(FullOf("harmless"));
  const auto html = HtmlOf(FullOf("<script>alert('x')</script><img src=\"x\" onerror='y'>"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;"));
  for (const char* sign : {"<", ">", "\""})
    EXPECT_EQ(Times(html, sign), Times(plain, sign)) << sign;
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("script-src &apos;none&apos;"));
  const auto turned = HtmlOf(FullOf("abc\u202egnp.exe\x1b[2J"));
  EXPECT_THAT(turned, HasSubstr("abc\\u202egnp.exe\\x1b[2J"));
  EXPECT_THAT(turned, Not(HasSubstr("\u202e")));
}

// What a page of paper has room for is measured in a browser; here, that nothing makes it longer.
TEST(CertificatePage, TheSheetStaysAsLongWhateverStandsInIt) {
  const auto sheet = SheetOf(HtmlOf(FullOf(std::string(1'000, 'x'))));
  const auto longer = SheetOf(HtmlOf(FullOf(std::string(10'000, 'x'))));
  EXPECT_LT(sheet.size(), 9'000u);
  EXPECT_NEAR(static_cast<double>(sheet.size()), static_cast<double>(longer.size()), 40);
  EXPECT_THAT(longer, HasSubstr("96 more sentences in the annex."));
  EXPECT_LT(HtmlOf(FullOf(std::string(10'000, 'x'))).size(), 1'000'000u);
}

TEST(CertificatePage, SaysWhatItDoesNotSay) {
  const auto lines = NotSeen(PageOf(Tried()));
  EXPECT_THAT(lines, testing::Contains("a fault may still break no-loss in up to 0.19 of its "
                                       "trials"));
  EXPECT_THAT(lines, testing::Contains(HasSubstr("on brokers that kproof started")));
  EXPECT_THAT(NotSeen(PageOf(LintedAs(""))), testing::Contains(std::string(kNothingWasRun)));
  EXPECT_THAT(HtmlOf(Tried()), HasSubstr("a fault may still break no-loss in up to 0.19"));
}

TEST(CertificatePage, ItsIndexIsSmallAndKnown) {
  const TemporaryFolder folder;
  const auto index = ToIndexJson(IndexOf(PageOf(FullOf(std::string(10'000, '"')))));
  EXPECT_LE(index.size(), kMostIndexBytes);
  WriteFile(folder.File("index.json"), index);
  EXPECT_TRUE(IsIndex(folder.File("index.json"), kCertificateReport));
  EXPECT_FALSE(IsIndex(folder.File("index.json"), "run"));
  EXPECT_EQ(IndexOf(PageOf(Tried())).exit_code, 0);
  EXPECT_EQ(IndexOf(PageOf(LintedAs("producer acks=1"))).exit_code, 6);
  auto broken = Tried();
  broken.verdict = CertificateVerdict::kRefused;
  broken.guarantees.front().observed = 1;
  EXPECT_EQ(IndexOf(PageOf(broken)).exit_code, 1);
}

// The keys that came later; the page says what is not known.
TEST(CertificatePage, OfAnOlderKproofIsReadToo) {
  auto json = CertificateJson(LintedAs("producer acks=1"));
  for (const char* key : {"what", "trials", "command"}) json.erase(key);
  const auto page = ParseCertificatePage(json.dump(), "c.json");
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("certificate.json does not say which faults were tried"));
  EXPECT_THAT(html, HasSubstr("certificate.json does not have the command."));
}

std::string WhyNot(const std::function<void(nlohmann::ordered_json&)>& change) {
  auto json = CertificateJson(Tried());
  change(json);
  try {
    ParseCertificatePage(json.dump(), "c.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
  return "read";
}

TEST(CertificatePage, RefusesWhatItCantRender) {
  EXPECT_EQ(WhyNot([](auto&) {}), "read");
  EXPECT_THAT(WhyNot([](auto& json) { json["schema"] = 2; }),
              HasSubstr("c.json has schema 2, and this kproof reads schema 1; use the kproof"));
  EXPECT_THAT(WhyNot([](auto& json) { json["what"] = "kproof comparison"; }),
              HasSubstr("c.json is no certificate of kproof; name a certificate.json"));
  EXPECT_THAT(WhyNot([](auto& json) { json["more"] = 1; }),
              HasSubstr("has the unknown key 'more'"));
  EXPECT_THAT(WhyNot([](auto& json) { json["verdict"] = "fine"; }),
              HasSubstr("verdict is no verdict of a certificate: 'fine'"));
  EXPECT_THAT(WhyNot([](auto& json) { json["guarantees"][0]["trials"] = -1; }),
              HasSubstr("guarantees[0].trials is no whole number of 0 or more"));
  EXPECT_THAT(WhyNot([](auto& json) { json["valid_for"]["fingerprint"] = "sha256:0"; }),
              HasSubstr("valid_for.fingerprint is not that of the subject"));
  EXPECT_THAT(WhyNot([](auto& json) { json["trials"]["tried"][0].erase("seeds"); }),
              HasSubstr("trials.tried[0].seeds is missing"));
  const TemporaryFolder folder;
  WriteFile(folder.File("c.json"), "{");
  EXPECT_THROW(ReadCertificatePage(folder.File("c.json")), Error);
  EXPECT_THROW(ReadCertificatePage(folder.File("none.json")), Error);
}

TEST(CertificateFiles, AreKnownByTheirFirstBytes) {
  const TemporaryFolder folder;
  const auto known = [&](const std::string& text) {
    WriteFile(folder.File("c.json"), text);
    return IsCertificateFile(folder.File("c.json"));
  };
  EXPECT_TRUE(known(CertificateFile(Tried())));
  EXPECT_TRUE(known(CertificateJson(Tried()).dump()));
  auto old = CertificateJson(Tried());
  old.erase("what");
  EXPECT_TRUE(known(old.dump(2)));
  EXPECT_FALSE(known("{\"schema\": 1, \"name\": \"m\"}"));
}

TEST(CertificateMarkdown, HasVerdictGuaranteesAdviceAndWhatWasNotTested) {
  auto certificate = LintedAs("producer acks=1");
  certificate.cluster_id = "c-1";
  const auto text = MarkdownOf(certificate);
  EXPECT_THAT(text, HasSubstr("# Topic payments: refused\n\n1 rule of severity must"));
  EXPECT_THAT(text, HasSubstr("- valid for: `sha256:"));
  EXPECT_THAT(text,
              HasSubstr(", of cluster c-1\n- Kafka 4.3.1, producer java, consumer not given"));
  EXPECT_THAT(text, HasSubstr("| no-loss | yes | **no** | under crash: "));
  EXPECT_THAT(text, HasSubstr("| must | acks-1 | producer acks: 1 (example) | acks=all | "
                              "durability/leader-kill-acks1 breaks (10 of 10 runs)"));
  EXPECT_THAT(text, HasSubstr("\n- nothing was run: lint and promises look at settings alone\n"));
  auto& no_loss = certificate.guarantees.front();
  no_loss.trials = 14;
  no_loss.scenarios = {"faults/leader-kill"};
  no_loss.per_trial_upper = 0.193;
  EXPECT_THAT(MarkdownOf(certificate), HasSubstr("| 14 trials of 1 fault | 0 | 0.19 |"));
}

TEST(CertificateMarkdown, StaysShortAndIsNotMovedByWhatStandsInIt) {
  auto certificate = LintedAs("broker log.cleaner.enable=false; producer acks=0");
  certificate.topic = "a|b<c>";
  const auto finding = certificate.lint.front();
  certificate.lint.resize(100, finding);
  certificate.not_tested.resize(100, "a sentence\n| of two lines");
  const auto text = MarkdownOf(certificate);
  EXPECT_LE(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')),
            kMostCertificateLines);
  EXPECT_THAT(text, HasSubstr("# Topic a\\|b\\<c\\>: "));
  EXPECT_THAT(text, HasSubstr("- a sentence \\| of two lines\n"));
  EXPECT_THAT(text, HasSubstr("92 more in certificate.json"));
}

}  // namespace
}  // namespace kproof
