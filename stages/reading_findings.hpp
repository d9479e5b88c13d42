// What is to be said of a page's reading.
#pragma once

#include <vector>

#include "models/document/page.hpp"
#include "pipeline/options.hpp"

namespace nuskha {

// `page` was to be read in its languages and came out as `text`; `reading` is the event, whose numbers the findings
// carry; `limits` are the options of recognise.
std::vector<Finding> reading_findings(const Page& page, const Text& text, const Event& reading,
                                      bool cut_short, const Options& limits);

// The language that the text's letters clearly speak for, of the script that it was read in and none of `asked`;
// empty where they speak for none. Of texts of some length only; languages without letter pairs are not told.
std::string other_language(const Text& text, const std::vector<std::string>& asked);

}  // namespace nuskha
