// JP2 and raw JPEG 2000 codestreams through OpenJPEG in strict mode; boxes and markers are read by
// our own walker first, so that nothing is allocated for a file that cannot hold what it promises.
#include <fmt/format.h>
#include <openjpeg.h>

#include <algorithm>
#include <cstring>

#include "pipeline/imaging/colour.hpp"
#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/formats.hpp"
#include "pipeline/imaging/jp2_boxes.hpp"

namespace nuskha {
namespace {

struct CloseCodec {
    void operator()(opj_codec_t* c) const { opj_destroy_codec(c); }
};
struct CloseStream {
    void operator()(opj_stream_t* s) const { opj_stream_destroy(s); }
};
struct CloseImage {
    void operator()(opj_image_t* i) const { opj_image_destroy(i); }
};
using Codec = std::unique_ptr<opj_codec_t, CloseCodec>;
using Stream = std::unique_ptr<opj_stream_t, CloseStream>;
using Image = std::unique_ptr<opj_image_t, CloseImage>;

struct Cursor {
    std::span<const std::byte> bytes;
    std::size_t at = 0;
};

Stream open_stream(Cursor& cursor) {
    Stream stream(opj_stream_create(1 << 16, OPJ_TRUE));
    if (!stream) return {};
    opj_stream_set_user_data(stream.get(), &cursor, nullptr);
    opj_stream_set_user_data_length(stream.get(), cursor.bytes.size());
    opj_stream_set_read_function(
        stream.get(), [](void* to, OPJ_SIZE_T size, void* user) -> OPJ_SIZE_T {
            auto& c = *static_cast<Cursor*>(user);
            const std::size_t n = std::min<std::size_t>(size, c.bytes.size() - c.at);
            if (n == 0) return static_cast<OPJ_SIZE_T>(-1);
            std::memcpy(to, c.bytes.data() + c.at, n);
            c.at += n;
            return n;
        });
    opj_stream_set_skip_function(stream.get(), [](OPJ_OFF_T by, void* user) -> OPJ_OFF_T {
        auto& c = *static_cast<Cursor*>(user);
        if (by < 0) return -1;
        const auto left = static_cast<OPJ_OFF_T>(c.bytes.size() - c.at);
        c.at += static_cast<std::size_t>(std::min(by, left));
        return by > left ? -1 : by;
    });
    opj_stream_set_seek_function(stream.get(), [](OPJ_OFF_T to, void* user) -> OPJ_BOOL {
        auto& c = *static_cast<Cursor*>(user);
        if (to < 0 || static_cast<std::uint64_t>(to) > c.bytes.size()) return OPJ_FALSE;
        c.at = static_cast<std::size_t>(to);
        return OPJ_TRUE;
    });
    return stream;
}

struct Messages {
    FindingLog& log;
    std::string first_error;
};

void on_warning(const char* text, void* user) {
    static_cast<Messages*>(user)->log.warn("OpenJPEG: " + clean_text(text));
}
void on_error(const char* text, void* user) {
    auto& m = *static_cast<Messages*>(user);
    if (m.first_error.empty()) m.first_error = clean_text(text);
}

// One component as 8-bit samples on the grid of the finest one.
class ComponentReader {
  public:
    ComponentReader(const opj_image_t& image, const opj_image_comp_t& c, std::uint32_t dx,
                    std::uint32_t dy)
        : c_(c),
          top_((std::uint64_t{1} << c.prec) - 1),
          shift_(c.sgnd ? 1ll << (c.prec - 1) : 0),
          dx_(dx),
          dy_(dy),
          x0_((image.x0 + dx - 1) / dx),
          y0_((image.y0 + dy - 1) / dy) {
        if (c.prec <= 8)
            for (std::uint64_t v = 0; v <= top_; ++v)
                scaled_[v] = static_cast<std::uint8_t>((v * 255 + top_ / 2) / top_);
    }

    void row(std::uint32_t y, std::uint32_t width, std::uint8_t* out, int step) const {
        const std::uint64_t wanted = (std::uint64_t{y0_} + y) * dy_ / c_.dy;
        const std::uint64_t at =
            std::clamp<std::uint64_t>(wanted, c_.y0, std::uint64_t{c_.y0} + c_.h - 1) - c_.y0;
        const OPJ_INT32* in = c_.data + at * c_.w;
        if (c_.dx == dx_ && c_.w >= width) {
            for (std::uint32_t x = 0; x < width; ++x, out += step)
                *out = scale(in[x]);
            return;
        }
        for (std::uint32_t x = 0; x < width; ++x, out += step) {
            const std::uint64_t column = (std::uint64_t{x0_} + x) * dx_ / c_.dx;
            *out =
                scale(in[std::clamp<std::uint64_t>(column, c_.x0, std::uint64_t{c_.x0} + c_.w - 1) -
                         c_.x0]);
        }
    }

  private:
    std::uint8_t scale(OPJ_INT32 v) const {
        const auto u = static_cast<std::uint64_t>(
            std::clamp<std::int64_t>(v + shift_, 0, static_cast<std::int64_t>(top_)));
        return c_.prec <= 8 ? scaled_[u] : static_cast<std::uint8_t>((u * 255 + top_ / 2) / top_);
    }

