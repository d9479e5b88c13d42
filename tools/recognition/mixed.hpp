// How pages in two scripts are read, against tesseract with the data of all languages.
#pragma once

#include "tools/measuring/parts.hpp"

namespace nuskha {

// `count` pages of each kind (mixed_pages.hpp), clean and aged in turn; read with the page's two languages declared
// and with ten. Kept where, over the pages in two scripts, our character error with two declared is at most a third of
// that of `tesseract -l aze+Cyrillic+kaz+rus+eng+fas`, and pages in one script are read as well with two languages
// declared as with their own alone. Errors of order count, for both; those of the words alone are printed beside them.
bool measure_mixed(const PartPlan& plan);

}  // namespace nuskha
