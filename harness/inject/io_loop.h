// Runs a thread's handlers so that one that throws ends neither the thread nor the program.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "harness/base/error.h"

namespace kproof {

// Runs handlers until none is left; whatever one throws goes to `failed`, on this thread, and the
// others go on. What `failed` throws is swallowed.
void RunHandlers(boost::asio::io_context& io, const std::function<void(const Error&)>& failed);

}  // namespace kproof
