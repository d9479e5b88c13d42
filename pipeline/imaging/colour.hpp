// From the samples of a file to grey or sRGB: ICC profiles (lcms2), CMYK, CIELab, alpha on white.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nuskha {

class FindingLog;

enum class ColourKind { grey, rgb, cmyk, lab };  // lab: ICC encoding, a and b offset by 128

// One pixel of 8-bit samples, interleaved: the colour samples first, others after them.
struct PixelLayout {
    ColourKind kind = ColourKind::grey;
    int samples = 1;             // all of them; those that are neither colour nor alpha are ignored
    int alpha = -1;              // index of the alpha sample, -1 = none
    bool premultiplied = false;  // colour was multiplied by alpha (TIFF "associated")
    bool inverted = false;       // grey: 0 is white; CMYK: 255 is no ink (Adobe)
};

// Description of an ICC profile, empty where it cannot be read. Never throws.
std::string icc_description(std::span<const std::byte> profile);

// Converts runs of pixels. Relative colorimetric with black point compensation: for the matrix
// profiles that scanners write all intents are the same; for table profiles it keeps what was
// measured (perceptual tables differ between vendors) and still opens the shadows of ink.
// A profile that is damaged or of another colour space is said in the log and left out; one that
// leaves sRGB as it is (to two levels) costs nothing.
class PixelConverter {
  public:
    PixelConverter(const PixelLayout& layout, std::span<const std::byte> icc, FindingLog& log);
    ~PixelConverter();
    PixelConverter(PixelConverter&&) noexcept;

    int channels() const;         // of the result: 1 or 3
    bool straight() const;        // input is output, byte for byte
    bool ready() const;           // false only where lcms could not be set up; said in the log
    bool works_in_place() const;  // `out` may be `in`: as many samples in as out
    void convert(const std::uint8_t* in, std::uint8_t* out, std::size_t pixels);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nuskha
