// The index.json beside a certificate.
#include <algorithm>

#include "harness/words/verdict.h"
#include "reports/certificate_page/certificate_page.h"

namespace kproof {
namespace {

// As kproof certify ended.
int CertifyCodeOf(const CertificatePage& page) {
  switch (page.verdict) {
    case CertificateVerdict::kCertified:
      return 0;
    case CertificateVerdict::kRefused: {
      const bool broken = std::any_of(page.guarantees.begin(), page.guarantees.end(),
                                      [](const CertifiedGuarantee& guarantee) {
                                        return guarantee.required && guarantee.observed > 0;
                                      });
      return ExitCode(broken ? Verdict::kViolation : Verdict::kUnprotected);
    }
    case CertificateVerdict::kInconclusive:
      break;
  }
  return ExitCode(Verdict::kInconclusive);
}

}  // namespace

Index IndexOf(const CertificatePage& page) {
  return {.kind = std::string(kCertificateReport),
          .name = page.topic,
          .verdict = NameOf(page.verdict),
          .exit_code = CertifyCodeOf(page),
          .reason = page.reason,
          .files = {{"report.html", "the certificate as one printable page with an annex"},
                    {"result.md", "the same in at most 60 lines"},
                    {"certificate.json", "the certificate, for programs"},
                    {"certificate.txt", "the certificate for a terminal"},
                    {"matrix.json", "each fault and control with its runs"}},
          .not_seen = NotSeen(page)};
}

}  // namespace kproof
