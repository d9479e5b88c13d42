// The same shape on paper is several characters in Arabic script: which one is meant, the language tells.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nuskha {

// Letters of the text that the language's alphabet does not have, each with the one of its own that looks like it: {"ي",
// "ی"} in Persian. Of several that look like it the one with which the text is likeliest. Empty for languages of other
// scripts, and where letter and alphabet are not known. Source: look_alike (UTS #39), likely_languages.
std::vector<std::pair<std::string, std::string>> own_letters(std::string_view text,
                                                             const std::string& language);

// The text with those letters changed: "بير" is "بیر" in az-Arab.
std::string spelt(std::string_view text, const std::string& language);
std::string changed(std::string_view text,
                    const std::vector<std::pair<std::string, std::string>>& letters);

}  // namespace nuskha
