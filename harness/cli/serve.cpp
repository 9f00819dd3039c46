// kproof serve [DIR]: runs, campaigns and the run that goes on as pages on this machine, and
// /metrics. It changes nothing.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/base/temporaries.h"
#include "harness/cli/verbs.h"
#include "harness/serve/site.h"
#include "harness/serve/web_server.h"

namespace kproof {
namespace {

struct ServeFlags {
  std::string folder = "results", listen = "127.0.0.1";
  int port = 8642;
};

int Serve(const ServeFlags& flags) {
  const auto asked = LoopbackAddress(flags.listen, static_cast<std::uint16_t>(flags.port));
  Shelf shelf(flags.folder);
  WebServer server(asked);
  server.StopOnSignals();
  const auto site = std::make_shared<Site>(std::move(shelf), server.address());
  std::printf("%s\n", server.address().Url().c_str());
  std::fflush(stdout);
  std::fprintf(stderr, "serving %s, read-only; Ctrl-C ends it\n", flags.folder.c_str());
  server.Run([site](const WebRequest& request) { return site->Answer(request); });
  RemoveTemporariesOnSignals();  // of a report that is being made; it is waited for
  return 0;
}

}  // namespace

void AddServeVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<ServeFlags>();
  auto* verb = app.add_subcommand(
      "serve", "runs, campaigns and the run that goes on as pages on this machine, and /metrics");
  verb->add_option("DIR", flags->folder, "the folder that runs are written to")
      ->capture_default_str();
  verb->add_option("--port", flags->port,
                   "the port to listen on; 0: any free one, which is printed")
      ->type_name("PORT")
      ->check(CLI::Range(0, 65'535))
      ->capture_default_str();
  verb->add_option("--listen", flags->listen,
                   "the loopback address to listen on; others are refused: there is no login")
      ->type_name("ADDRESS")
      ->capture_default_str();
  verb->callback([flags, &action] { action = [flags] { return Serve(*flags); }; });
}

}  // namespace kproof
