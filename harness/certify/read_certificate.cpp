#include "harness/certify/read_certificate.h"

#include <nlohmann/json.hpp>

#include "audit/lint/certificate.h"
#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"
#include "harness/base/read_input.h"

namespace kproof {

WrittenCertificate ReadCertificate(const std::string& file) {
  constexpr std::size_t kMostBytes = std::size_t{16} << 20;
  try {
    const auto json = ParseJson(ReadInput(file, kMostBytes));
    if (json.at("schema") != kCertificateSchema)
      throw Error(ErrorKind::kUsage,
                  file + " has schema " + JsonText(json.at("schema")) + ", not 1",
                  Hint("verify it with the version of kproof that wrote it"));
    return {.fingerprint = json.at("subject").at("fingerprint").get<std::string>(),
            .verdict = json.at("verdict").get<std::string>(),
            .kproof = json.at("valid_for").at("kproof").get<std::string>()};
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::kUsage, file + " is no certificate: " + JsonProblem(error.what()),
                Hint("name a certificate.json that `kproof certify` wrote"));
  }
}

}  // namespace kproof
