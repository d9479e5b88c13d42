#include "tests/unit/pipeline/imaging/writers.hpp"

#include <openjpeg.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
// libjpeg wants stdio before its own header
#include <jpeglib.h>

namespace nuskha::test {

bool Result::has(std::string_view code) const {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& f) { return f.code == code; });
}
bool Result::failed() const {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& f) { return f.level == Level::error; });
}

Result decode_all(const Bytes& bytes, const std::string& name, const DecodeLimits& limits) {
    Result result;
    OpenedImage opened = open_image(bytes, name, limits);
    result.findings = std::move(opened.findings);
    if (!opened.file) return result;
    result.images = opened.file->images();
    result.facts = opened.file->facts(0);
    for (int i = 0; i < result.images; ++i) {
        Decoded decoded = opened.file->decode(i);
        if (i == 0) result.raster = std::move(decoded.raster);
        result.findings.insert(result.findings.end(), decoded.findings.begin(),
                               decoded.findings.end());
    }
    return result;
}

namespace {

struct Memory {
    Bytes bytes;
    std::size_t at = 0;
};

void append_to(Bytes& bytes, const void* data, std::size_t size) {
    const auto* from = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), from, from + size);
}

}  // namespace

Bytes write_tiff(const char* mode, const std::function<void(TIFF*)>& fill) {
    Memory memory;
    TIFF* tiff = TIFFClientOpen(
        "memory", mode, &memory,
        [](thandle_t h, void* to, tmsize_t size) -> tmsize_t {
            auto& m = *static_cast<Memory*>(h);
            const auto n =
                std::min<std::size_t>(size, m.bytes.size() - std::min(m.at, m.bytes.size()));
            if (n) std::memcpy(to, m.bytes.data() + m.at, n);
            m.at += n;
            return static_cast<tmsize_t>(n);
        },
        [](thandle_t h, void* from, tmsize_t size) -> tmsize_t {
            auto& m = *static_cast<Memory*>(h);
            if (m.at + size > m.bytes.size()) m.bytes.resize(m.at + size);
            std::memcpy(m.bytes.data() + m.at, from, size);
            m.at += size;
            return size;
        },
        [](thandle_t h, toff_t to, int whence) -> toff_t {
            auto& m = *static_cast<Memory*>(h);
            m.at = to + (whence == SEEK_CUR ? m.at : whence == SEEK_END ? m.bytes.size() : 0);
            return m.at;
        },
        [](thandle_t) { return 0; },
        [](thandle_t h) -> toff_t { return static_cast<Memory*>(h)->bytes.size(); }, nullptr,
        nullptr);
    fill(tiff);
    TIFFClose(tiff);
    return std::move(memory.bytes);
}

namespace {

// Packs one row of levels (0..255) at the kind's depth, in the machine's byte order.
std::vector<std::uint8_t> pack(const TiffKind& kind, const std::vector<int>& levels) {
    std::vector<std::uint8_t> out;
    std::uint64_t window = 0;
    int held = 0;
    for (const int level : levels) {
        if (kind.format == SAMPLEFORMAT_IEEEFP) {
            const float f = static_cast<float>(level) / 255;
            const auto* p = reinterpret_cast<const std::uint8_t*>(&f);
            out.insert(out.end(), p, p + 4);
        } else if (kind.bits == 8) {
            out.push_back(
                static_cast<std::uint8_t>(kind.format == SAMPLEFORMAT_INT ? level ^ 0x80 : level));
        } else if (kind.bits == 16) {
            const auto v = static_cast<std::uint16_t>(level * 257);
            out.push_back(static_cast<std::uint8_t>(v & 255));
            out.push_back(static_cast<std::uint8_t>(v >> 8));
        } else if (kind.bits == 32) {
            for (int i = 0; i < 4; ++i)
                out.push_back(static_cast<std::uint8_t>(level));
        } else {
            const std::uint64_t most = (1u << kind.bits) - 1;
            window = window << kind.bits | (level * most + 127) / 255;
            for (held += kind.bits; held >= 8; held -= 8)
                out.push_back(static_cast<std::uint8_t>(window >> (held - 8)));
        }
    }
    if (held > 0) out.push_back(static_cast<std::uint8_t>(window << (8 - held)));
    return out;
}

}  // namespace

void add_image(TIFF* tiff, const TiffKind& kind, const std::function<int(int, int, int)>& level) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kind.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kind.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, kind.planar);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, kind.format);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    if (kind.tile > 0) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kind.tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, kind.tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.rows_per_strip);
    }
    if (kind.photometric == PHOTOMETRIC_YCBCR && kind.compression == COMPRESSION_JPEG)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    const bool planes = kind.planar == PLANARCONFIG_SEPARATE;
    const int block_w = kind.tile > 0 ? kind.tile : kind.width;
    const int block_h = kind.tile > 0 ? kind.tile : kind.rows_per_strip;
    std::uint32_t number = 0;
    for (int plane = 0; plane < (planes ? kind.samples : 1); ++plane)
        for (int y0 = 0; y0 < static_cast<int>(kind.height); y0 += block_h)
            for (int x0 = 0; x0 < static_cast<int>(kind.width); x0 += block_w, ++number) {
                std::vector<std::uint8_t> block;
                const int rows = kind.tile > 0 ? block_h : std::min<int>(block_h, kind.height - y0);
                for (int y = 0; y < rows; ++y) {
                    std::vector<int> levels;
                    for (int x = 0; x < block_w; ++x)
                        for (int s = 0; s < (planes ? 1 : kind.samples); ++s)
                            levels.push_back(level(x0 + x, y0 + y, planes ? plane : s));
                    const auto packed = pack(kind, levels);
                    block.insert(block.end(), packed.begin(), packed.end());
                }
                if (kind.tile > 0)
                    TIFFWriteEncodedTile(tiff, number, block.data(), block.size());
                else
                    TIFFWriteEncodedStrip(tiff, number, block.data(), block.size());
            }
    TIFFWriteDirectory(tiff);
}

