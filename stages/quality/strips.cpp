#include "stages/quality/strips.hpp"

namespace nuskha {

Profile profile_at(const View& view, const Frame& frame, int from) {
    const Rect area = frame.rows ? Rect{double(from), 0, strip_depth, double(frame.length)}
                                 : Rect{0, double(from), double(frame.length), strip_depth};
    const Raster strip = view.render(area, 1, Tone::grey);
    Profile profile(static_cast<std::size_t>(frame.rows ? strip.height : strip.width), 0.F);
    for (int y = 0; y < strip.height; ++y)
        for (int x = 0; x < strip.width; ++x)
            profile[static_cast<std::size_t>(frame.rows ? y : x)] += strip.row(y)[x];
    for (float& sum : profile)
        sum /= strip_depth;
    return profile;
}

}  // namespace nuskha
