// Text that nobody vouches for, in Markdown as GitHub and GitLab read it: no markup, no HTML, no link, no mention, no formula comes of it.
#pragma once

#include <string>
#include <string_view>

namespace assay::reports {

// Words within a line of Markdown; not for its beginning, where digits and dashes make lists. Line breaks and controls become escapes.
std::string markdown_words(std::string_view text);
// Words within a line of HTML, where no Markdown is read: <summary>.
std::string html_words(std::string_view text);
// `text` as a code span of one line, whatever backticks it has.
std::string code_span(std::string_view text);
// Lines in a fence no line of theirs can end.
std::string code_block(std::string_view text);

}  // namespace assay::reports
