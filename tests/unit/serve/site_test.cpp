// What is answered to which request, without a socket.
#include "harness/serve/site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "harness/base/error.h"
#include "tests/unit/serve/results.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRun[] = "20261130T090000Z-leader-kill-7";
constexpr char kNow[] = "20261130T100000Z-leader-kill-8";
constexpr char kCampaign[] = "20261130T080000Z-small-1";
constexpr char kTrial[] = "20261130T080001Z-leader-kill-9";

class SiteTest : public ::testing::Test {
 protected:
  WebAnswer Ask(const std::string& target, const std::string& method = "GET",
                const std::string& host = "localhost:8642") {
    if (!site_) site_.emplace(Shelf(results_.path()), WebAddress{"127.0.0.1", 8642});
    return site_->Answer({method, target, host});
  }
  std::string Header(const WebAnswer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers)
      if (key == name) return value;
    return "";
  }
  // A run that goes on.
  void WriteLive(const std::string& lines) {
    results_.Write(std::string(".partial-") + kNow + "/live.jsonl", lines);
    results_.Write(std::string(".partial-") + kNow + "/audit.db", "");
  }
  // As if the last line had been written so long ago.
  void Age(const std::string& name, std::chrono::seconds age) {
    fs::last_write_time(results_.File(name), fs::file_time_type::clock::now() - age);
  }
  std::string Run(const std::string& page = "") { return std::string("/run/") + kRun + "/" + page; }
  std::string Now(const std::string& page) { return std::string("/run/") + kNow + "/" + page; }

  Results results_;

 private:
  std::optional<Site> site_;
};

TEST_F(SiteTest, ListsRunsAndCampaigns) {
  results_.WriteResult(kRun, Verdict::kViolation, "3 acked <records> are lost");
  results_.Write(std::string(kCampaign) + "/campaign.json", "{}");
  results_.WriteResult(std::string(kCampaign) + "/cells/" + kTrial, Verdict::kPass);
  WriteLive(std::string(kStream) + kStarted);
  const auto answer = Ask("/");
  EXPECT_EQ(answer.status, 200u);
  EXPECT_EQ(answer.type, "text/html; charset=utf-8");
  EXPECT_THAT(
      answer.body,
      AllOf(HasSubstr("violation"), HasSubstr("3 acked &lt;records&gt; are lost"),
            HasSubstr(std::string("href=\"run/") + kRun + "/\""),
            HasSubstr(std::string("href=\"campaign/") + kCampaign + "/\""), HasSubstr("1 pass"),
            HasSubstr("Going on now"), HasSubstr(std::string("href=\"run/") + kNow + "/live\"")));
}

TEST_F(SiteTest, TrialsThatGoOnAreListedToo) {
  results_.Write(std::string(kCampaign) + "/campaign.json", "{}");
  const auto trial = std::string(kCampaign) + "/cells/.partial-" + kTrial;
  results_.Write(trial + "/live.jsonl", std::string(kStream) + kStarted);
  results_.Write(trial + "/audit.db", "");
  const auto page = std::string("campaign/") + kCampaign + "/cells/" + kTrial + "/live";
  EXPECT_THAT(Ask("/").body, AllOf(HasSubstr("href=\"" + page + "\""), HasSubstr("1 going-on"),
                                   HasSubstr("seed 7: steady, 2.0 s of about 30.0 s")));
  EXPECT_EQ(Ask("/" + page).status, 200u);
}

TEST_F(SiteTest, TheWorstStandsFirstWhereThatIsAsked) {
  results_.WriteResult("20261130T090001Z-a-1", Verdict::kPass);
  results_.WriteResult("20261130T090002Z-a-2", Verdict::kViolation);
  results_.WriteResult("20261130T090003Z-a-3", Verdict::kInconclusive);
  const auto order = [&](const std::string& target) {
    const auto html = Ask(target).body;
    std::vector<std::pair<std::size_t, char>> places;
    for (const char run : {'1', '2', '3'})
      places.emplace_back(html.find(std::string("-a-") + run + "/\""), run);
    std::sort(places.begin(), places.end());
    return std::string{places[0].second, places[1].second, places[2].second};
  };
  EXPECT_EQ(order("/"), "321");
  EXPECT_EQ(order("/?sort=newest"), "321");
  EXPECT_EQ(order("/?sort=worst"), "231");
  EXPECT_EQ(Ask("/?sort=best").status, 400u);
  EXPECT_EQ(Ask("/?other=1").status, 400u);
}

