// What every page has in common: one HTML file that needs nothing else. It opens from a disk, asks
// no network for anything, and runs no style and no script but its own (a Content-Security-Policy
// names them by their SHA-256). Also how a report is known by its first bytes.
//
// Thread-safe: pure functions but for IsReport, which reads a file.
#pragma once

#include <cstddef>
#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// The values of a template: each text in them is escaped where the template names it with {{…}}.
using PageData = kainjow::mustache::data;

inline PageData PageList() { return PageData(PageData::type::list); }
// The engine takes "" for something: a section of it would be shown.
inline PageData OrNothing(const std::string& text) {
  return text.empty() ? PageData(false) : PageData(text);
}

// A table with more rows stands in a box that scrolls.
inline constexpr std::size_t kLongTable = 40;

struct Frame {
  std::string_view kind;  // "run", "matrix", …: of what the report is
  std::string title;
  // Embedded files (reports/frame/embedded.h), in this order; each page has "page-style" too.
  std::vector<std::string_view> styles = {};
  std::vector<std::string_view> scripts = {};
  // Of a page of `kproof serve`: its script may ask the server that the page came from, and where
  // no script runs the page loads itself again after so many seconds (0: never).
  bool asks_its_server = false;
  int reload_s = 0;
};

// `body`: the embedded template of what stands in <body>. The same input gives the same bytes.
// Throws Error where the template is wrong.
std::string InFrame(const Frame& frame, std::string_view body, const PageData& data);

// An embedded template alone: a part of a page. Throws Error where it is wrong.
std::string RenderPart(std::string_view name, const PageData& data);

// The first line of a report in Markdown: "<!-- kproof run report -->".
std::string MarkdownHead(std::string_view kind);

// Whether kproof made this file as a report, in HTML or Markdown: its first bytes say so. False
// where it can't be read.
bool IsReport(const std::string& file);
// The same of one kind.
bool IsReportOf(std::string_view kind, const std::string& file);

}  // namespace kproof
