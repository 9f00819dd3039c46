// What the Kafka-aware proxy costs: bytes a second of its own thread's CPU time, over real sockets
// on loopback and without them. Frames are Produce requests of 16 KB, as a batching producer sends.
#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ctime>
#include <string>
#include <thread>

#include "harness/inject/kafka_proxy.h"
#include "harness/kafka/wire.h"

namespace kproof {
namespace {

constexpr std::size_t kRecordBytes = 16'000;

// acks=0, so that nothing has to come back.
std::string Produces(int frames) {
  std::string stream;
  for (int frame = 0; frame < frames; ++frame) {
    wire::Writer body;
    body.Int16(0).Int16(8).Int32(frame).PlainString("bench").Int16(-1).Int16(0);
    const std::string request = body.bytes() + std::string(kRecordBytes, 'r');
    stream += wire::Writer().Int32(static_cast<std::int32_t>(request.size())).bytes() + request;
  }
  return stream;
}

void CutAndMatch(benchmark::State& state) {
  ProxyRules book;
  ProxyTally tally;
  if (state.range(0) == 1)
    book.Set({.action = ProxyAction::kSwallowResponses, .apis = {26}});  // of another kind
  Exchange exchange(book, tally);
  const std::string stream = Produces(4);  // some 64 KiB, as one read
  for (auto _ : state) {
    exchange.FromClient(stream);
    benchmark::DoNotOptimize(exchange.to_broker().TakeReady([](const Gate&) { return false; }));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(stream.size()));
}
BENCHMARK(CutAndMatch)->ArgName("rule")->Arg(0)->Arg(1);

double CpuSeconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A listening socket on a free port.
std::pair<int, int> Listen() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::listen(socket, 1);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return {socket, ntohs(address.sin_port)};
}

void ThroughSockets(benchmark::State& state) {
  const std::string stream = Produces(64);
  const std::int64_t total = std::int64_t{256} << 20;
  double cpu = 0;
  for (auto _ : state) {
    const auto [free_socket, proxy_port] = Listen();
    ::close(free_socket);
    const auto [listener, broker_port] = Listen();
    const KafkaProxy proxy({{"127.0.0.1", proxy_port}, {"127.0.0.1", broker_port}});
    double others = 0;
    const double begin = CpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    std::thread broker([&, server = listener] {
      const int client = ::accept(server, nullptr, nullptr);
      std::string buffer(1 << 20, '\0');
      while (::recv(client, buffer.data(), buffer.size(), 0) > 0) {
      }
      ::close(client);
      others += CpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    });
    const double mine = CpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = Loopback(proxy_port);
    ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    bool broke = false;
    for (std::int64_t sent = 0; sent < total && !broke;
         sent += static_cast<std::int64_t>(stream.size())) {
      for (std::string_view left = stream; !left.empty() && !broke;) {
        const auto part = ::send(client, left.data(), left.size(), MSG_NOSIGNAL);
        broke = part <= 0;
        if (!broke) left.remove_prefix(static_cast<std::size_t>(part));
      }
    }
    ::close(client);
    broker.join();
    ::close(listener);
    if (broke) state.SkipWithError("the connection broke");
    others += CpuSeconds(CLOCK_THREAD_CPUTIME_ID) - mine;
    cpu += CpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - begin - others;
  }
  const double megabytes =
      static_cast<double>(state.iterations()) * static_cast<double>(total) / 1e6;
  state.counters["MB_per_cpu_second_of_the_proxy"] = megabytes / cpu;
  state.SetBytesProcessed(state.iterations() * total);
}
BENCHMARK(ThroughSockets)->UseRealTime()->Iterations(5);

}  // namespace
}  // namespace kproof