Bytes write_png(int width, int height, int colour_type, int bits, bool interlaced,
                const std::vector<std::uint8_t>& rows) {
    Bytes bytes;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &bytes,
        [](png_structp p, png_bytep data, std::size_t size) {
            append_to(*static_cast<Bytes*>(png_get_io_ptr(p)), data, size);
        },
        [](png_structp) {});
    png_set_IHDR(png, info, width, height, bits, colour_type,
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (colour_type == PNG_COLOR_TYPE_PALETTE) {
        std::vector<png_color> palette(1u << bits);
        for (std::size_t i = 0; i < palette.size(); ++i) {
            const auto v = static_cast<png_byte>(i * 255 / (palette.size() - 1));
            palette[i] = {v, static_cast<png_byte>(255 - v), 7};
        }
        png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    }
    png_set_pHYs(png, info, 11811, 11811, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    const std::size_t stride = png_get_rowbytes(png, info);
    std::vector<png_bytep> pointers;
    for (int y = 0; y < height; ++y)
        pointers.push_back(const_cast<png_bytep>(rows.data() + stride * y));
    png_write_image(png, pointers.data());
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return bytes;
}

Bytes write_jpeg(int width, int height, int components, int colour_space, bool progressive,
                 const std::vector<std::uint8_t>& rows, int orientation_tag, const Bytes& icc) {
    jpeg_compress_struct codec{};
    jpeg_error_mgr errors{};
    codec.err = jpeg_std_error(&errors);
    jpeg_create_compress(&codec);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&codec, &out, &size);
    codec.image_width = width;
    codec.image_height = height;
    codec.input_components = components;
    codec.in_color_space = static_cast<J_COLOR_SPACE>(colour_space);
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, 95, TRUE);
    if (progressive) jpeg_simple_progression(&codec);
    codec.density_unit = 1;
    codec.X_density = codec.Y_density = 300;
    jpeg_start_compress(&codec, TRUE);
    if (orientation_tag > 0) {
        std::string exif("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25);
        exif += static_cast<char>(orientation_tag);
        exif += std::string("\0\0\0\0\0\0", 6);
        jpeg_write_marker(&codec, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                          static_cast<unsigned>(exif.size()));
    }
    if (!icc.empty())
        jpeg_write_icc_profile(&codec, reinterpret_cast<const JOCTET*>(icc.data()),
                               static_cast<unsigned>(icc.size()));
    for (int y = 0; y < height; ++y) {
        JSAMPROW row = const_cast<JSAMPROW>(rows.data() + std::size_t(y) * width * components);
        jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
    Bytes bytes;
    append_to(bytes, out, size);
    jpeg_destroy_compress(&codec);
    std::free(out);
    return bytes;
}

Bytes write_jp2(int width, int height, int components, int bits, bool boxed,
                const std::function<int(int, int, int)>& value) {
    std::vector<opj_image_cmptparm_t> parts(components);
    for (auto& p : parts) {
        p = {};
        p.dx = p.dy = 1;
        p.w = width;
        p.h = height;
        p.prec = bits;
    }
    opj_image_t* image = opj_image_create(components, parts.data(),
                                          components >= 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    image->x1 = width;
    image->y1 = height;
    for (int c = 0; c < components; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image->comps[c].data[y * width + x] = value(x, y, c);
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.numresolution = 3;
    parameters.tcp_mct = components == 3;
    opj_codec_t* codec = opj_create_compress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
    opj_setup_encoder(codec, &parameters, image);
    Memory memory;
    opj_stream_t* stream = opj_stream_create(1 << 16, OPJ_FALSE);
    opj_stream_set_user_data(stream, &memory, nullptr);
    opj_stream_set_write_function(stream,
                                  [](void* from, OPJ_SIZE_T size, void* user) -> OPJ_SIZE_T {
                                      auto& m = *static_cast<Memory*>(user);
                                      if (m.at + size > m.bytes.size()) m.bytes.resize(m.at + size);
                                      std::memcpy(m.bytes.data() + m.at, from, size);
                                      m.at += size;
                                      return size;
                                  });
    opj_stream_set_seek_function(stream, [](OPJ_OFF_T to, void* user) -> OPJ_BOOL {
        static_cast<Memory*>(user)->at = static_cast<std::size_t>(to);
        return OPJ_TRUE;
    });
    opj_stream_set_skip_function(stream, [](OPJ_OFF_T by, void* user) -> OPJ_OFF_T {
        static_cast<Memory*>(user)->at += static_cast<std::size_t>(by);
        return by;
    });
    opj_start_compress(codec, image, stream);
    opj_encode(codec, stream);
    opj_end_compress(codec, stream);
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
    return std::move(memory.bytes);
}

}  // namespace nuskha::test