TEST_F(SiteTest, AnEmptyFolderIsAPageToo) {
  EXPECT_THAT(Ask("/").body, HasSubstr("No run is here."));
  EXPECT_EQ(Ask("/latest").status, 404u);
}

TEST_F(SiteTest, ARunIsItsReport) {
  results_.WriteRun(kRun, "lost-overwritten");
  const auto answer = Ask(Run());
  EXPECT_EQ(answer.status, 200u);
  EXPECT_THAT(answer.body, AllOf(HasSubstr("kproof run report"), HasSubstr("VIOLATION")));
  EXPECT_EQ(Ask(Run()).body, answer.body);
  EXPECT_EQ(Header(Ask("/run/" + std::string(kRun)), "Location"), std::string(kRun) + "/");
  EXPECT_EQ(Header(Ask(Run("report.html")), "Location"), "./");
}

TEST_F(SiteTest, AReportIsMadeAgainWhenTheRunHasChanged) {
  results_.WriteRun(kRun, "lost-overwritten");
  EXPECT_THAT(Ask(Run()).body, Not(HasSubstr("says pass")));
  results_.Write(std::string(kRun) + "/result.json", R"({"verdict": "pass"})");
  EXPECT_THAT(Ask(Run()).body, HasSubstr("says pass"));
}

// Two that ask for reports that have to be made anew each time: sooner or later both ask at once.
TEST_F(SiteTest, AReportAskedForWhileAnotherIsMadeIsPutOff) {
  const std::string other = "20261130T090000Z-leader-kill-9";
  for (const auto& run : {std::string(kRun), other}) results_.WriteRun(run, "lost-overwritten");
  Ask("/");  // the first request opens the folder
  const auto ask_anew = [&](const std::string& run, int time) {
    results_.Write(run + "/result.json", std::string(static_cast<std::size_t>(time % 7), ' '));
    return Ask("/run/" + run + "/");
  };
  std::atomic<bool> done = false;
  std::thread second([&] {
    for (int time = 0; !done; ++time) ask_anew(other, time);
  });
  WebAnswer answer;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  for (int time = 0; answer.status != 503 && std::chrono::steady_clock::now() < until; ++time)
    answer = ask_anew(kRun, time);
  done = true;
  second.join();
  EXPECT_EQ(answer.status, 503u);
  EXPECT_EQ(Header(answer, "Retry-After"), "3");
  EXPECT_THAT(answer.body, HasSubstr("another report is being made"));
  EXPECT_EQ(Ask(Run()).status, 200u) << "it is there some seconds later";
}

TEST_F(SiteTest, ARunThatCannotBeJudgedSaysWhy) {
  results_.Write(std::string(kRun) + "/audit.db", "no store");
  EXPECT_EQ(Ask(Run()).status, 500u);
  EXPECT_THAT(Ask(Run()).body, HasSubstr("audit.db"));
  EXPECT_THAT(Ask("/").body, HasSubstr(kRun));
}

// A report follows links and waits for pipes, unlike the other pages.
TEST_F(SiteTest, ARunWithALinkOrAPipeInItHasNoReport) {
  results_.WriteRun(kRun, "lost-overwritten");
  fs::create_directory(results_.File(std::string(kRun) + "/logs"));
  EXPECT_EQ(Ask(Run()).status, 200u);
  const auto pipe = results_.File(std::string(kRun) + "/logs/x");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(Ask(Run()).status, 500u);
  EXPECT_THAT(Ask(Run()).body, HasSubstr("a link, a pipe or a device"));
  fs::remove(pipe);
  results_.Link(std::string(kRun) + "/spool", "/");
  EXPECT_EQ(Ask(Run()).status, 500u);
}

TEST_F(SiteTest, LatestLeadsToTheRunThatItNames) {
  results_.WriteResult(kRun, Verdict::kPass);
  results_.Link("latest", kRun);
  EXPECT_EQ(Header(Ask("/latest"), "Location"), std::string("run/") + kRun + "/");
  EXPECT_THAT(Ask("/").body, HasSubstr("href=\"latest\""));
  results_.Write(std::string(kCampaign) + "/campaign.json", "{}");
  fs::remove(results_.File("latest"));
  results_.Link("latest", kCampaign);
  EXPECT_EQ(Header(Ask("/latest"), "Location"), std::string("campaign/") + kCampaign + "/");
  fs::remove(results_.File("latest"));
  results_.Link("latest", "../elsewhere");
  EXPECT_EQ(Ask("/latest").status, 404u);
}

