#include "harness/inject/frame.h"

#include <arpa/inet.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kEthernet = 14;
constexpr std::size_t kLeastIp = 20;
constexpr unsigned kIpv4 = 0x0800;
constexpr unsigned char kTcp = 6;

std::uint16_t Two(std::span<const unsigned char> bytes) {
  return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

std::uint32_t Four(std::span<const unsigned char> bytes) {
  return static_cast<std::uint32_t>(Two(bytes)) << 16 | Two(bytes.subspan(2));
}

}  // namespace

std::optional<FrameEnds> ReadFrame(std::span<const unsigned char> frame) {
  if (frame.size() < kEthernet + kLeastIp || Two(frame.subspan(12)) != kIpv4) return std::nullopt;
  const auto ip = frame.subspan(kEthernet);
  const std::size_t header = std::size_t{ip[0] & 0x0fU} * 4;
  if (ip[0] >> 4 != 4 || header < kLeastIp) return std::nullopt;
  FrameEnds ends{.from = Four(ip.subspan(12)), .to = Four(ip.subspan(16))};
  const bool later_fragment = (Two(ip.subspan(6)) & 0x1fffU) != 0;
  if (ip[9] == kTcp && !later_fragment && ip.size() >= header + 4) {
    ends.from_port = Two(ip.subspan(header));
    ends.to_port = Two(ip.subspan(header + 2));
  }
  return ends;
}

std::uint32_t AddressNumber(const std::string& address) {
  in_addr number{};
  if (::inet_pton(AF_INET, address.c_str(), &number) != 1)
    throw Error("'" + address + "' is not an IPv4 address");
  return ntohl(number.s_addr);
}

}  // namespace kproof
