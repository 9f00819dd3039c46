#include "reports/run_page/html.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "reports/run_page/embedded.h"
#include "reports/run_page/view.h"

namespace kproof {
namespace {

constexpr std::string_view kHtmlHead = "<!DOCTYPE html>";
constexpr std::string_view kHtmlGenerator = "content=\"kproof run report\"";
constexpr std::string_view kMarkdownHead = "<!-- kproof run report -->";

// As a Content-Security-Policy names a style or a script.
std::string PolicyHash(const std::string& text) {
  const auto digits = Sha256OfText(text);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  std::string encoded(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  encoded.resize(static_cast<std::size_t>(length));
  return "'sha256-" + encoded + "'";
}

std::string Embedded(std::string_view name) { return std::string(EmbeddedPage(name)); }

std::string Policy(const std::string& style, const std::string& script) {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
      PolicyHash(style), PolicyHash(script));
}

}  // namespace

std::string ToHtml(const RunPage& page) {
  static const std::string kStyle = Embedded("uplot-style") + "\n" + Embedded("page-style");
  // Whoever passes the page on passes uPlot on, whose licence has to come with it.
  static const std::string kScript =
      "/*\n" + Embedded("LICENSE") + "*/\n" + Embedded("uPlot") + "\n" + Embedded("page-script");
  static const std::string kPolicy = Policy(kStyle, kScript);
  kainjow::mustache::mustache run(Embedded("run"));
  if (!run.is_valid()) throw Error("the template of the report is wrong: " + run.error_message());
  view::Data data;
  data.set("csp", kPolicy);
  data.set("style", kStyle);
  data.set("script", kScript);
  data.set("first", view::FirstScreen(page));
  data.set("charts", view::Charts(page));
  data.set("anomalies", view::Anomalies(page.result));
  data.set("faults", view::Faults(page));
  data.set("partitions", view::Partitions(page));
  data.set("around", view::Circumstances(page));
  return run.render(data);
}

bool IsRunReport(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(1'024, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  return head.rfind(kMarkdownHead, 0) == 0 ||
         (head.rfind(kHtmlHead, 0) == 0 && head.find(kHtmlGenerator) != std::string::npos);
}

}  // namespace kproof
