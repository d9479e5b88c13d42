// Writing that is too faint to be seen as ink, on a page that looks blank.
#pragma once

#include "stages/quality/sight.hpp"

namespace nuskha {

struct Faint {
    int parts = 0;      // marks like writing that stand in rows; 0 where there are none
    double levels = 0;  // by how much they are darker than their paper
};

// Looks again with the paper's own unevenness taken away and what stands out over its noise made
// dark. Only marks that lie in rows count: stains, foxing and the texture of paper do not. Writing of
// the other side that shows through counts too: it cannot be told from faint writing.
Faint find_faint(const Sight& sight);

}  // namespace nuskha
