// The parts of the preparation benchmark.
#include "tools/measuring/parts.hpp"

#include "tools/preparation/batch.hpp"
#include "tools/preparation/contact.hpp"
#include "tools/preparation/curl.hpp"
#include "tools/preparation/frame.hpp"
#include "tools/preparation/orient.hpp"
#include "tools/preparation/quality.hpp"
#include "tools/preparation/skew.hpp"
#include "tools/preparation/split.hpp"
#include "tools/preparation/target.hpp"
#include "tools/preparation/whole.hpp"

namespace nuskha {
namespace {

constexpr Part all[]{
    {"orient", "pages come upright from every side", measure_orient},
    {"orient-real", "so do real scans, or they are left alone and flagged", measure_orient_real},
    {"skew", "tilted pages are straightened", measure_skew},
    {"straight", "straight pages are left alone", measure_straight},
    {"skew-real", "real pages of known tilt are straightened", measure_skew_real},
    {"curl", "curled pages are read better once flattened, flat ones no worse", measure_curl_part},
    {"split", "openings are parted at the gutter, single sheets stay whole", measure_split},
    {"frame", "the leaf is found on its bed, and no word is cut", measure_frame},
    {"target", "a reference target is found and measured as it was made", measure_targets},
    {"batch", "pages missing, twice, out of order and in other light are found, sound items left",
     measure_batch},
    {"quality", "planted defects are found, sound pages left in peace", measure_quality},
    {"whole", "the whole preparation helps reading, harms no page and costs little", measure_whole},
    {"contact", "pairs of real scans before and after, to be looked at", make_contact_sheet},
};

}  // namespace
}  // namespace nuskha

int main(int count, char** arguments) {
    return nuskha::run_parts("preparation",
                             "Measures image preparation and quality control on generated pages.",
                             nuskha::all, count, arguments);
}
