// A certificate as a page: one sheet and its annex, in the frame that all pages have.
#include "harness/base/text.h"
#include "reports/certificate_page/certificate_page.h"
#include "reports/certificate_page/view.h"
#include "reports/frame/texts.h"

namespace kproof {

std::string ToHtml(const CertificatePage& page) {
  PageData data;
  AddSheet(page, data);
  AddAnnex(page, data);
  return InFrame(
      {.kind = kCertificateReport,
       .title = Upper(NameOf(page.verdict)) + ": topic " + OneLine(page.topic, kLongestName),
       .styles = {"certificate-style"}},
      "certificate", data);
}

}  // namespace kproof
