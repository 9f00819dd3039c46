#include "harness/serve/answers.h"

#include <fmt/format.h>

#include <algorithm>

namespace kproof {

WebAnswer PageAnswer(std::string html) {
  WebAnswer answer{.type = "text/html; charset=utf-8", .body = std::move(html)};
  answer.headers.emplace_back(kPolicyHeader, "frame-ancestors 'none'");
  return answer;
}

WebAnswer TextAnswer(std::string text) { return {.body = std::move(text)}; }

WebAnswer RefusedAnswer(unsigned status, const std::string& why) {
  return {.status = status, .body = fmt::format("{}: {}\n", status, why)};
}

WebAnswer NowhereAnswer() {
  return RefusedAnswer(404, "there is no such page; / lists what there is");
}

WebAnswer LeadTo(const std::string& place) {
  WebAnswer answer{.status = 302, .body = "see " + place + "\n"};
  answer.headers.emplace_back("Location", place);
  return answer;
}

void AddSafetyHeaders(WebAnswer& answer) {
  auto& headers = answer.headers;
  if (std::none_of(headers.begin(), headers.end(),
                   [](const auto& header) { return header.first == kPolicyHeader; }))
    headers.emplace_back(kPolicyHeader, "default-src 'none'; frame-ancestors 'none'; sandbox");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace kproof
