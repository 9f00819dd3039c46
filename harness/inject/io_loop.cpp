#include "harness/inject/io_loop.h"

#include "harness/base/caught.h"

namespace kproof {

void RunHandlers(boost::asio::io_context& io, const std::function<void(const Error&)>& failed) {
  for (bool over = false; !over;) {
    try {
      io.run();
      over = true;
    } catch (...) {  // of a handler; run() may be called again
      const Error error = CaughtError();
      DoQuietly([&] { failed(error); });
    }
  }
}

}  // namespace kproof
