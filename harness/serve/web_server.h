// HTTP/1.1 on one address, by Boost.Beast: connections, limits and the end. What is answered is
// somebody else's (site.h).
//
// Limits: 64 connections at once (more are closed), 8 KiB of request header and no body, 30 s
// without a request, 10 min for an answer to be taken.
#pragma once

#include <functional>
#include <memory>

#include "harness/serve/address.h"
#include "harness/serve/web.h"

namespace kproof {

class WebServer {
 public:
  // Listens from now on. Throws Error(kNotRun) where the port is taken or may not be used.
  explicit WebServer(const WebAddress& at);
  // Waits for answers that are being made, then lets go of `answer`.
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  const WebAddress& address() const;  // with the port that it got

  // Answers until Stop. `answer` is called from several threads, after this has returned too, and
  // does not throw. Once.
  void Run(std::function<WebAnswer(const WebRequest&)> answer);
  // Ends Run, before it has begun too. From any thread.
  void Stop();
  // SIGINT, SIGTERM and SIGHUP stop it. A second one finds the process as it was before this call.
  void StopOnSignals();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof
