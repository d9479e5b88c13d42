#include "tools/preparation/parts.hpp"

#include "tools/preparation/batch.hpp"
#include "tools/preparation/frame.hpp"
#include "tools/preparation/quality.hpp"
#include "tools/preparation/split.hpp"
#include "tools/preparation/target.hpp"

namespace nuskha {

std::span<const Part> parts() {
    static constexpr Part all[]{
        {"split", "openings are parted at the gutter, single sheets stay whole", measure_split},
        {"frame", "the leaf is found on its bed, and no word is cut", measure_frame},
        {"target", "a reference target is found and measured as it was made", measure_targets},
        {"batch",
         "pages missing, twice, out of order and in other light are found, sound items left",
         measure_batch},
        {"quality", "planted defects are found, sound pages left in peace", measure_quality},
    };
    return all;
}

}  // namespace nuskha
