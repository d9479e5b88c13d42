// The way of a block (a strip or a tile): libtiff decompresses it; its rows are unpacked to 8-bit
// samples (planes interleaved); the pixel converter writes grey or sRGB into the raster. Blocks of
// plain 8-bit grey or RGB strips are decompressed straight into the raster. YCbCr that is not
// converted by libjpeg goes through libtiff's own RGBA interface, band by band.
#include "pipeline/imaging/tiff_pixels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "pipeline/imaging/colour.hpp"
#include "pipeline/imaging/samples.hpp"

namespace nuskha {
namespace {

struct Layout {
    std::uint32_t width = 0, height = 0;
    std::uint16_t bits = 1, samples = 1, photometric = 0, compression = COMPRESSION_NONE;
    SampleKind kind = SampleKind::unsigned_integer;
    bool planes = false, tiled = false;
    bool through_rgba = false;  // libtiff converts the colours
    std::uint32_t block_width = 0, block_height = 0, across = 1, down = 1;
    std::int64_t row_bytes = 0, block_bytes = 0;  // of one block of one plane
    PixelLayout pixel;
};

class DirectoryDecoder {
  public:
    DirectoryDecoder(TiffHandle& handle, int directory, const DecodeLimits& limits, FindingLog& log)
        : handle_(handle),
          tiff_(handle.tiff()),
          directory_(directory),
          limits_(limits),
          log_(log) {}

    std::optional<Raster> decode() {
        if (!read_layout() || !plan_pixels() || !plan_blocks()) return {};
        if (!layout_.through_rgba && !blocks_lie_in_file()) return {};
        const bool done = layout_.through_rgba                         ? decode_rgba()
                          : layout_.photometric == PHOTOMETRIC_PALETTE ? decode_palette()
                                                                       : decode_samples();
        if (!done || log_.failed()) return {};
        tell_repairs();
        if (log_.failed()) return {};
        return std::move(raster_);
    }

  private:
    bool fail(std::string_view code, std::string sentence) {
        log_.error(code, std::move(sentence));
        return false;
    }
    bool unsupported(const std::string& what) {
        return fail("scan.unsupported",
                    fmt::format("directory {}: {} not supported; export it in a common form",
                                directory_, what));
    }

    bool read_layout();
    bool plan_pixels();
    bool plan_colours();
    bool plan_alpha(int colours);
    bool plan_blocks();
    bool blocks_lie_in_file();
    bool decode_samples();
    bool decode_palette();
    bool decode_rgba();
    void tell_repairs();

    std::uint32_t rows_of(std::uint32_t block_y) const {  // rows of the image in this row of blocks
        return std::min(layout_.block_height, layout_.height - block_y * layout_.block_height);
    }
    std::uint32_t block_number(std::uint32_t bx, std::uint32_t by, int plane) const {
        return (static_cast<std::uint32_t>(plane) * layout_.down + by) * layout_.across + bx;
    }
    // Decompresses one block; logs what, where and from which row on where it cannot be done.
    bool read_block(std::uint32_t bx, std::uint32_t by, int plane, std::uint8_t* to);
    bool block_failed(std::uint32_t number, std::uint32_t row);

