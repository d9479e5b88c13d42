// JPEG (JFIF, EXIF, plain) through libjpeg-turbo.
#include <fmt/format.h>
#include <jerror.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "pipeline/imaging/colour.hpp"
#include "pipeline/imaging/exif.hpp"
#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/formats.hpp"
#include "pipeline/imaging/jpeg_session.hpp"

namespace nuskha {
namespace {

using namespace std::string_view_literals;

class JpegFile : public ImageFile {
  public:
    explicit JpegFile(const ImageBytes& source) : source_(source) {}
    bool open(FindingLog& log);
    int images() const override { return 1; }
    ImageFacts facts(int) const override { return facts_; }
    Decoded decode(int image) override;

  private:
    bool read_header(JpegSession& session);
    void read_markers(const JpegSession& session, FindingLog& log);
    void read_profile(JpegSession& session);
    std::optional<Raster> pixels(JpegSession& session, FindingLog& log);
    void tell_repairs(const JpegSession& session, FindingLog& log) const;

    ImageBytes source_;
    ImageFacts facts_;
    std::vector<std::byte> icc_;
};

void tell_error(const JpegSession& s, FindingLog& log) {
    const std::string said = clean_text(s.last_message);
    switch (s.error_code) {
        case JERR_BAD_PRECISION:
        case JERR_SOF_UNSUPPORTED:
        case JERR_ARITH_NOTIMPL:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_CCIR601_NOTIMPL:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_COMPONENT_COUNT:
        case JERR_NOT_COMPILED:
            log.error("scan.unsupported",
                      fmt::format("libjpeg: {}; export it in a common form", said));
            return;
        default:
            break;
    }
    if (s.too_many_scans)
        log.error("scan.invalid",
                  fmt::format("the image is split into more than {} progressive scans, more than "
                              "sound software writes; export it again",
                              s.most_scans));
    else if (s.truncated || s.error_code == JERR_INPUT_EOF)
        log.error(
            "scan.truncated",
            fmt::format("the file ends before its last pixel: {}; copy or scan it again", said));
    else
        log.error("scan.invalid", fmt::format("libjpeg: {}; scan or export it again", said));
}

bool JpegFile::read_header(JpegSession& s) {
    const auto* data = reinterpret_cast<const unsigned char*>(source_.bytes.data());
    const auto size = static_cast<unsigned long>(source_.bytes.size());
    return s.run([&] {
        jpeg_mem_src(&s.codec, data, size);
        jpeg_save_markers(&s.codec, JPEG_APP0 + 1, 0xFFFF);
        jpeg_save_markers(&s.codec, JPEG_APP0 + 2, 0xFFFF);
        jpeg_read_header(&s.codec, TRUE);
    });
}

std::string colour_name(J_COLOR_SPACE space) {
    switch (space) {
        case JCS_GRAYSCALE:
            return "BlackIsZero";
        case JCS_RGB:
            return "RGB";
        case JCS_YCbCr:
            return "YCbCr";
        case JCS_CMYK:
            return "CMYK";
        case JCS_YCCK:
            return "YCCK";
        default:
            return {};
    }
}

void JpegFile::read_markers(const JpegSession& s, FindingLog& log) {
    std::string exif_version;
    bool has_exif = false;
    for (const jpeg_marker_struct* m = s.codec.marker_list; m; m = m->next) {
        constexpr auto start = "Exif\0\0"sv;
        if (m->marker != JPEG_APP0 + 1 || has_exif || m->data_length < start.size() ||
            std::memcmp(m->data, start.data(), start.size()) != 0)
            continue;
        has_exif = true;
        const std::span<const std::byte> block(reinterpret_cast<const std::byte*>(m->data),
                                               m->data_length);
        if (!read_exif(block.subspan(start.size()), facts_, exif_version))
            log.warn("the EXIF block is damaged; what it still says was used");
    }
    if (s.codec.saw_JFIF_marker) {
        const int major = s.codec.JFIF_major_version, minor = s.codec.JFIF_minor_version;
        facts_.format_version = fmt::format("{}.{:02}", major, minor);
        if (major == 1 && minor <= 2)
            facts_.pronom = minor == 0 ? "fmt/42" : minor == 1 ? "fmt/43" : "fmt/44";
        const double factor = s.codec.density_unit == 1 ? 1 : s.codec.density_unit == 2 ? 2.54 : 0;
        if (factor > 0 && s.codec.X_density > 1 && facts_.ppi_x <= 0) {
            facts_.ppi_x = s.codec.X_density * factor;
            facts_.ppi_y = s.codec.Y_density > 1 ? s.codec.Y_density * factor : facts_.ppi_x;
        }
    } else if (has_exif) {
        facts_.format_version = exif_version.empty() ? "Exif" : "Exif " + exif_version;
        facts_.pronom = exif_version == "0200"   ? "x-fmt/398"
                        : exif_version == "0210" ? "x-fmt/390"
                        : exif_version == "0220" ? "x-fmt/391"
                        : exif_version == "0221" ? "fmt/645"
                                                 : "";
    }
}

void JpegFile::read_profile(JpegSession& s) {
    JOCTET* data = nullptr;
    unsigned length = 0;
    boolean found = FALSE;
    if (s.run([&] { found = jpeg_read_icc_profile(&s.codec, &data, &length); }) && found) {
        const auto* bytes = reinterpret_cast<const std::byte*>(data);
        icc_.assign(bytes, bytes + length);
        facts_.icc_profile = icc_description(icc_);
    }
    std::free(data);
}

bool JpegFile::open(FindingLog& log) {
    JpegSession s;
    if (!read_header(s)) {
        tell_error(s, log);
        return false;
    }
    facts_.format = "JPEG";
    facts_.mime = "image/jpeg";
    facts_.width = s.codec.image_width;
    facts_.height = s.codec.image_height;
    facts_.bits_per_sample = s.codec.data_precision;
    facts_.samples_per_pixel = s.codec.num_components;
    facts_.colour_space = colour_name(s.codec.jpeg_color_space);
    facts_.compression = "JPEG";
    facts_.byte_order = "big endian";
    read_markers(s, log);
    read_profile(s);
    return true;
}

std::optional<Raster> JpegFile::pixels(JpegSession& s, FindingLog& log) {
    jpeg_decompress_struct& codec = s.codec;
    const bool ink = codec.jpeg_color_space == JCS_CMYK || codec.jpeg_color_space == JCS_YCCK;
    const bool grey = codec.jpeg_color_space == JCS_GRAYSCALE;
    if (!ink && !grey && codec.jpeg_color_space != JCS_RGB && codec.jpeg_color_space != JCS_YCbCr) {
        log.error("scan.unsupported",
                  fmt::format("a JPEG of {} components without a known colour space is not "
                              "supported; export it in a common form",
                              codec.num_components));
        return {};
    }
    codec.out_color_space = ink ? JCS_CMYK : grey ? JCS_GRAYSCALE : JCS_RGB;
    codec.dct_method = JDCT_ISLOW;  // the same bits on every machine
    const int samples = ink ? 4 : grey ? 1 : 3;
    // Files of several scans keep two bytes a coefficient of the whole image.
    const bool many = jpeg_has_multiple_scans(&codec);
    const std::int64_t each = (grey ? 1 : 3) + (many ? 2 * codec.num_components : 0);
    if (!within_limits(codec.image_width, codec.image_height, each, 1 << 20, source_.limits, log))
        return {};
    const std::int64_t size = std::int64_t{codec.image_width} * codec.image_height;
    s.most_scans = static_cast<int>(std::clamp<std::int64_t>(2'000'000'000 / size, 40, 200));
    codec.mem->max_memory_to_use = static_cast<long>(source_.limits.max_memory);
    PixelConverter converter({ink    ? ColourKind::cmyk
                              : grey ? ColourKind::grey
                                     : ColourKind::rgb,
                              samples, -1, false, ink && codec.saw_Adobe_marker},
                             icc_, log);
    Raster raster;
    std::vector<std::uint8_t> row;
    if (!s.run([&] { jpeg_start_decompress(&codec); })) {
        tell_error(s, log);
        return {};
    }
    raster = Raster(static_cast<int>(codec.output_width), static_cast<int>(codec.output_height),
                    grey ? 1 : 3);
    if (ink) row.resize(std::size_t{codec.output_width} * 4);
    const bool convert = !converter.straight();
    const bool done = s.run([&] {
        while (codec.output_scanline < codec.output_height) {
            std::uint8_t* out = raster.row(static_cast<int>(codec.output_scanline));
            JSAMPROW to = ink ? row.data() : out;
            if (jpeg_read_scanlines(&codec, &to, 1) != 1) break;
            if (convert) converter.convert(to, out, codec.output_width);
        }
        jpeg_finish_decompress(&codec);
    });
    if (!done) {
        tell_error(s, log);
        return {};
    }
    return raster;
}

void JpegFile::tell_repairs(const JpegSession& s, FindingLog& log) const {
    const std::vector<Number> numbers{{"warnings", static_cast<double>(s.damaged), ""}};
    if (s.truncated)
        log.error("scan.truncated",
                  fmt::format("image data is missing: {}; copy or scan it again",
                              clean_text(s.first_damage)),
                  numbers);
    else if (s.damaged > 0)
        log.error("scan.invalid",
                  fmt::format("the image data is damaged: {}; scan or export it again",
                              clean_text(s.first_damage)),
                  numbers);
    if (s.harmless > 0) log.warn(fmt::format("libjpeg: {}", clean_text(s.first_harmless)));
}

Decoded JpegFile::decode(int) {
    FindingLog log(source_.name);
    Decoded decoded;
    JpegSession s;
    if (!read_header(s)) {
        tell_error(s, log);
    } else {
        const unsigned all = (1u << std::min(s.codec.num_components, 31)) - 1;
        decoded.raster = pixels(s, log);
        if (decoded.raster) tell_repairs(s, log);
        if (decoded.raster && !log.failed() && (s.components_seen & all) != all)
            log.error("scan.truncated",
                      "not every colour component has image data; copy or scan it again");
    }
    if (log.failed()) decoded.raster.reset();
    decoded.findings = log.take();
    return decoded;
}

}  // namespace

std::unique_ptr<ImageFile> open_jpeg(const ImageBytes& source, FindingLog& log) {
    auto file = std::make_unique<JpegFile>(source);
    if (!file->open(log)) return nullptr;
    return file;
}

}  // namespace nuskha