    const opj_image_comp_t& c_;
    std::uint64_t top_;
    std::int64_t shift_;
    std::uint32_t dx_, dy_, x0_, y0_;
    std::uint8_t scaled_[256] = {};
};

std::uint8_t to_byte(int v) {
    return static_cast<std::uint8_t>(std::clamp(v, 0, 255));
}

// sYCC (IEC 61966-2-1, Amendment 1): full range, BT.601 matrix, in 16-bit fixed point.
void ycc_to_rgb(std::uint8_t* p, std::uint32_t pixels, int step) {
    for (std::uint32_t i = 0; i < pixels; ++i, p += step) {
        const int y = p[0] << 16, cb = p[1] - 128, cr = p[2] - 128;
        p[0] = to_byte((y + 91881 * cr + 32768) >> 16);
        p[1] = to_byte((y - 22554 * cb - 46802 * cr + 32768) >> 16);
        p[2] = to_byte((y + 116130 * cb + 32768) >> 16);
    }
}

class Jp2File : public ImageFile {
  public:
    explicit Jp2File(const ImageBytes& source) : source_(source) {}
    bool open(FindingLog& log);
    int images() const override { return 1; }
    ImageFacts facts(int) const override { return facts_; }
    Decoded decode(int image) override;

  private:
    bool supported(FindingLog& log) const;
    Image run_openjpeg(FindingLog& log) const;
    std::optional<Raster> pixels(const opj_image_t& image, FindingLog& log) const;
    bool plan(const opj_image_t& image, PixelLayout& layout, bool& ycc, FindingLog& log) const;

