// A user namespace may be allowed while a feature in it is missing, so all of them are tried.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/undo.h"
#include "harness/cluster/network.h"
#include "harness/cluster/sandbox.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr int kAnswered = 0, kThrew = 1;
constexpr std::size_t kPipeHolds = 64 << 10;  // pipe(7): 16 pages

void RequireBridgeFilter() {
  const std::string nft = FindProgram("nft");
  if (nft.empty())
    throw Error(ErrorKind::kNotRun, "the program 'nft' is missing", Hint("install nftables"));
  const ToolResult result = RunTool(
      {.executable = nft,
       .args = {"-f", "-"},
       .input = "table bridge kproof_probe {\n"
                "  chain f { type filter hook forward priority 0; ip protocol tcp counter drop; }\n"
                "}\ndelete table bridge kproof_probe\n"},
      std::chrono::seconds(10));
  if (!result.ok)
    throw Error(ErrorKind::kNotRun, "the kernel refuses packet filters of bridges",
                Hint("nft said: " + result.output));
}

}  // namespace

std::string AskInSandbox(const std::function<std::string()>& question) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error("no pipe for an answer from the sandbox");
  const Undo close_pipe("close the pipe", [&ends] {
    ::close(ends[0]);
    ::close(ends[1]);
  });
  const int code = RunInSandbox([&] {
    std::string answer;
    int code_inside = kAnswered;
    try {
      answer = question();
    } catch (...) {  // the process of the question ends here
      const Error error = CaughtError();
      answer = std::string(error.what()) + "\n" + error.hint();
      code_inside = kThrew;
    }
    answer.resize(std::min(answer.size(), kPipeHolds));  // nobody reads before we end
    return ::write(ends[1], answer.data(), answer.size()) < 0 ? kThrew : code_inside;
  });
  std::string answer(kPipeHolds, '\0');
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const auto size = ::read(ends[0], answer.data(), answer.size());
  answer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  if (code == kAnswered) return answer;
  const auto line_end = std::min(answer.find('\n'), answer.size());
  throw Error(ErrorKind::kNotRun, answer.substr(0, line_end),
              Hint(line_end < answer.size() ? answer.substr(line_end + 1) : ""));
}

std::optional<Refusal> ProbeSandbox() {
  try {
    AskInSandbox([] {
      PrivateNetwork()->Add("probe", "probe", 1);
      RequireBridgeFilter();
      return "";
    });
    return std::nullopt;
  } catch (const Error& error) {
    return Refusal{error.what(), error.hint()};
  }
}

}  // namespace kproof