TEST_F(SiteTest, ARunThatGoesOnHasALivePage) {
  WriteLive(std::string(kStream) + kStarted + kSample + kBegan);
  EXPECT_EQ(Header(Ask(Now("")), "Location"), "live");
  const auto answer = Ask(Now("live"));
  EXPECT_EQ(answer.status, 200u);
  EXPECT_THAT(answer.body,
              AllOf(HasSubstr("steady"), HasSubstr("4.1 s of about 30.0 s"), HasSubstr("290"),
                    HasSubstr("last ack 250 ms ago, last read not measured now"),
                    HasSubstr("kill leader of payments/0"), HasSubstr("active since 4.0 s"),
                    HasSubstr("2 of 3"), HasSubstr(">none<"), HasSubstr("data-over=\"false\""),
                    HasSubstr("connect-src &apos;self&apos;"),
                    HasSubstr("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>")));
  EXPECT_THAT(answer.body, HasSubstr(Ask(Now("now")).body));
}

TEST_F(SiteTest, TheLivePageLeadsToTheReportOnceThereIsAVerdict) {
  WriteLive(std::string(kStream) + kStarted + kBegan + kEnded + kVerdict);
  EXPECT_THAT(Ask(Now("live")).body,
              AllOf(HasSubstr("VIOLATION"), HasSubstr("3 acked records are lost"),
                    HasSubstr("took effect, healed"), HasSubstr("data-over=\"true\""),
                    HasSubstr("<a href=\"./\">"), Not(HasSubstr("http-equiv=\"refresh\""))));
}

TEST_F(SiteTest, ARunWithAVerdictDoesNotGoOn) {
  WriteLive(std::string(kStream) + kStarted + kVerdict);
  EXPECT_THAT(Ask("/").body,
              AllOf(Not(HasSubstr("Going on now")), HasSubstr("its folder is incomplete")));
}

TEST_F(SiteTest, ARunThatIsSilentCountsAsKilled) {
  WriteLive(std::string(kStream) + kStarted);
  Age(std::string(".partial-") + kNow + "/live.jsonl", std::chrono::seconds(61));
  EXPECT_THAT(Ask(Now("live")).body, AllOf(HasSubstr("NO VERDICT"), HasSubstr("it was killed")));
  EXPECT_THAT(Ask("/").body, AllOf(Not(HasSubstr("Going on now")), HasSubstr("no-verdict")));
  EXPECT_THAT(Ask("/metrics").body, Not(HasSubstr("kproof_run_going_on")));
}

TEST_F(SiteTest, ARunThatSaysNothingAtAllIsNotCalledKilled) {
  results_.Write(std::string(".partial-") + kNow + "/audit.db", "");
  EXPECT_THAT(Ask("/").body, AllOf(HasSubstr("goes on or was killed"), HasSubstr("no-verdict")));
}

TEST_F(SiteTest, LinesComeFromWhereTheyEndedLast) {
  const std::string lines = std::string(kStream) + kStarted;
  WriteLive(lines + "{\"event\":\"half");
  EXPECT_EQ(Ask(Now("live.jsonl")).body, lines);
  EXPECT_EQ(Ask(Now("live.jsonl?after=" + std::to_string(sizeof kStream - 1))).body, kStarted);
  EXPECT_EQ(Ask(Now("live.jsonl?after=" + std::to_string(lines.size()))).body, "");
  EXPECT_EQ(Ask(Now("live.jsonl?after=999999999999")).body, "");
  for (const char* after : {"-1", "a", "", "1e3", "99999999999999999999"})
    EXPECT_EQ(Ask(Now(std::string("live.jsonl?after=") + after)).status, 400u) << after;
  EXPECT_EQ(Ask(Run("live.jsonl")).status, 404u);
}

