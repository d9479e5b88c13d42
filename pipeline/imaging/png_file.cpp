// PNG through libpng. Chunk checksums are enforced: a PNG that fails one is damaged.
#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "pipeline/imaging/colour.hpp"
#include "pipeline/imaging/exif.hpp"
#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/formats.hpp"

namespace nuskha {
namespace {

// libpng leaves a failed call by longjmp, which must not skip a destructor: steps given to run()
// use plain values only.
struct PngSession {
    std::span<const std::byte> bytes;
    FindingLog* log;
    std::size_t at = 0;
    bool truncated = false;
    char message[200] = {};
    std::jmp_buf jump{};
    png_structp png = nullptr;
    png_infop info = nullptr;

    PngSession(std::span<const std::byte> bytes_, FindingLog& log_) : bytes(bytes_), log(&log_) {
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
        if (png) info = png_create_info_struct(png);
    }
    ~PngSession() { png_destroy_read_struct(&png, &info, nullptr); }
    PngSession(const PngSession&) = delete;
    PngSession& operator=(const PngSession&) = delete;

    template <typename Step>
    bool run(Step&& step) {
        if (!png || !info || setjmp(jump)) return false;
        step();
        return true;
    }

    [[noreturn]] static void on_error(png_structp png, png_const_charp text) {
        auto* s = static_cast<PngSession*>(png_get_error_ptr(png));
        std::strncpy(s->message, text ? text : "", sizeof s->message - 1);
        std::longjmp(s->jump, 1);
    }
    static void on_warning(png_structp png, png_const_charp text) {
        auto* s = static_cast<PngSession*>(png_get_error_ptr(png));
        s->log->warn("libpng: " + clean_text(text ? text : ""));
    }
    static void on_read(png_structp png, png_bytep to, std::size_t size) {
        auto* s = static_cast<PngSession*>(png_get_io_ptr(png));
        if (size > s->bytes.size() - s->at) {
            s->truncated = true;
            png_error(png, "the file ends early");
        }
        std::memcpy(to, s->bytes.data() + s->at, size);
        s->at += size;
    }
};

class PngFile : public ImageFile {
  public:
    explicit PngFile(const ImageBytes& source) : source_(source) {}
    bool open(FindingLog& log);
    int images() const override { return 1; }
    ImageFacts facts(int) const override { return facts_; }
    Decoded decode(int image) override;

  private:
    bool read_header(PngSession& session) const;
    void read_facts(PngSession& session);
    bool chunks_lie_in_file(FindingLog& log) const;
    void read_exif_chunk(FindingLog& log);
    std::optional<Raster> pixels(PngSession& session, FindingLog& log);

