// A user namespace may be allowed while a feature in it is missing, so the whole set is tried.
#include <fcntl.h>
#include <unistd.h>

#include "harness/base/error.h"
#include "harness/cluster/network.h"
#include "harness/cluster/sandbox.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

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

std::optional<Refusal> ProbeSandbox() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error("no pipe for the probe of the sandbox");
  std::optional<Refusal> refusal;
  try {
    const int code = RunInSandbox([&] {
      try {
        PrivateNetwork()->Add("probe", "probe", 1);
        RequireBridgeFilter();
        return 0;
      } catch (const Error& error) {
        const std::string text = std::string(error.what()) + "\n" + error.hint();
        return ::write(ends[1], text.data(), text.size()) < 0 ? 2 : 1;
      }
    });
    std::string text(4096, '\0');
    ::close(ends[1]);
    const auto size = code == 0 ? 0 : ::read(ends[0], text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    const auto line_end = text.find('\n');
    if (code != 0)
      refusal = {text.substr(0, line_end),
                 line_end == std::string::npos ? "" : text.substr(line_end + 1)};
  } catch (const Error& error) {  // the namespaces themselves
    ::close(ends[1]);
    refusal = {error.what(), error.hint()};
  }
  ::close(ends[0]);
  return refusal;
}

}  // namespace kproof
