#include "reports/frame/frame.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "reports/frame/embedded.h"

namespace kproof {
namespace {

constexpr std::string_view kHtmlHead = "<!DOCTYPE html>";
constexpr std::string_view kHtmlGenerator = "<meta name=\"generator\" content=\"kproof ";

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

// No script is allowed where there is none.
std::string Policy(const std::string& style, const std::string& script) {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
      PolicyHash(style), script.empty() ? "'none'" : PolicyHash(script));
}

// Whoever passes a page on passes uPlot on, whose licence has to come with it.
std::string Together(const std::vector<std::string_view>& names) {
  std::string all;
  for (const auto name : names) {
    if (name == "uPlot") all.append("/*\n").append(EmbeddedPage("LICENSE")).append("*/\n");
    all.append(EmbeddedPage(name)).append("\n");
  }
  return all;
}

std::string Rendered(std::string_view name, const PageData& data) {
  kainjow::mustache::mustache page{std::string(EmbeddedPage(name))};
  if (!page.is_valid())
    throw Error(fmt::format("the template {} is wrong: {}", name, page.error_message()));
  return page.render(data);
}

}  // namespace

std::string InFrame(const Frame& frame, std::string_view body, const PageData& data) {
  auto styles = frame.styles;
  styles.emplace_back("page-style");
  const auto style = Together(styles), script = Together(frame.scripts);
  PageData all;
  all.set("csp", Policy(style, script));
  all.set("kind", std::string(frame.kind));
  all.set("title", frame.title);
  all.set("style", style);
  all.set("body", Rendered(body, data));
  all.set("script", OrNothing(script));
  return Rendered("frame", all);
}

std::string MarkdownHead(std::string_view kind) {
  return fmt::format("<!-- kproof {} report -->", kind);
}

bool IsReport(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(1'024, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  const auto line = head.substr(0, head.find('\n'));
  const bool markdown =
      line.rfind("<!-- kproof ", 0) == 0 && line.find(" report -->") != std::string::npos;
  return markdown ||
         (head.rfind(kHtmlHead, 0) == 0 && head.find(kHtmlGenerator) != std::string::npos);
}

}  // namespace kproof
