// In which of its languages a page is read.
#pragma once

#include <string>
#include <vector>

#include "models/document/page.hpp"
#include "pipeline/view.hpp"
#include "stages/ink.hpp"
#include "stages/workbench.hpp"

namespace nuskha {

// Of several languages the one whose model reads sample lines best; all where no line is found to
// try or one model reads them all. One line settles the script, further lines are read only with
// models that come near the best. `ink` is that of an overview of the page. Asked again for the same
// page in the same place on its scan, the bench knows the answer.
std::vector<std::string> reading_languages(const Page& page, const View& view, const Ink& ink,
                                           EngineBench& engines);

}  // namespace nuskha