TEST_F(SiteTest, TrialsHaveThePagesOfRuns) {
  const std::string campaign = kCampaign, trial = campaign + "/cells/" + kTrial;
  results_.Write(campaign + "/campaign.json", "{}");
  results_.WriteRun(trial, "lost-overwritten");
  results_.WriteResult(trial, Verdict::kViolation);
  EXPECT_THAT(Ask("/campaign/" + campaign + "/").body,
              HasSubstr(std::string("href=\"cells/") + kTrial + "/\""));
  EXPECT_THAT(Ask("/campaign/" + trial + "/").body, HasSubstr("VIOLATION"));
  EXPECT_EQ(Header(Ask("/campaign/" + trial + "/report.html"), "Location"), "./");
  EXPECT_EQ(Ask("/run/" + std::string(kTrial) + "/").status, 404u);
  EXPECT_EQ(Ask("/run/" + campaign + "/").status, 404u);
}

TEST_F(SiteTest, AReportThatLiesInAFolderIsKeptApart) {
  const std::string campaign = kCampaign;
  results_.Write(campaign + "/campaign.json", "{}");
  results_.Write(campaign + "/report.html", "<script>mischief()</script>");
  const auto answer = Ask("/campaign/" + campaign + "/");
  EXPECT_EQ(answer.body, "<script>mischief()</script>");
  EXPECT_THAT(Header(answer, "Content-Security-Policy"),
              AllOf(HasSubstr("default-src 'none'"), testing::EndsWith("sandbox allow-scripts")));
}

TEST_F(SiteTest, FilesComeFromAList) {
  results_.WriteResult(kRun, Verdict::kPass);
  results_.Write(std::string(kRun) + "/logs/broker-1.log", "a line");
  results_.Write(std::string(kRun) + "/report.html", "<script>mischief()</script>");
  results_.Write(std::string(kRun) + "/spool/secret", "no");
  results_.Write(std::string(kRun) + "/.hidden", "no");
  EXPECT_THAT(Ask(Run("files/")).body,
              AllOf(HasSubstr("href=\"logs/broker-1.log\""), HasSubstr("href=\"result.json\""),
                    Not(HasSubstr("secret")), Not(HasSubstr(".hidden\""))));
  const auto log = Ask(Run("files/logs/broker-1.log"));
  EXPECT_TRUE(log.file.ok());
  EXPECT_EQ(log.type, "text/plain; charset=utf-8");
  EXPECT_THAT(Header(log, "Content-Security-Policy"), HasSubstr("sandbox"));
  const auto page = Ask(Run("files/report.html"));
  EXPECT_EQ(page.type, "application/octet-stream");
  EXPECT_THAT(Header(page, "Content-Disposition"), HasSubstr("attachment"));
  for (const char* none : {"files/spool/secret", "files/.hidden", "files/logs", "files/logs/",
                           "files/none", "files/logs/none", "files/result.json/", "spool", "logs"})
    EXPECT_EQ(Ask(Run(none)).status, 404u) << none;
}

TEST_F(SiteTest, TheStoreOfARunThatGoesOnIsNotGivenAway) {
  WriteLive(kStream);
  EXPECT_EQ(Ask(Now("files/audit.db")).status, 404u);
  EXPECT_TRUE(Ask(Now("files/live.jsonl")).file.ok());
}

TEST_F(SiteTest, LinksAreNotFollowed) {
  const TemporaryFolder elsewhere;
  std::ofstream(elsewhere.File("result.json")) << "secret";
  std::ofstream(elsewhere.File("secret.log")) << "secret";
  results_.WriteResult(kRun, Verdict::kPass);
  results_.Link("20261130T090009Z-out-1", elsewhere.path());
  results_.Link(std::string(kRun) + "/secret.log", elsewhere.File("secret.log"));
  results_.Link(std::string(kRun) + "/live.jsonl", elsewhere.File("secret.log"));
  results_.Link(std::string(kRun) + "/logs", elsewhere.path());
  results_.Link(std::string(kRun) + "/audit.db", elsewhere.File("secret.log"));
  for (const auto& none :
       {std::string("/run/20261130T090009Z-out-1/"), Run("files/secret.log"), Run("live.jsonl"),
        Run("live"), Run("files/logs/secret.log"), Run("files/audit.db")})
    EXPECT_EQ(Ask(none).status, 404u) << none;
  EXPECT_EQ(Ask(Run()).status, 500u);
  EXPECT_THAT(Ask("/").body, Not(HasSubstr("out-1")));
}

class NoPath : public SiteTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(NoPath, LeadsNowhere) {
  results_.WriteResult(kRun, Verdict::kPass);
  results_.Write("secret", "secret");
  const auto answer = Ask(GetParam());
  EXPECT_TRUE(answer.status == 400 || answer.status == 404) << answer.status;
  EXPECT_THAT(answer.body, Not(HasSubstr("root:")));
  EXPECT_FALSE(answer.file.ok());
}

