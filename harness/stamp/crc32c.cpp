#include "harness/stamp/crc32c.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#endif

namespace kproof {
namespace crc32c {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78;  // 0x1EDC6F41, lowest bit first

constexpr std::array<std::uint32_t, 256> MakeTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? kReflectedPolynomial : 0);
    table[byte] = crc;
  }
  return table;
}

constexpr auto kTable = MakeTable();

// The instructions of both processors are the same two steps under other names.
#if defined(__x86_64__)
#define KPROOF_CRC_TARGET __attribute__((target("sse4.2")))
KPROOF_CRC_TARGET std::uint32_t StepWord(std::uint32_t crc, std::uint64_t word) {
  return static_cast<std::uint32_t>(_mm_crc32_u64(crc, word));
}
KPROOF_CRC_TARGET std::uint32_t StepByte(std::uint32_t crc, std::uint8_t byte) {
  return _mm_crc32_u8(crc, byte);
}
#elif defined(__aarch64__)
#define KPROOF_CRC_TARGET __attribute__((target("+crc")))
KPROOF_CRC_TARGET std::uint32_t StepWord(std::uint32_t crc, std::uint64_t word) {
  return __crc32cd(crc, word);
}
KPROOF_CRC_TARGET std::uint32_t StepByte(std::uint32_t crc, std::uint8_t byte) {
  return __crc32cb(crc, byte);
}
#endif

}  // namespace

std::uint32_t ByTable(std::span<const std::byte> bytes, std::uint32_t previous) {
  std::uint32_t crc = ~previous;
  for (const std::byte byte : bytes)
    crc = (crc >> 8) ^ kTable[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFF];
  return ~crc;
}

#if defined(KPROOF_CRC_TARGET)

bool HasInstruction() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("sse4.2") != 0;
#else
  constexpr unsigned long kHwcapCrc32 = 1 << 7;  // HWCAP_CRC32 of asm/hwcap.h
  return std::endian::native == std::endian::little && (::getauxval(AT_HWCAP) & kHwcapCrc32) != 0;
#endif
}

KPROOF_CRC_TARGET std::uint32_t ByInstruction(std::span<const std::byte> bytes,
                                              std::uint32_t previous) {
  std::uint32_t crc = ~previous;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    crc = StepWord(crc, word);
    bytes = bytes.subspan(8);
  }
  for (const std::byte byte : bytes) crc = StepByte(crc, std::to_integer<std::uint8_t>(byte));
  return ~crc;
}

#else

bool HasInstruction() { return false; }
std::uint32_t ByInstruction(std::span<const std::byte> bytes, std::uint32_t previous) {
  return ByTable(bytes, previous);
}

#endif

}  // namespace crc32c

std::uint32_t Crc32c(std::span<const std::byte> bytes, std::uint32_t previous) {
  static const bool kByInstruction = crc32c::HasInstruction();
  return kByInstruction ? crc32c::ByInstruction(bytes, previous) : crc32c::ByTable(bytes, previous);
}

}  // namespace kproof
