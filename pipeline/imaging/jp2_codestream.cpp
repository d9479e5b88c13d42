#include "pipeline/imaging/jp2_codestream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/jp2_boxes.hpp"

namespace nuskha {
namespace {

constexpr unsigned soc = 0xFF4F, sot = 0xFF90, sod = 0xFF93, eoc = 0xFFD9, siz = 0xFF51,
                   cod = 0xFF52, coc = 0xFF53, qcd = 0xFF5C, com = 0xFF64;

constexpr std::int64_t most_tiles = 65535;

class CodestreamReader {
  public:
    CodestreamReader(std::span<const std::byte> bytes, Jp2Description& d, FindingLog& log)
        : source_{bytes, {}, {}}, d_(d), log_(log) {}

    void read() {
        if (!source_.holds(0, 4) || u16(0) != soc) return invalid("it does not begin with SOC");
        if (!main_header()) return;
        d_.usable = !log_.failed();
        if (d_.usable) tile_parts();
    }

  private:
    std::uint64_t size() const { return source_.bytes.size(); }
    unsigned u8(std::uint64_t at) const { return static_cast<unsigned>(source_.big(at, 1)); }
    unsigned u16(std::uint64_t at) const { return static_cast<unsigned>(source_.big(at, 2)); }
    std::int64_t u32(std::uint64_t at) const {
        return static_cast<std::int64_t>(source_.big(at, 4));
    }

    void invalid(std::string_view what) {
        log_.error(
            "scan.invalid",
            fmt::format("the JPEG 2000 codestream is damaged: {}; scan or export it again", what));
    }
    void truncated(std::string what) {
        log_.error("scan.truncated",
                   fmt::format("the JPEG 2000 codestream is cut: {}; copy or scan it again", what));
    }
    void rule(bool holds, std::string_view broken) {
        if (!holds)
            log_.warn(fmt::format("JPEG 2000 codestream: {} (ISO/IEC 15444-1, Annex A)", broken));
    }

    bool main_header();
    bool image_size(std::uint64_t at, unsigned length);
    void coding_style(std::uint64_t at, unsigned length);
    void comment(std::uint64_t at, unsigned length);
    void tile_parts();