    TiffHandle& handle_;
    TIFF* tiff_;
    int directory_;
    const DecodeLimits& limits_;
    FindingLog& log_;
    Layout layout_;
    std::vector<std::byte> icc_;
    Raster raster_;
};

bool DirectoryDecoder::read_layout() {
    Layout& l = layout_;
    std::uint16_t format = SAMPLEFORMAT_UINT, planar = PLANARCONFIG_CONTIG;
    TIFFGetField(tiff_, TIFFTAG_IMAGEWIDTH, &l.width);
    TIFFGetField(tiff_, TIFFTAG_IMAGELENGTH, &l.height);
    TIFFGetFieldDefaulted(tiff_, TIFFTAG_BITSPERSAMPLE, &l.bits);
    TIFFGetFieldDefaulted(tiff_, TIFFTAG_SAMPLESPERPIXEL, &l.samples);
    TIFFGetFieldDefaulted(tiff_, TIFFTAG_COMPRESSION, &l.compression);
    TIFFGetFieldDefaulted(tiff_, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetFieldDefaulted(tiff_, TIFFTAG_PLANARCONFIG, &planar);
    if (!TIFFGetField(tiff_, TIFFTAG_PHOTOMETRIC, &l.photometric)) {
        l.photometric = l.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
        log_.warn(
            fmt::format("directory {} does not say what its samples mean (Photometric-"
                        "Interpretation); taken as {}",
                        directory_, l.samples >= 3 ? "RGB" : "grey, 0 = black"));
    }
    if (l.samples == 0) return fail("scan.invalid", "the image has no samples; export it again");
    if (!TIFFIsCODECConfigured(l.compression))
        return unsupported(fmt::format("compression {} is", l.compression));
    l.planes = planar == PLANARCONFIG_SEPARATE && l.samples > 1;
    l.tiled = TIFFIsTiled(tiff_) != 0;
    l.kind = format == SAMPLEFORMAT_INT      ? SampleKind::signed_integer
             : format == SAMPLEFORMAT_IEEEFP ? SampleKind::floating
                                             : SampleKind::unsigned_integer;
    if (format == SAMPLEFORMAT_COMPLEXINT || format == SAMPLEFORMAT_COMPLEXIEEEFP)
        return unsupported("complex numbers as samples are");
    std::uint32_t size = 0;
    void* profile = nullptr;
    if (TIFFGetField(tiff_, TIFFTAG_ICCPROFILE, &size, &profile) && profile) {
        const auto* bytes = static_cast<const std::byte*>(profile);
        icc_.assign(bytes, bytes + size);
    }
    return within_limits(l.width, l.height, 3, 0, limits_, log_);
}

bool DirectoryDecoder::plan_pixels() {
    Layout& l = layout_;
    if (l.photometric == PHOTOMETRIC_LOGL || l.photometric == PHOTOMETRIC_LOGLUV) {
        TIFFSetField(tiff_, TIFFTAG_SGILOGDATAFMT, SGILOGDATAFMT_8BIT);
        l.bits = 8;
        l.kind = SampleKind::unsigned_integer;
        l.photometric =
            l.photometric == PHOTOMETRIC_LOGL ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB;
    }
    if (l.compression == COMPRESSION_PIXARLOG) {
        TIFFSetField(tiff_, TIFFTAG_PIXARLOGDATAFMT, PIXARLOGDATAFMT_8BIT);
        l.bits = 8;
        l.kind = SampleKind::unsigned_integer;
    }
    if (l.photometric == PHOTOMETRIC_YCBCR) {
        if (l.compression == COMPRESSION_JPEG && !l.planes && l.samples == 3) {
            TIFFSetField(tiff_, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            l.photometric = PHOTOMETRIC_RGB;
        } else {
            l.through_rgba = true;
        }
    }
    if (l.compression == COMPRESSION_OJPEG) l.through_rgba = true;
    if (l.through_rgba) {
        char why[1024] = {};
        if (!TIFFRGBAImageOK(tiff_, why)) return unsupported(clean_text(why) + ", which is");
        l.pixel = {ColourKind::rgb, 3, -1, false, false};
        return true;
    }
    if (!samples_supported(l.kind, l.bits))
        return unsupported(fmt::format("samples of {} bits{} are", l.bits,
                                       l.kind == SampleKind::floating ? " floating point" : ""));
    return plan_colours();
}

bool DirectoryDecoder::plan_colours() {
    Layout& l = layout_;
    l.pixel.samples = l.samples;
    int colours = 3;
    switch (l.photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK:
            l.pixel.kind = ColourKind::grey;
            l.pixel.inverted = l.photometric == PHOTOMETRIC_MINISWHITE;
            colours = 1;
            break;
        case PHOTOMETRIC_RGB:
            l.pixel.kind = ColourKind::rgb;
            break;
        case PHOTOMETRIC_PALETTE:
            if (l.kind != SampleKind::unsigned_integer || l.bits > 16)
                return unsupported(fmt::format("a palette of {} bits is", l.bits));
            colours = 1;
            break;
        case PHOTOMETRIC_SEPARATED: {
            std::uint16_t inks = INKSET_CMYK;
            TIFFGetFieldDefaulted(tiff_, TIFFTAG_INKSET, &inks);
            if (inks != INKSET_CMYK && l.samples != 4)
                return unsupported("an ink set other than CMYK is");
            l.pixel.kind = ColourKind::cmyk;
            colours = 4;
            break;
        }
        case PHOTOMETRIC_CIELAB:
        case PHOTOMETRIC_ICCLAB:
            if ((l.bits != 8 && l.bits != 16) || l.kind == SampleKind::floating)
                return unsupported(fmt::format("CIELab of {} bits is", l.bits));
            l.pixel.kind = ColourKind::lab;
            l.kind = SampleKind::unsigned_integer;
            break;
        default:
            return unsupported(fmt::format("photometric interpretation {} is", l.photometric));
    }
    if (l.samples < colours)
        return fail("scan.invalid",
                    fmt::format("directory {} has {} samples a pixel where its colours need {}; "
                                "export it again",
                                directory_, l.samples, colours));
    return plan_alpha(colours);
}

bool DirectoryDecoder::plan_alpha(int colours) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    if (!TIFFGetField(tiff_, TIFFTAG_EXTRASAMPLES, &count, &kinds) || !kinds) return true;
    for (int i = 0; i < count && colours + i < layout_.samples; ++i)
        if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
            layout_.pixel.alpha = colours + i;
            layout_.pixel.premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
            break;
        }
    return true;
}

bool DirectoryDecoder::plan_blocks() {
    Layout& l = layout_;
    if (l.tiled) {
        TIFFGetField(tiff_, TIFFTAG_TILEWIDTH, &l.block_width);
        TIFFGetField(tiff_, TIFFTAG_TILELENGTH, &l.block_height);
        l.row_bytes = TIFFTileRowSize(tiff_);
        l.block_bytes = TIFFTileSize(tiff_);
    } else {
        TIFFGetFieldDefaulted(tiff_, TIFFTAG_ROWSPERSTRIP, &l.block_height);
        l.block_width = l.width;
        l.block_height = std::min(l.block_height, l.height);
        l.row_bytes = TIFFScanlineSize(tiff_);
        l.block_bytes = TIFFStripSize(tiff_);
    }
    if (l.block_width == 0 || l.block_height == 0 || l.row_bytes <= 0 || l.block_bytes <= 0)
        return fail("scan.invalid",
                    fmt::format("directory {} has strips or tiles of no size; export it again",
                                directory_));
    l.across = (l.width - 1) / l.block_width + 1;
    l.down = (l.height - 1) / l.block_height + 1;
    // A row of samples must fit into what libtiff hands out, whatever the tags say.
    const std::int64_t row_samples = std::int64_t{l.block_width} * (l.planes ? 1 : l.samples);
    if (!l.through_rgba && ((row_samples * l.bits + 7) / 8 > l.row_bytes ||
                            l.row_bytes > l.block_bytes / l.block_height))
        return unsupported("the arrangement of samples is");
    // Stored whole blocks (twice, as libtiff may hold the packed one) and one unpacked row of them.
    const std::int64_t block_pixels = std::int64_t{l.block_width} * l.block_height;
    if (!within_limits(l.block_width, l.block_height, 1, 0, limits_, log_)) return false;
    std::int64_t temporary = l.through_rgba ? block_pixels * 8 : l.block_bytes * 2;
    if (l.planes) temporary += std::int64_t{l.width} * l.block_height * l.samples;
    return within_limits(l.width, l.height, l.pixel.kind == ColourKind::grey ? 1 : 3, temporary,
                         limits_, log_);
}

// Before anything big is allocated: a file that is cut, or that promises more than it holds, is
// told so at once.
bool DirectoryDecoder::blocks_lie_in_file() {
    const std::uint64_t size = TIFFGetSizeProc(tiff_)(TIFFClientdata(tiff_));
    const std::uint32_t blocks =
        layout_.tiled ? TIFFNumberOfTiles(tiff_) : TIFFNumberOfStrips(tiff_);
    const std::uint64_t needed =
        std::uint64_t{layout_.across} * layout_.down * (layout_.planes ? layout_.samples : 1);
    if (blocks < needed)
        return fail("scan.invalid", fmt::format("directory {} lists {} of {} strips or tiles; "
                                                "export it again",
                                                directory_, blocks, needed));
    for (std::uint32_t i = 0; i < needed; ++i) {
        const std::uint64_t at = TIFFGetStrileOffset(tiff_, i);
        const std::uint64_t bytes = TIFFGetStrileByteCount(tiff_, i);
        const std::uint32_t row = i / layout_.across % layout_.down * layout_.block_height;
        if (at >= size || bytes > size - at)
            return fail(
                "scan.truncated",
                fmt::format("directory {}, {} {}: its {} bytes at {} lie beyond the end "
                            "of the file ({} bytes); rows from {} on are missing; copy or "
                            "scan it again",
                            directory_, layout_.tiled ? "tile" : "strip", i, bytes, at, size, row));
        if (bytes == 0 || at == 0)
            return fail("scan.invalid",
                        fmt::format("directory {}, {} {}: it has no bytes; rows from {} on are "
                                    "missing; scan or export it again",
                                    directory_, layout_.tiled ? "tile" : "strip", i, row));
    }
    return true;
}

bool DirectoryDecoder::block_failed(std::uint32_t number, std::uint32_t row) {
    const TiffMessages& m = handle_.messages();
    return fail(m.unsupported ? "scan.unsupported"
                : m.truncated ? "scan.truncated"
                              : "scan.invalid",
                fmt::format("directory {}, {} {} cannot be decoded from row {} on: {}; scan or "
                            "export it again",
                            directory_, layout_.tiled ? "tile" : "strip", number, row,
                            m.first_error.empty() ? "its data is damaged" : m.first_error));
}

bool DirectoryDecoder::read_block(std::uint32_t bx, std::uint32_t by, int plane, std::uint8_t* to) {
    const std::uint32_t number = block_number(bx, by, plane);
    const std::uint32_t rows = layout_.tiled ? layout_.block_height : rows_of(by);
    const tmsize_t wanted = static_cast<tmsize_t>(rows * layout_.row_bytes);
    const tmsize_t got = layout_.tiled ? TIFFReadEncodedTile(tiff_, number, to, wanted)
                                       : TIFFReadEncodedStrip(tiff_, number, to, wanted);
    const TiffMessages& m = handle_.messages();
    const bool lines_only = m.damaged_lines > 0 && !m.truncated;  // counted; told at the end
    if (got != wanted || (!m.first_error.empty() && !lines_only) || m.truncated)
        return block_failed(number, by * layout_.block_height);
    return true;
}

bool DirectoryDecoder::decode_samples() {
    const Layout& l = layout_;
    PixelConverter converter(l.pixel, icc_, log_);
    if (!converter.ready()) return false;
    const int channels = converter.channels(), planes = l.planes ? l.samples : 1;
    raster_ = Raster(static_cast<int>(l.width), static_cast<int>(l.height), channels);
    const bool whole_bytes = l.bits == 8 && l.kind == SampleKind::unsigned_integer &&
                             l.photometric != PHOTOMETRIC_CIELAB;
    const bool direct = whole_bytes && !l.tiled && !l.planes && l.samples == channels &&
                        l.row_bytes == static_cast<std::int64_t>(raster_.stride());
    std::vector<std::uint8_t> packed(direct ? 0 : static_cast<std::size_t>(l.block_bytes));
    const std::size_t row_samples = std::size_t{l.block_width} * (l.planes ? 1 : l.samples);
    std::vector<std::uint8_t> row(whole_bytes && !l.planes ? 0 : row_samples);
    std::vector<std::uint8_t> band(
        l.planes ? std::size_t{l.block_width} * l.block_height * l.samples : 0);
    std::size_t clipped = 0;
    for (std::uint32_t by = 0; by < l.down; ++by)
        for (std::uint32_t bx = 0; bx < l.across; ++bx) {
            const std::uint32_t rows = rows_of(by), y0 = by * l.block_height,
                                x0 = bx * l.block_width;
            const std::uint32_t columns = std::min(l.block_width, l.width - x0);
            for (int plane = 0; plane < planes; ++plane) {
                std::uint8_t* to = direct ? raster_.row(static_cast<int>(y0)) : packed.data();
                if (!read_block(bx, by, plane, to)) return false;
                for (std::uint32_t y = 0; y < rows; ++y) {
                    std::uint8_t* out =
                        raster_.row(static_cast<int>(y0 + y)) + std::size_t{x0} * channels;
                    const std::uint8_t* in = to + y * l.row_bytes;
                    if (row.empty()) {
                        if (!direct || !converter.straight()) converter.convert(in, out, columns);
                        continue;
                    }
                    clipped += unpack_samples(in, row.data(),
                                              std::size_t{columns} * (l.planes ? 1 : l.samples),
                                              l.kind, l.bits);
                    if (l.photometric == PHOTOMETRIC_CIELAB && (!l.planes || plane > 0))
                        for (std::size_t i = 0;
                             i < std::size_t{columns} * (l.planes ? 1 : l.samples); ++i)
                            if (l.planes ? plane < 3 : i % l.samples == 1 || i % l.samples == 2)
                                row[i] ^= 0x80;  // a and b are signed (TIFF 6.0, section 23)
                    if (!l.planes) {
                        converter.convert(row.data(), out, columns);
                        continue;
                    }
                    std::uint8_t* mixed = band.data() + std::size_t{y} * l.block_width * l.samples;
                    for (std::uint32_t x = 0; x < columns; ++x)
                        mixed[std::size_t{x} * l.samples + plane] = row[x];
                }
            }
            for (std::uint32_t y = 0; l.planes && y < rows; ++y)
                converter.convert(
                    band.data() + std::size_t{y} * l.block_width * l.samples,
                    raster_.row(static_cast<int>(y0 + y)) + std::size_t{x0} * channels, columns);
        }
    if (clipped > 0)
        log_.warn(
            fmt::format("directory {}: {} floating point samples lie outside 0..1 and were "
                        "clipped for processing",
                        directory_, clipped));
    return true;
}

bool DirectoryDecoder::decode_palette() {
    const Layout& l = layout_;
    std::uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
    if (!TIFFGetField(tiff_, TIFFTAG_COLORMAP, &red, &green, &blue) || !red || !green || !blue)
        return fail("scan.invalid",
                    fmt::format("directory {} has no colour map; export it again", directory_));
    const std::size_t colours = std::size_t{1} << l.bits;
    bool narrow = true;  // some old writers put 8-bit values into the 16-bit map
    for (std::size_t i = 0; i < colours && narrow; ++i)
        narrow = red[i] < 256 && green[i] < 256 && blue[i] < 256;
    std::vector<std::uint8_t> map(colours * 3);
    bool grey = true;
    for (std::size_t i = 0; i < colours; ++i) {
        const std::uint16_t rgb[3] = {red[i], green[i], blue[i]};
        for (int c = 0; c < 3; ++c)
            map[i * 3 + c] =
                static_cast<std::uint8_t>(narrow ? rgb[c] : (rgb[c] * 255u + 32895u) >> 16);
    }
    PixelConverter converter({ColourKind::rgb, 3, -1, false, false}, icc_, log_);
    converter.convert(map.data(), map.data(), colours);
    for (std::size_t i = 0; i < colours && grey; ++i)
        grey = map[i * 3] == map[i * 3 + 1] && map[i * 3] == map[i * 3 + 2];
    const int channels = grey ? 1 : 3;
    raster_ = Raster(static_cast<int>(l.width), static_cast<int>(l.height), channels);
    std::vector<std::uint8_t> packed(static_cast<std::size_t>(l.block_bytes));
    const int step = l.planes ? 1 : l.samples;  // indices are the first sample
    std::vector<std::uint16_t> indices(std::size_t{l.block_width} * step);
    const int planes = l.planes ? l.samples : 1;
    for (int plane = 0; plane < planes; ++plane)  // the others too: every block is decoded
        for (std::uint32_t by = 0; by < l.down; ++by)
            for (std::uint32_t bx = 0; bx < l.across; ++bx) {
                if (!read_block(bx, by, plane, packed.data())) return false;
                const std::uint32_t x0 = bx * l.block_width;
                const std::uint32_t columns = std::min(l.block_width, l.width - x0);
                for (std::uint32_t y = 0; plane == 0 && y < rows_of(by); ++y) {
                    unpack_indices(packed.data() + y * l.row_bytes, indices.data(),
                                   std::size_t{columns} * step, l.bits);
                    std::uint8_t* out = raster_.row(static_cast<int>(by * l.block_height + y)) +
                                        std::size_t{x0} * channels;
                    for (std::uint32_t x = 0; x < columns; ++x, out += channels)
                        std::memcpy(out, &map[indices[std::size_t{x} * step] * std::size_t{3}],
                                    channels);
                }
            }
    return true;
}

bool DirectoryDecoder::decode_rgba() {
    const Layout& l = layout_;
    char why[1024] = {};
    TIFFRGBAImage image;
    if (!TIFFRGBAImageBegin(&image, tiff_, 1, why))
        return unsupported(clean_text(why) + ", which is");
    image.req_orientation = image.orientation;  // as stored: the tag is not applied
    PixelConverter converter(l.pixel, icc_, log_);
    raster_ = Raster(static_cast<int>(l.width), static_cast<int>(l.height), 3);
    std::vector<std::uint32_t> band(std::size_t{l.width} * l.block_height);
    bool done = true;
    for (std::uint32_t by = 0; by < l.down && done; ++by) {
        const std::uint32_t y0 = by * l.block_height, rows = rows_of(by);
        image.row_offset = static_cast<int>(y0);
        image.col_offset = 0;
        done = TIFFRGBAImageGet(&image, band.data(), l.width, rows) != 0 &&
               handle_.messages().first_error.empty();
        for (std::uint32_t y = 0; y < rows && done; ++y) {
            std::uint8_t* out = raster_.row(static_cast<int>(y0 + y));
            const std::uint32_t* in = band.data() + std::size_t{y} * l.width;
            for (std::uint32_t x = 0; x < l.width; ++x, out += 3) {
                out[0] = static_cast<std::uint8_t>(TIFFGetR(in[x]));
                out[1] = static_cast<std::uint8_t>(TIFFGetG(in[x]));
                out[2] = static_cast<std::uint8_t>(TIFFGetB(in[x]));
            }
            out = raster_.row(static_cast<int>(y0 + y));
            if (!converter.straight()) converter.convert(out, out, l.width);
        }
        if (!done) block_failed(by * l.across, y0);
    }
    TIFFRGBAImageEnd(&image);
    return done;
}

void DirectoryDecoder::tell_repairs() {
    const TiffMessages& m = handle_.messages();
    if (m.damaged_lines > 0)
        log_.error("scan.invalid",
                   fmt::format("directory {}: {} lines of its fax data are damaged, the first: {}; "
                               "scan or export it again",
                               directory_, m.damaged_lines, m.first_line_message),
                   {{"lines", static_cast<double>(m.damaged_lines), ""}});
    else if (m.odd_lines > 0)
        log_.add(make_finding(
            "scan.decode-warning", log_.place(),
            fmt::format("directory {}: {} lines of its fax data are longer or shorter than the "
                        "image is wide and were cut or filled, the first: {}; have the file made "
                        "again by sound software",
                        directory_, m.odd_lines, m.first_line_message),
            {{"lines", static_cast<double>(m.odd_lines), ""}}));
}

}  // namespace

std::optional<Raster> decode_tiff_directory(TiffHandle& handle, int directory,
                                            const DecodeLimits& limits, FindingLog& log) {
    return DirectoryDecoder(handle, directory, limits, log).decode();
}

}  // namespace nuskha