    ImageBytes source_;
    ImageFacts facts_;
    std::vector<std::byte> icc_;
};

void tell_error(const PngSession& s, FindingLog& log) {
    const std::string said = clean_text(s.message);
    if (s.truncated || said == "Not enough image data" || said == "Not enough compressed data")
        log.error("scan.truncated",
                  fmt::format("image data is missing: {}; copy or scan it again", said));
    else
        log.error("scan.invalid", fmt::format("libpng: {}; scan or export it again", said));
}

bool PngFile::read_header(PngSession& s) const {
    return s.run([&] {
        png_set_read_fn(s.png, &s, PngSession::on_read);
        png_set_crc_action(s.png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
        png_set_user_limits(s.png, 0x7FFFFFFF, 0x7FFFFFFF);  // ours are told with numbers
        png_set_chunk_malloc_max(s.png, 4u << 20);  // a small file may unpack to 64 such texts
        png_set_chunk_cache_max(s.png, 64);
        png_set_benign_errors(s.png, 1);
        png_read_info(s.png, s.info);
    });
}

void PngFile::read_facts(PngSession& s) {
    facts_.format = "PNG";
    facts_.mime = "image/png";
    facts_.width = png_get_image_width(s.png, s.info);
    facts_.height = png_get_image_height(s.png, s.info);
    facts_.bits_per_sample = png_get_bit_depth(s.png, s.info);
    facts_.samples_per_pixel = png_get_channels(s.png, s.info);
    facts_.compression = "Deflate";
    facts_.byte_order = "big endian";
    const int type = png_get_color_type(s.png, s.info);
    facts_.colour_space = type == PNG_COLOR_TYPE_PALETTE  ? "PaletteColor"
                          : (type & PNG_COLOR_MASK_COLOR) ? "RGB"
                                                          : "BlackIsZero";
    png_uint_32 x = 0, y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    if (png_get_pHYs(s.png, s.info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER) {
        facts_.ppi_x = x * 0.0254;
        facts_.ppi_y = y * 0.0254;
    }
    png_charp name = nullptr;
    png_bytep profile = nullptr;
    png_uint_32 size = 0;
    int method = 0;
    if (png_get_iCCP(s.png, s.info, &name, &method, &profile, &size) && profile) {
        const auto* bytes = reinterpret_cast<const std::byte*>(profile);
        icc_.assign(bytes, bytes + size);
        facts_.icc_profile = icc_description(icc_);
    }
    png_textp texts = nullptr;
    int count = 0;
    png_get_text(s.png, s.info, &texts, &count);
    for (int i = 0; i < count; ++i)
        if (texts[i].key && texts[i].text && std::strcmp(texts[i].key, "Software") == 0)
            facts_.software = clean_text(texts[i].text);
}

// libpng takes memory for a whole chunk before it looks whether the file holds it.
bool PngFile::chunks_lie_in_file(FindingLog& log) const {
    for (std::uint64_t at = 8;;) {
        if (!source_.holds(at, 12)) {
            log.error("scan.truncated",
                      fmt::format("the file of {} bytes ends before its end chunk (IEND); copy or "
                                  "scan it again",
                                  source_.bytes.size()));
            return false;
        }
        const std::uint64_t size = source_.big(at, 4);
        if (!source_.holds(at + 8, size + 4)) {
            log.error("scan.truncated",
                      fmt::format("a chunk at byte {} needs {} bytes, the file has {} more; copy "
                                  "or scan it again",
                                  at, size + 12, source_.bytes.size() - at));
            return false;
        }
        if (source_.big(at + 4, 4) == 0x49454E44) return true;  // "IEND"
        at += 12 + size;
    }
}

// eXIf may stand before or after the pixels (PNG specification, third edition, section 5.6), where
// libpng does not look before everything is decoded; the walk over chunk headers is short.
void PngFile::read_exif_chunk(FindingLog& log) {
    std::uint64_t at = 8;
    for (int chunks = 0; chunks < 100'000 && source_.holds(at, 12); ++chunks) {
        const std::uint64_t size = source_.big(at, 4), type = source_.big(at + 4, 4);
        if (!source_.holds(at + 8, size)) return;
        if (type == 0x65584966) {  // "eXIf"
            ImageFacts found = facts_;
            std::string version;
            if (!read_exif(source_.bytes.subspan(at + 8, size), found, version))
                log.warn("the EXIF chunk is damaged; what it still says was used");
            if (facts_.ppi_x > 0) {
                found.ppi_x = facts_.ppi_x;
                found.ppi_y = facts_.ppi_y;
            }
            facts_ = found;
            return;
        }
        at += 12 + size;
    }
}

bool PngFile::open(FindingLog& log) {
    if (!chunks_lie_in_file(log)) return false;
    PngSession s(source_.bytes, log);
    if (!read_header(s)) {
        tell_error(s, log);
        return false;
    }
    read_facts(s);
    read_exif_chunk(log);
    return true;
}

std::optional<Raster> PngFile::pixels(PngSession& s, FindingLog& log) {
    const bool interlaced = png_get_interlace_type(s.png, s.info) != PNG_INTERLACE_NONE;
    const std::int64_t row_bytes =
        (facts_.width * facts_.samples_per_pixel * std::max(facts_.bits_per_sample, 8) + 7) / 8;
    if (!within_limits(facts_.width, facts_.height, interlaced ? 7 : 3, row_bytes * 4 + (1 << 20),
                       source_.limits, log))
        return {};
    int channels = 0;
    if (!s.run([&] {
            png_set_expand(s.png);    // palettes, 1, 2 and 4 bits, tRNS
            png_set_scale_16(s.png);  // rounded
            if (interlaced) png_set_interlace_handling(s.png);
            png_read_update_info(s.png, s.info);
            channels = png_get_channels(s.png, s.info);
        })) {
        tell_error(s, log);
        return {};
    }
    const bool grey = channels <= 2, alpha = channels == 2 || channels == 4;
    PixelConverter converter({grey ? ColourKind::grey : ColourKind::rgb, channels,
                              alpha ? channels - 1 : -1, false, false},
                             icc_, log);
    Raster raster(static_cast<int>(facts_.width), static_cast<int>(facts_.height), grey ? 1 : 3);
    const std::size_t stride = static_cast<std::size_t>(facts_.width) * channels;
    std::vector<std::uint8_t> whole(interlaced && alpha ? stride * raster.height : 0);
    std::vector<std::uint8_t> row(!interlaced && alpha ? stride : 0);
    const int passes = interlaced ? 7 : 1;
    const bool convert = !converter.straight();
    const bool done = s.run([&] {
        for (int pass = 0; pass < passes; ++pass)
            for (int y = 0; y < raster.height; ++y) {
                std::uint8_t* to = !alpha       ? raster.row(y)
                                   : interlaced ? whole.data() + stride * y
                                                : row.data();
                png_read_row(s.png, to, nullptr);
                if (convert && pass == passes - 1)
                    converter.convert(to, raster.row(y), static_cast<std::size_t>(raster.width));
            }
        png_read_end(s.png, nullptr);
    });
    if (!done) {
        tell_error(s, log);
        return {};
    }
    if (s.at < s.bytes.size())
        log.warn(fmt::format("{} bytes follow the end of the PNG data; they were ignored",
                             s.bytes.size() - s.at));
    return raster;
}

Decoded PngFile::decode(int) {
    FindingLog log(source_.name);
    Decoded decoded;
    PngSession s(source_.bytes, log);
    if (read_header(s))
        decoded.raster = pixels(s, log);
    else
        tell_error(s, log);
    if (log.failed()) decoded.raster.reset();
    decoded.findings = log.take();
    return decoded;
}

}  // namespace

std::unique_ptr<ImageFile> open_png(const ImageBytes& source, FindingLog& log) {
    auto file = std::make_unique<PngFile>(source);
    if (!file->open(log)) return nullptr;
    return file;
}

}  // namespace nuskha
