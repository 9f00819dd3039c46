#include "tests/trouble/user.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kproof {
namespace {

namespace fs = std::filesystem;

std::string TestName() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string(info->test_suite_name()) + "." + info->name();
  for (char& c : name)
    if (c == '/') c = '-';
  return name;
}

}  // namespace

Scratch::Scratch()
    : path_(fs::path(KPROOF_TEST_DIR) / (TestName() + "-" + std::to_string(getpid()))) {
  fs::remove_all(path_);
  fs::create_directories(path_);
}

Scratch::~Scratch() {
  if (!testing::Test::HasFailure()) fs::remove_all(path_);
}

std::string Scratch::Write(const std::string& name, const std::string& text) const {
  std::ofstream(File(name)) << text;
  return File(name);
}

std::vector<std::string> Scratch::Processes() const {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string line = ReadFile(entry.path().string() + "/cmdline");
    if (line.find(path_.string()) != std::string::npos)
      found.push_back(entry.path().filename().string() + ": …" +
                      line.substr(line.size() - std::min<std::size_t>(line.size(), 300)));
  }
  return found;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string SmallScenario(const std::string& name, const std::string& steps,
                          const std::string& duration) {
  return "name: " + name +
         "\n"
         "cluster: {brokers: 1, mode: combined}\n"
         "topics:\n"
         "  payments: {partitions: 1, replication: 1}\n"
         "producers:\n"
         "  checkout:\n"
         "    {count: 2, rate: 300/s, value: 64B, config: {acks: all, enable.idempotence: true}}\n"
         "monitors: {count: 1}\n"
         "destructive: true\n"  // the only replica is on the only broker
         "duration: " +
         duration + "\n" + steps + "require: [no-loss, no-duplicates, order]\n";
}

std::string LongFault(const std::string& fault) {
  return "steps:\n"
         "  - at: 2500ms\n"  // by then facts of whole seconds are in the spools
         "    fault: " +
         fault +
         "\n"
         "    target: leader of payments/0\n"
         "    for: 60s\n"
         "    within: 60s\n";
}

Kproof::Kproof(const Scratch& scratch, const std::vector<std::string>& args,
               const Environment& environment, const std::string& input,
               const std::string& working_folder) {
  static int count = 0;
  const std::string name = "kproof-" + std::to_string(++count);
  out_ = scratch.File(name + ".out");
  err_ = scratch.File(name + ".err");
  // The shell parts the streams and is replaced by the program.
  const std::string enter = working_folder.empty() ? "" : "cd '" + working_folder + "' && ";
  std::vector<std::string> all = {"-c", enter + R"(exec "$0" "$@" 2>")" + err_ + "\"",
                                  KPROOF_PROGRAM};
  all.insert(all.end(), args.begin(), args.end());
  process_ = Process::Start(
      {.executable = "/bin/sh", .args = all, .env = environment, .output = out_, .input = input});
}

void Kproof::Await(const std::string& text) const {
  const auto said = [&] { return Err().find(text) != std::string::npos; };
  WaitUntil([&] { return said() || process_->Exit(); }, Deadline(std::chrono::seconds(90)));
  ASSERT_TRUE(said()) << "it never said '" << text << "'\n" << Both();
}

int Kproof::Code(Duration limit) const {
  const bool ended = process_->WaitExit(Deadline(limit));
  EXPECT_TRUE(ended) << "it did not end in time\n" << Both();
  if (!ended) return -1;
  const ExitStatus exit = *process_->Exit();
  return exit.signal == 0 ? exit.code : 128 + exit.signal;
}

std::vector<nlohmann::json> Kproof::JsonLines() const {
  std::vector<nlohmann::json> objects;
  std::istringstream lines(Out());
  for (std::string line; std::getline(lines, line);) {
    objects.push_back(nlohmann::json::parse(line, nullptr, false));
    EXPECT_TRUE(objects.back().is_object()) << line;
  }
  return objects;
}

bool DoctorSays(const Scratch& scratch, const std::string& group, const std::string& name) {
  const Kproof doctor(scratch, {"doctor", "--json"});
  doctor.Code();
  for (const auto& row : doctor.JsonLines())
    if (row["group"] == group && row["name"] == name) return row["works"];
  ADD_FAILURE() << "no " << group << " " << name << ": " << doctor.Both();
  return false;
}

std::string LatestRun(const Scratch& scratch) {
  const auto latest = fs::canonical(scratch.Out() + "/latest").string();
  const bool of_campaign = fs::exists(latest + "/campaign.json");
  return of_campaign ? fs::canonical(latest + "/cells/latest").string() : latest;
}

nlohmann::json ResultOf(const std::string& run_folder) {
  return nlohmann::json::parse(ReadFile(run_folder + "/result.json"));
}

std::string PartialRun(const Scratch& scratch) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(scratch.Out()))
    if (entry.path().filename().string().starts_with(".partial-"))
      found.push_back(entry.path().string());
  EXPECT_EQ(found.size(), 1u);
  return found.empty() ? "" : found.front();
}

void ExpectNeedsTheSandbox(const std::string& scenario, const std::string& fault) {
  using ::testing::AllOf;
  using ::testing::HasSubstr;
  const Scratch scratch;
  const Kproof run(scratch, {"run", scratch.Write("a.yaml", scenario), "--out", scratch.Out(),
                             "--sandbox", "loopback"});
  EXPECT_EQ(run.Code(), 4) << run.Both();
  EXPECT_THAT(run.Out(), AllOf(HasSubstr("fault '" + fault + "' needs the private sandbox"),
                               HasSubstr("leave --sandbox loopback away")));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "not-run");
}

}  // namespace kproof
