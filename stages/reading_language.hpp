// In which language a page is read.
#pragma once

#include <span>
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

// Of the page's languages those of other scripts than the one chosen, script by script: what a passage may be in that
// reads badly. None where several data read together.
std::vector<ReadingChoice> other_readings(const std::vector<std::string>& page_languages,
                                          const ReadingChoice& choice);

// All data that a page in these languages may come to be read with, installed or not.
std::vector<TrainedSet> sets_that_may_read(const std::vector<std::string>& languages);

// Whether any word was read with data of the set.
bool has_words_of(const TrainedSet& set, const std::vector<Block>& blocks);

// Gives each word, that so far has the name of the data that read it, its language and that language's letters, where
// others were read that look like them, and returns the languages that
// there are, that of the page first. Now the whole text can be asked: of those chosen, and those of the page in the
// same script, a language is the one that the words of its data are clearly likelier in than in any other, else the
// first of those chosen.
std::vector<std::string> name_languages(std::vector<Block>& blocks, const ReadingChoice& choice,
                                        std::span<const ReadingChoice> others,
                                        const std::vector<std::string>& page_languages);

}  // namespace nuskha
