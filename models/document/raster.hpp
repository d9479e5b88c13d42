// Pixels for looking at: 8-bit grey or sRGB. Never a scan's own bytes; those stay in the file
// untouched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nuskha {

struct Raster {
    int width = 0;
    int height = 0;
    int channels = 1;                  // 1 = grey (0 black .. 255 white), 3 = R, G, B (sRGB)
    std::vector<std::uint8_t> pixels;  // rows top to bottom, no padding: height * width * channels

    Raster() = default;
    Raster(int width_, int height_, int channels_)
        : width(width_),
          height(height_),
          channels(channels_),
          pixels(static_cast<std::size_t>(width_) * height_ * channels_) {}
    bool empty() const { return pixels.empty(); }
    std::size_t stride() const { return static_cast<std::size_t>(width) * channels; }
    std::uint8_t* row(int y) { return pixels.data() + stride() * y; }
    const std::uint8_t* row(int y) const { return pixels.data() + stride() * y; }
};

}  // namespace nuskha