INSTANTIATE_TEST_SUITE_P(
    All, NoPath,
    ::testing::Values("/../../../../etc/passwd", "/run/../secret", "/run/%2e%2e/secret",
                      "/run/..%2fsecret", "/run/%2fetc%2fpasswd", "//etc/passwd", "/etc/passwd",
                      "/secret", "/run/secret/", "/run/secret/files/secret", "/run/./",
                      "/run/20261130T090000Z-leader-kill-7/files/../../secret",
                      "/run/20261130T090000Z-leader-kill-7/files/..%2f..%2fsecret",
                      "/run/20261130T090000Z-leader-kill-7/files/%2e%2e/%2e%2e/secret",
                      "/run/20261130T090000Z-leader-kill-7/files//etc/passwd",
                      "/run/20261130T090000Z-leader-kill-7%00/", "/run/..\\..\\secret/",
                      "/run/.partial-20261130T090000Z-leader-kill-7/",
                      "/campaign/20261130T090000Z-leader-kill-7/", "/campaign/../run/", "/run",
                      "/run/", "/campaign/", "/metrics/", "/metrics/x", "/latest/",
                      "/run/" + std::string(2'000, 'a') + "/", "/" + std::string(100'000, 'a')));

TEST_F(SiteTest, OnlyReads) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", ""}) {
    const auto answer = Ask("/", method);
    EXPECT_EQ(answer.status, 405u) << method;
    EXPECT_EQ(Header(answer, "Allow"), "GET, HEAD");
  }
  EXPECT_EQ(Ask("/", "HEAD").status, 200u);
}

TEST_F(SiteTest, AnswersToItsOwnNamesAlone) {
  EXPECT_EQ(Ask("/", "GET", "127.0.0.1:8642").status, 200u);
  for (const char* host : {"", "evil.example:8642", "evil.example"})
    EXPECT_EQ(Ask("/metrics", "GET", host).status, 403u) << host;
}

TEST_F(SiteTest, EachAnswerSaysWhatABrowserMayDo) {
  for (const char* target : {"/", "/metrics", "/none", "/%", "/favicon.ico"}) {
    const auto answer = Ask(target);
    EXPECT_THAT(Header(answer, "Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(Header(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(Header(answer, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(Header(answer, "Cache-Control"), "no-store");
    EXPECT_EQ(Header(answer, "Access-Control-Allow-Origin"), "");
  }
}

TEST_F(SiteTest, MetricsAreOfWhatGoesOnAndOfTheNewestThatEnded) {
  results_.WriteResult(kRun, Verdict::kViolation);
  results_.WriteResult("20261130T080000Z-old-1", Verdict::kPass);
  WriteLive(std::string(kStream) + kStarted + kSample + kBegan);
  const auto answer = Ask("/metrics");
  EXPECT_EQ(answer.type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(answer.body,
              AllOf(HasSubstr("kproof_runs{verdict=\"going-on\"} 1\n"),
                    HasSubstr("kproof_runs{verdict=\"pass\"} 1\n"),
                    HasSubstr(std::string("kproof_records_acked_total{campaign=\"\",run=\"") +
                              kNow + "\",scenario=\"leader-kill\"} 290\n"),
                    HasSubstr("fault=\"kill\",target=\"leader of payments/0\"} 1\n"),
                    HasSubstr(std::string("run=\"") + kRun +
                              "\",scenario=\"leader-kill\",verdict=\"violation\"} 1\n"),
                    HasSubstr("finding=\"lost\"} 3\n"), Not(HasSubstr("old-1"))));
}

TEST(Shelf, ServesAFolderOfRuns) {
  const Results results;
  results.WriteResult(kRun, Verdict::kPass);
  results.Write(std::string(kCampaign) + "/campaign.json", "{}");
  EXPECT_THROW(Shelf(results.File(kRun)), Error);
  EXPECT_THROW(Shelf(results.File(kCampaign)), Error);
  EXPECT_THROW(Shelf(results.File("none")), Error);
  results.Link("linked", results.path());
  EXPECT_EQ(Shelf(results.File("linked")).Runs().size(), 1u);
}

}  // namespace
}  // namespace kproof
