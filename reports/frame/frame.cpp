#include "reports/frame/frame.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <fstream>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "reports/frame/embedded.h"

namespace kproof {
namespace {

constexpr std::string_view kHtmlHead = "<!DOCTYPE html>";
// The kind stands between these.
constexpr std::string_view kHtmlGenerator = "<meta name=\"generator\" content=\"kproof ";
constexpr std::string_view kHtmlEnds = " report\"";
constexpr std::string_view kMarkdownBegins = "<!-- kproof ", kMarkdownEnds = " report -->";

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
std::string Policy(const std::string& style, const std::string& script, bool asks_its_server) {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {};{} base-uri 'none'; form-action 'none'",
      PolicyHash(style), script.empty() ? "'none'" : PolicyHash(script),
      asks_its_server ? " connect-src 'self';" : "");
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

// What stands in `text` between the first of these and what ends it.
std::optional<std::string> Between(const std::string& text, std::string_view begins,
                                   std::string_view ends) {
  const auto begin = text.find(begins);
  if (begin == std::string::npos) return std::nullopt;
  const auto end = text.find(ends, begin + begins.size());
  if (end == std::string::npos) return std::nullopt;
  return text.substr(begin + begins.size(), end - begin - begins.size());
}

// Of the report that kproof made as this file; nothing where it did not.
std::optional<std::string> KindOf(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(1'024, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  if (head.starts_with(kHtmlHead)) return Between(head, kHtmlGenerator, kHtmlEnds);
  if (!head.starts_with(kMarkdownBegins)) return std::nullopt;
  return Between(head.substr(0, head.find('\n')), kMarkdownBegins, kMarkdownEnds);
}

}  // namespace

std::string RenderPart(std::string_view name, const PageData& data) {
  kainjow::mustache::mustache page{std::string(EmbeddedPage(name))};
  if (!page.is_valid())
    throw Error(fmt::format("the template {} is wrong: {}", name, page.error_message()));
  return page.render(data);
}

std::string InFrame(const Frame& frame, std::string_view body, const PageData& data) {
  auto styles = frame.styles;
  styles.emplace_back("page-style");
  const auto style = Together(styles), script = Together(frame.scripts);
  PageData all;
  all.set("csp", Policy(style, script, frame.asks_its_server));
  all.set("kind", std::string(frame.kind));
  all.set("title", frame.title);
  all.set("reload_s", OrNothing(frame.reload_s == 0 ? "" : std::to_string(frame.reload_s)));
  all.set("style", style);
  all.set("body", RenderPart(body, data));
  all.set("script", OrNothing(script));
  return RenderPart("frame", all);
}

std::string MarkdownHead(std::string_view kind) {
  return fmt::format("{}{}{}", kMarkdownBegins, kind, kMarkdownEnds);
}

bool IsReport(const std::string& file) { return KindOf(file).has_value(); }

bool IsReportOf(std::string_view kind, const std::string& file) { return KindOf(file) == kind; }

}  // namespace kproof
