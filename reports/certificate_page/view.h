// The view model of the page of a certificate: what certificate.mustache names.
//
// Thread-safe: pure functions.
#pragma once

#include "reports/certificate_page/certificate_page.h"
#include "reports/frame/frame.h"

namespace kproof {

// The first part, in texts that are cut so that it takes one sheet of paper.
void AddSheet(const CertificatePage& page, PageData& data);
// The annex: all of it, up to lengths that keep the page small.
void AddAnnex(const CertificatePage& page, PageData& data);

}  // namespace kproof
