#include "harness/base/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kBlock = 1U << 18;  // bytes

std::string Digits(const unsigned char* bytes, unsigned int size) {
  std::string digits;
  for (unsigned int i = 0; i < size; ++i) digits += fmt::format("{:02x}", bytes[i]);
  return digits;
}

}  // namespace

std::string Sha256OfFile(const std::string& path) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free);
  // A pipe would be waited for, and a device may have no end.
  std::error_code failed;
  const bool regular = std::filesystem::is_regular_file(path, failed);
  std::ifstream file;
  if (regular) file.open(path, std::ios::binary);
  bool ok =
      regular && digest && file && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> block(kBlock);
  while (ok && file) {
    file.read(block.data(), kBlock);
    ok = EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(file.gcount())) == 1;
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (!ok || file.bad() || EVP_DigestFinal_ex(digest.get(), bytes, &size) != 1)
    throw Error(ErrorKind::kNotRun, "can't read " + path + " to its end",
                Hint("may this user read it?"));
  return Digits(bytes, size);
}

std::string Sha256OfText(std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes, &size, EVP_sha256(), nullptr) != 1)
    throw Error("SHA-256 of a text failed", Hint("is OpenSSL's libcrypto complete?"));
  return Digits(bytes, size);
}

}  // namespace kproof
