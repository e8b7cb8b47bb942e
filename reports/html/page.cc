// The page around its parts. It loads nothing: a content security policy allows its own script and style, named by their digests, and
// nothing else, so that no text of a target or of content can bring anything to run.
#include <ostream>

#include "engine/base/base64.h"
#include "engine/base/digest.h"
#include "reports/formats.h"
#include "reports/html/assets.h"
#include "reports/html/parts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using html::View;

std::string source_hash(std::string_view text) { return "'sha256-" + base64(raw_digest("SHA-256", text).value_or("")) + "'"; }

std::string title_of_page(const Results& results) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  if (benchmark == nullptr) return "Results";
  return benchmark->title.empty() ? benchmark->id : benchmark->title;
}

std::string target_name(const Results& results) {
  return results.target.system.primary_host_name.empty() ? results.target.label : results.target.system.primary_host_name;
}

void write_head(const Results& results, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src " << source_hash(html::kScript)
      << "; style-src " << source_hash(html::kStyle) << "; base-uri 'none'; form-action 'none'\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
      << "<meta name=\"referrer\" content=\"no-referrer\">\n"
      << "<title>" << html::visible(target_name(results) + ": " + title_of_page(results)) << "</title>\n<style>" << html::kStyle
      << "</style>\n</head>\n";
}

void write_header(const Results& results, std::ostream& out) {
  out << "<body>\n<a class=\"skip\" href=\"#rules\">Skip to the rules</a>\n<header>\n<button type=\"button\" id=\"theme\" "
         "hidden>Dark</button>\n"
      << "<h1>" << html::safe(title_of_page(results)) << "</h1>\n<p>" << html::visible(heading(results).front().second)
      << "</p>\n</header>\n";
}

void write_footer(const Results& results, std::ostream& out) {
  out << "<footer><p>Judged by " << html::visible(results.tool_name + " " + results.tool_version)
      << ". This page is complete in itself and loads nothing.</p></footer>\n<script>" << html::kScript << "</script>\n</body>\n</html>\n";
}

}  // namespace

void write_html(const Results& results, std::ostream& out) {
  const View view(results);
  write_head(results, out);
  write_header(results, out);
  out << "<main>\n";
  write_verdict(view, out);
  write_bars(view, out);
  write_facts(view, out);
  write_waivers(view, out);
  write_baseline(view, out);
  write_answers(view, out);
  write_rules(view, out);
  write_not_judged(view, out);
  write_frameworks(view, out);
  write_notices(view, out);
  out << "</main>\n";
  write_footer(results, out);
}

}  // namespace assay::reports
