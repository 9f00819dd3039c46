// Handlers that throw end no thread: the others run, and each failure is heard of.
#include "harness/inject/io_loop.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <filesystem>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace kproof {
namespace {

TEST(IoLoop, GoesOnAfterHandlersThatThrowAnything) {
  boost::asio::io_context io;
  int ran = 0;
  boost::asio::post(io, [] { throw std::bad_alloc(); });
  boost::asio::post(io, [&] { ++ran; });
  boost::asio::post(io, [] { throw std::filesystem::filesystem_error("no such file", {}); });
  boost::asio::post(io, [] { throw 7; });  // NOLINT: of any type
  boost::asio::post(io, [&] { ++ran; });
  std::vector<std::string> failures;
  std::thread thread([&] {
    RunHandlers(io, [&](const Error& error) {
      failures.push_back(error.what());
      throw std::bad_alloc();  // whoever hears of it may lack memory too
    });
  });
  thread.join();
  EXPECT_EQ(ran, 2);
  ASSERT_EQ(failures.size(), 3u);
  EXPECT_NE(failures[1].find("no such file"), std::string::npos);
}

}  // namespace
}  // namespace kproof