    ImageBytes source_;
    Jp2Description d_;
    ImageFacts facts_;
};

bool Jp2File::open(FindingLog& log) {
    d_ = describe_jp2(source_, log);
    if (!d_.usable) return false;
    const bool jpx = d_.brand == "jpx ";
    const bool named_jp2 = source_.name.ends_with(".jp2") || source_.name.ends_with(".JP2");
    if (named_jp2 && (!d_.boxed || jpx))
        log.add(make_finding("scan.wrong-extension", source_.name,
                             fmt::format("the name ends in .jp2, but the bytes are {}; rename the "
                                         "file",
                                         jpx ? "a JPX file" : "a raw codestream")));
    facts_.format = !d_.boxed ? "JPEG 2000 codestream" : jpx ? "JPX" : "JP2";
    facts_.mime = !d_.boxed ? "image/j2c" : jpx ? "image/jpx" : "image/jp2";
    facts_.pronom = d_.brand == "jp2 " ? "x-fmt/392" : jpx ? "fmt/151" : "";
    facts_.width = d_.width;
    facts_.height = d_.height;
    facts_.bits_per_sample = d_.components.front().bits;
    facts_.samples_per_pixel = static_cast<int>(d_.components.size());
    facts_.compression = d_.reversible ? "JPEG 2000 lossless" : "JPEG 2000 lossy";
    facts_.colour_space = d_.palette                   ? "PaletteColor"
                          : d_.enumerated_colour == 18 ? "YCbCr"
                          : d_.enumerated_colour == 12 ? "CMYK"
                          : d_.enumerated_colour == 14 ? "CIELab"
                          : d_.components.size() <= 2  ? "BlackIsZero"
                                                       : "RGB";
    facts_.ppi_x = d_.ppi_x;
    facts_.ppi_y = d_.ppi_y;
    facts_.byte_order = "big endian";
    if (!d_.icc.empty()) facts_.icc_profile = icc_description(d_.icc);
    facts_.tiled = d_.tiles > 1;
    return true;
}

bool Jp2File::supported(FindingLog& log) const {
    const auto no = [&](const std::string& what) {
        log.error("scan.unsupported",
                  fmt::format("{} not supported; export it in a common form", what));
        return false;
    };
    if (d_.components.size() > 5) return no(fmt::format("{} components are", d_.components.size()));
    for (const Jp2Component& c : d_.components)
        if (c.bits > 16) return no(fmt::format("{} bits a sample are", c.bits));
    const int colour = d_.enumerated_colour;
    if (colour != 0 && colour != 12 && colour != 16 && colour != 17 && colour != 18)
        return no(colour == 14 ? "CIELab in JP2 is"
                               : fmt::format("the enumerated colour space {} is", colour));
    // OpenJPEG keeps four bytes a sample for the image, and again for the tile at hand.
    const auto count = static_cast<std::int64_t>(d_.components.size());
    const std::int64_t tile =
        std::min(d_.tile_width, d_.width) * std::min(d_.tile_height, d_.height);
    if (!within_limits(d_.width, d_.height, 1, 0, source_.limits, log)) return false;
    return within_limits(d_.width, d_.height,
                         4 * std::max<std::int64_t>(count, d_.palette ? 4 : 0) + 3,
                         tile * 4 * count + d_.tiles * 12'000, source_.limits, log);
}

Image Jp2File::run_openjpeg(FindingLog& log) const {
    Messages messages{log, {}};
    Cursor cursor{source_.bytes};
    const auto failed = [&](std::string_view where) {
        log.error(
            "scan.invalid",
            fmt::format("OpenJPEG cannot decode the {}: {}; scan or export it again", where,
                        messages.first_error.empty() ? "it is damaged" : messages.first_error));
        return Image();
    };
    const Codec codec(opj_create_decompress(d_.boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
    const auto stream = open_stream(cursor);
    if (!codec || !stream) return failed("file");
    opj_set_warning_handler(codec.get(), on_warning, &messages);
    opj_set_error_handler(codec.get(), on_error, &messages);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!opj_setup_decoder(codec.get(), &parameters)) return failed("file");
    opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
    opj_image_t* header = nullptr;
    const bool read = opj_read_header(stream.get(), codec.get(), &header);
    Image image(header);
    if (!read || !image) return failed("header");
    if (!opj_decode(codec.get(), stream.get(), image.get())) return failed("image");
    if (!opj_end_decompress(codec.get(), stream.get())) return failed("end of the image");
    if (!messages.first_error.empty()) return failed("image");
    return image;
}

// Which samples are which colour; false where that is not known.
bool Jp2File::plan(const opj_image_t& image, PixelLayout& layout, bool& ycc,
                   FindingLog& log) const {
    int colours = 0;
    for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
        const opj_image_comp_t& c = image.comps[i];
        if (!c.data || c.w == 0 || c.h == 0 || c.prec == 0 || c.prec > 16 || c.dx == 0 ||
            c.dy == 0) {
            log.error("scan.invalid",
                      fmt::format("component {} has no samples; scan or export it again", i));
            return false;
        }
        if (c.alpha == 0)
            ++colours;
        else if (layout.alpha < 0) {
            layout.alpha = static_cast<int>(i);
            layout.premultiplied = c.alpha == 2;
        }
    }
    layout.samples = static_cast<int>(image.numcomps);
    const auto& c = image.comps;
    const bool subsampled = image.numcomps >= 3 && (c[1].dx > c[0].dx || c[1].dy > c[0].dy);
    const bool four =
        colours == 4 && d_.icc.size() >= 20 && std::memcmp(d_.icc.data() + 16, "CMYK", 4) == 0;
    ycc = colours >= 3 && (d_.enumerated_colour == 18 || (d_.enumerated_colour == 0 && subsampled));
    layout.kind = colours >= 4 && (d_.enumerated_colour == 12 || four) ? ColourKind::cmyk
                  : colours >= 3                                       ? ColourKind::rgb
                                                                       : ColourKind::grey;
    const int wanted = layout.kind == ColourKind::cmyk ? 4 : layout.kind == ColourKind::rgb ? 3 : 1;
    if (colours == 0 || (layout.alpha >= 0 && layout.alpha < wanted) || colours == 2) {
        log.error("scan.unsupported",
                  fmt::format("an arrangement of {} components, {} of them colours, is not "
                              "supported; export it in a common form",
                              image.numcomps, colours));
        return false;
    }
    if (colours > wanted)
        log.warn(fmt::format("{} components do not say what they mean and were left out",
                             colours - wanted));
    return true;
}

std::optional<Raster> Jp2File::pixels(const opj_image_t& image, FindingLog& log) const {
    PixelLayout layout;
    bool ycc = false;
    if (image.numcomps == 0 || !plan(image, layout, ycc, log)) return {};
    std::uint32_t dx = image.comps[0].dx, dy = image.comps[0].dy, width = 0, height = 0;
    for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
        dx = std::min(dx, image.comps[i].dx);
        dy = std::min(dy, image.comps[i].dy);
        width = std::max(width, image.comps[i].w);
        height = std::max(height, image.comps[i].h);
    }
    if (!within_limits(width, height, 3, 0, source_.limits, log)) return {};
    std::vector<ComponentReader> readers;
    for (OPJ_UINT32 i = 0; i < image.numcomps; ++i)
        readers.emplace_back(image, image.comps[i], dx, dy);
    PixelConverter converter(layout, d_.icc, log);
    Raster raster(static_cast<int>(width), static_cast<int>(height), converter.channels());
    std::vector<std::uint8_t> row(std::size_t{width} * layout.samples);
    for (std::uint32_t y = 0; y < height; ++y) {
        for (int i = 0; i < layout.samples; ++i)
            readers[i].row(y, width, row.data() + i, layout.samples);
        if (ycc) ycc_to_rgb(row.data(), width, layout.samples);
        converter.convert(row.data(), raster.row(static_cast<int>(y)), width);
    }
    return raster;
}

Decoded Jp2File::decode(int) {
    FindingLog log(source_.name);
    Decoded decoded;
    if (supported(log))
        if (const auto image = run_openjpeg(log)) decoded.raster = pixels(*image, log);
    if (log.failed()) decoded.raster.reset();
    decoded.findings = log.take();
    return decoded;
}

}  // namespace

std::unique_ptr<ImageFile> open_jpeg2000(const ImageBytes& source, FindingLog& log) {
    auto file = std::make_unique<Jp2File>(source);
    if (!file->open(log)) return nullptr;
    return file;
}

}  // namespace nuskha
