// Reports of a certificate: what each format is made by.
#include <nlohmann/json.hpp>

#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"
#include "harness/base/read_input.h"
#include "harness/cli/report_kinds.h"
#include "reports/certificate_json.h"
#include "reports/certificate_page/certificate_page.h"

namespace kproof {
namespace {

std::string CertificateIn(const std::string& path) {
  return FileOfReport(path, "certificate.json");
}

CertificatePage CertificateAt(const std::string& path) {
  return ReadCertificatePage(CertificateIn(path));
}

// What the file says, indented.
std::string CertificateAgain(const std::string& path) {
  CertificateAt(path);
  const auto text = ReadInput(CertificateIn(path), kMostJsonBytes);
  return LenientJsonText(ParseOrderedJson(text), 1) + "\n";
}

}  // namespace

ReportKind CertificateReports() {
  return {
      .name = "a certificate",
      .path = "a certificate.json or its folder",
      .recognises = [](const std::string& path) { return IsCertificateFile(CertificateIn(path)); },
      .inputs =
          [](const std::string& path) { return std::vector<std::string>{CertificateIn(path)}; },
      .formats = {{"html", [](const std::string& path) { return ToHtml(CertificateAt(path)); }},
                  {"md", [](const std::string& path) { return ToMarkdown(CertificateAt(path)); }},
                  {"json", CertificateAgain}}};
}

}  // namespace kproof
