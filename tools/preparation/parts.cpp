#include "tools/preparation/parts.hpp"

#include "tools/preparation/curl.hpp"
#include "tools/preparation/frame.hpp"
#include "tools/preparation/quality.hpp"
#include "tools/preparation/skew.hpp"
#include "tools/preparation/split.hpp"

namespace nuskha {

std::span<const Part> parts() {
    static constexpr Part all[]{
        {"skew", "tilted pages are straightened", measure_skew},
        {"straight", "straight pages are left alone", measure_straight},
        {"skew-real", "real pages of known tilt are straightened", measure_skew_real},
        {"curl", "curled pages are read better once flattened, flat ones no worse",
         measure_curl_part},
        {"split", "openings are parted at the gutter, single sheets stay whole", measure_split},
        {"frame", "the leaf is found on its bed, and no word is cut", measure_frame},
        {"quality", "planted defects are found, sound pages left in peace", measure_quality},
    };
    return all;
}

}  // namespace nuskha
