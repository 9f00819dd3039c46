// What a certificate does not say: nobody should read more out of it than was looked at.
#include <fmt/format.h>

#include "reports/certificate_page/certificate_page.h"

namespace kproof {

std::vector<std::string> NotSeen(const CertificatePage& page) {
  auto lines = page.not_tested;
  for (const auto& guarantee : page.guarantees)
    if (guarantee.trials > 0 && guarantee.per_trial_upper)
      lines.push_back(fmt::format("a fault may still break {} in up to {:.2g} of its trials",
                                  guarantee.guarantee, *guarantee.per_trial_upper));
  if (!page.tried.empty())
    lines.emplace_back(
        "trials ran on brokers that kproof started, with these settings: not on the cluster that "
        "they are for");
  lines.emplace_back(
      "it is about exactly these settings and versions: after any change of them it says nothing");
  return lines;
}

}  // namespace kproof
