// In which language a page is read.
#pragma once

#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/ink.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// Of the page's languages the one that it is written in; all where no line is found to try, or the page has one
// alone. Where sample lines read badly in all their scripts and well in another, a language of that one, which is
// then none of the page's. `ink` is that of an overview of the page. Asked again for the same page in the same
// place on its scan, the bench knows the answer.
//
// The script is the one whose data reads sample lines best; the language, of that script, the one whose letters
// follow one another as they do on those lines. Lines that were read already are not read again.
ReadingChoice choose_reading(const Page& page, const View& view, const Ink& ink,
                             EngineBench& engines);

// Of the page's languages those of other scripts, script by script, and those of the same script where other data
// than was chosen writes them all: what a passage may be in that reads badly.
std::vector<ReadingChoice> other_readings(const std::vector<std::string>& page_languages,
                                          const ReadingChoice& choice);

// All data that a page in these languages may come to be read with, installed or not.
std::vector<TrainedSet> sets_that_may_read(const std::vector<std::string>& languages);

// With the whole text at hand: of the languages chosen, and those of the page in the same script, the one that it is
// clearly likelier in than in any other; the first of those chosen where there is none.
std::string language_of_text(const std::string& text, const ReadingChoice& choice,
                             const std::vector<std::string>& page_languages);

}  // namespace nuskha