    ImageBytes source_;
    Jp2Description& d_;
    FindingLog& log_;
    std::uint64_t at_ = 2;
    bool size_ = false, style_ = false, quantization_ = false;
};

// Segments from SOC to the first SOT: marker (2), length (2, counting itself), content (A.3).
bool CodestreamReader::main_header() {
    for (;;) {
        if (!source_.holds(at_, 4)) {
            truncated("it ends in its main header");
            return false;
        }
        const unsigned marker = u16(at_), length = u16(at_ + 2);
        if (marker == sot) break;
        if (marker >= 0xFF30 && marker <= 0xFF3F) {  // reserved, without a length (A.1.1)
            at_ += 2;
            continue;
        }
        if (marker < 0xFF00 || marker == sod || marker == eoc || length < 2) {
            invalid(fmt::format("no marker at byte {} of its main header", at_));
            return false;
        }
        if (!source_.holds(at_ + 2, length)) {
            truncated("it ends in its main header");
            return false;
        }
        if (marker == siz && !size_ && !image_size(at_ + 4, length - 2)) return false;
        if (marker == cod) coding_style(at_ + 4, length - 2);
        if (marker == coc && length >= 9)
            d_.reversible = d_.reversible && u8(at_ + 2 + length - 1) == 1;
        if (marker == qcd) quantization_ = true;
        if (marker == com) comment(at_ + 4, length - 2);
        rule(size_, "the first segment is not SIZ");
        at_ += 2 + length;
    }
    if (!size_) {
        invalid("its size (SIZ) is missing");
        return false;
    }
    rule(style_, "the coding style (COD) is missing");
    rule(quantization_, "the quantization (QCD) is missing");
    return true;
}

bool CodestreamReader::image_size(std::uint64_t at, unsigned length) {
    if (length < 36) {
        invalid("its size segment (SIZ) is too short");
        return false;
    }
    const std::int64_t x1 = u32(at + 2), y1 = u32(at + 6), x0 = u32(at + 10), y0 = u32(at + 14);
    d_.tile_width = u32(at + 18);
    d_.tile_height = u32(at + 22);
    const std::int64_t tx0 = u32(at + 26), ty0 = u32(at + 30);
    const unsigned components = u16(at + 34);
    if (components == 0 || length < 36 + 3 * components) {
        invalid("its components are missing or do not fit into the size segment");
        return false;
    }
    rule(length == 36 + 3 * components, "the size segment has the wrong length");
    for (unsigned i = 0; i < components; ++i) {
        const unsigned bits = u8(at + 36 + 3 * i);
        Jp2Component c{static_cast<int>(bits & 0x7F) + 1, (bits & 0x80) != 0,
                       static_cast<int>(u8(at + 37 + 3 * i)),
                       static_cast<int>(u8(at + 38 + 3 * i))};
        if (c.dx == 0 || c.dy == 0 || c.bits > 38) {
            invalid("a component has an impossible depth or subsampling");
            return false;
        }
        d_.components.push_back(c);
    }
    d_.width = x1 - x0;
    d_.height = y1 - y0;
    if (d_.width <= 0 || d_.height <= 0 || d_.tile_width == 0 || d_.tile_height == 0 || tx0 > x0 ||
        ty0 > y0 || tx0 + d_.tile_width <= x0 || ty0 + d_.tile_height <= y0) {
        invalid("image and tile sizes contradict each other");
        return false;
    }
    std::int64_t dx = 255, dy = 255;
    for (const Jp2Component& c : d_.components) {
        dx = std::min<std::int64_t>(dx, c.dx);
        dy = std::min<std::int64_t>(dy, c.dy);
    }
    d_.width = (x1 + dx - 1) / dx - (x0 + dx - 1) / dx;  // Annex B, equation B-1
    d_.height = (y1 + dy - 1) / dy - (y0 + dy - 1) / dy;
    if (d_.width <= 0 || d_.height <= 0) {
        invalid("its subsampling leaves no pixel of the image");
        return false;
    }
    d_.grid_width = x1 - x0;
    d_.grid_height = y1 - y0;
    const std::int64_t across = (x1 - tx0 - 1) / d_.tile_width + 1;
    const std::int64_t down = (y1 - ty0 - 1) / d_.tile_height + 1;
    if (across > most_tiles || down > most_tiles / across) {  // each may be 2^32, the product not
        invalid(fmt::format("it states {} x {} tiles, more than the 65,535 that can be numbered",
                            across, down));
        return false;
    }
    d_.tiles = across * down;
    size_ = true;
    return true;
}

void CodestreamReader::coding_style(std::uint64_t at, unsigned length) {
    if (length < 10) return rule(false, "the coding style segment is too short");
    rule(!style_, "there are two coding style segments");
    style_ = true;
    d_.layers = static_cast<int>(u16(at + 2));
    d_.reversible = u8(at + 9) == 1;
    rule(u8(at + 1) <= 4, "the progression order is unknown");
    rule(d_.layers > 0, "there are no quality layers");
    rule(u8(at + 4) <= 1, "the component transformation is unknown");
    rule(u8(at + 5) <= 32, "there are more than 32 decomposition levels");
    rule(u8(at + 6) <= 8 && u8(at + 7) <= 8 && u8(at + 6) + u8(at + 7) <= 8,
         "code blocks have an impossible size");
    rule(u8(at + 9) <= 1, "the wavelet transformation is unknown");
}

void CodestreamReader::comment(std::uint64_t at, unsigned length) {
    if (length < 2 || u16(at) != 1) return;  // 1: text in ISO 8859-15 (A.9.2)
    bool text = true;
    for (unsigned i = 2; i < length; ++i) {
        const unsigned c = u8(at + i);
        text =
            text && ((c >= 0x20 && c < 0x7F) || c >= 0xA0 || c == '\t' || c == '\n' || c == '\r');
    }
    rule(text, "a text comment holds control characters");
}

// SOT: length 10, tile number (2), bytes of the tile-part from the SOT marker on (4, 0 = to the
// end of the codestream), number of this tile-part (1), number of tile-parts or 0 (1) (A.4.2).
void CodestreamReader::tile_parts() {
    if (std::uint64_t{14} * static_cast<std::uint64_t>(d_.tiles) > size() - at_)
        return truncated(
            fmt::format("it states {} tiles, but has {} bytes for them", d_.tiles, size() - at_));
    std::vector<bool> seen(static_cast<std::size_t>(d_.tiles));
    std::int64_t missing = d_.tiles;
    bool ended = false;
    while (source_.holds(at_, 12) && u16(at_) == sot) {
        const std::uint64_t length = static_cast<std::uint64_t>(u32(at_ + 6));
        const unsigned tile = u16(at_ + 4);
        if (u16(at_ + 2) != 10) return invalid(fmt::format("bad tile-part at byte {}", at_));
        if (tile >= d_.tiles)
            return invalid(fmt::format("a tile-part at byte {} is of tile {}, but there are {}",
                                       at_, tile, d_.tiles));
        if (!seen[tile]) --missing;
        seen[tile] = true;
        if (length == 0) {  // to the end marker
            if (size() >= 2 && u16(size() - 2) == eoc) {
                at_ = size() - 2;
                break;
            }
            return truncated("its end (EOC) is missing");
        }
        if (length < 14) return invalid(fmt::format("a tile-part at byte {} has no length", at_));
        if (length > size() - at_)
            return truncated(fmt::format("tile {} needs {} bytes from byte {} on, {} are there",
                                         tile, length, at_, size() - at_));
        at_ += length;
    }
    ended = source_.holds(at_, 2) && u16(at_) == eoc;
    if (missing > 0) return truncated(fmt::format("{} of {} tiles are missing", missing, d_.tiles));
    if (!ended && !source_.holds(at_, 2)) return truncated("its end (EOC) is missing");
    if (!ended) return invalid(fmt::format("no tile-part or end at byte {}", at_));
    rule(at_ + 2 == size(), fmt::format("{} bytes follow the end (EOC)", size() - at_ - 2));
}

}  // namespace

void describe_codestream(std::span<const std::byte> bytes, Jp2Description& d, FindingLog& log) {
    CodestreamReader(bytes, d, log).read();
}

}  // namespace nuskha
