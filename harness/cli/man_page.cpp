// kproof(1): all verbs on one page, in the order that a reader looks for them.
#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/cli/verb_tree.h"

namespace kproof {
namespace {

constexpr const char* kEnvironment = R"(.SH ENVIRONMENT
.TP
.B JAVA_HOME
the Java that Kafka runs on; without it the first one on PATH or in /usr/lib/jvm that is new enough
.TP
.B KPROOF_CACHE
where Kafka's jars are kept; else $XDG_CACHE_HOME/kproof, else ~/.cache/kproof
.TP
.B KPROOF_DATA
the folder with scenarios in it, where it is not share/kproof beside the program
.TP
.B NO_COLOR
no colours
.SH FILES
.TP
.I results/latest
the folder of the last run: its facts (audit.db), its verdict (result.json, junit.xml), its scenario and its logs
)";

std::string Roff(const std::string& text) {
  std::string roff;
  for (const char c : text) {
    if (c == '\\')
      roff += "\\e";
    else if (c == '-')
      roff += "\\-";
    else
      roff += c;
  }
  return roff.starts_with('.') || roff.starts_with('\'') ? "\\&" + roff : roff;
}

// As it stands, line by line.
std::string Verbatim(const std::string& text) {
  if (Trim(text).empty()) return "";
  std::string block = ".EX\n";
  for (const auto& line : Split(text, '\n')) block += Roff(line) + "\n";
  return block + ".EE\n";
}

std::string Value(const ArgumentDoc& argument) {
  if (argument.value.empty()) return "";
  return " \\fI" + Roff(argument.value) + "\\fR";
}

std::string Argument(const ArgumentDoc& argument, bool positional) {
  std::string entry = ".TP\n\\fB" + Roff(Join(argument.names, ", ")) + "\\fR";
  if (!positional) entry += Value(argument);
  entry += "\n" + Roff(argument.about);
  if (positional && !argument.choices.empty()) entry += ": " + Roff(Join(argument.choices, ", "));
  return entry + "\n";
}

std::string Synopsis(const VerbDoc& verb) {
  std::string line = "\\fB" + Roff(verb.path) + "\\fR";
  if (!verb.flags.empty()) line += " [\\fIflags\\fR]";
  for (const auto& positional : verb.positionals) {
    const std::string name = "\\fI" + Roff(positional.names.front()) + "\\fR";
    line += positional.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string Section(const VerbDoc& verb) {
  std::string text = ".SS " + Synopsis(verb) + "\n" + Roff(verb.about) + "\n";
  for (const auto& positional : verb.positionals) text += Argument(positional, true);
  for (const auto& flag : verb.flags)
    if (flag.names.front() != "--help") text += Argument(flag, false);
  if (!Trim(verb.footer).empty()) text += ".PP\n" + Verbatim(verb.footer);
  return text;
}

}  // namespace

std::string ManPage(const VerbDoc& kproof, const std::string& version) {
  std::string page = fmt::format(
      ".TH KPROOF 1 \"\" \"kproof {}\"\n.SH NAME\nkproof \\- reliability verification and chaos "
      "testing for Apache Kafka\n.SH SYNOPSIS\n.B kproof\n.I verb\n[\\fIflags\\fR] "
      "[\\fIargument\\fR ...]\n.SH DESCRIPTION\nkproof runs a real Kafka cluster, sends and reads "
      "records through instrumented clients, breaks brokers, networks and disks on purpose "
      "meanwhile, and says what became of every acknowledged record, whether the settings had "
      "promised otherwise, and whether the fault took effect.\n.SH EXAMPLES\n.EX\nkproof run "
      "durability/leader\\-kill\nkproof check results/latest\nkproof list scenarios\n.EE\n.SH "
      "VERBS\n",
      Roff(version));
  ForEachVerb(kproof, [&](const VerbDoc& verb) {
    if (verb.verbs.empty()) page += Section(verb);
  });
  return page + ".SH EXIT STATUS\n" + Verbatim(kproof.footer) + kEnvironment +
         ".SH SEE ALSO\nThe pages in /usr/share/doc/kproof.\n";
}

}  // namespace kproof
