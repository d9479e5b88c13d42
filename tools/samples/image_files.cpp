#include "tools/samples/image_files.hpp"

#include <lcms2.h>
#include <openjpeg.h>
#include <png.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include <jpeglib.h>  // needs <cstdio> before it

#include "models/failure.hpp"

namespace nuskha {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
    throw Failure(Exit::store,
                  path.string() + ": cannot be written; is there space and permission?");
}

// sRGB, with a fixed creation date, so that the bytes do not depend on the day.
std::vector<unsigned char> srgb_profile() {
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    std::vector<unsigned char> bytes(size);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    const unsigned char date[] = {0x07, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};  // 2024-01-01
    std::memcpy(bytes.data() + 24, date, sizeof date);  // ICC.1:2010, 7.2.1: bytes 24 to 35
    std::memset(bytes.data() + 84, 0, 16);              // and no profile ID
    return bytes;
}

std::vector<std::uint8_t> packed(const std::uint8_t* row, int width, int bits) {
    std::vector<std::uint8_t> out((static_cast<std::size_t>(width) * bits + 7) / 8);
    for (int x = 0; x < width; ++x) {
        const int value = bits == 4 ? (row[x] * 15 + 127) / 255 : row[x] ? 1 : 0;
        out[x * bits / 8] |= static_cast<std::uint8_t>(value << (8 - bits - x * bits % 8));
    }
    return out;
}

Raster bilevel(const Raster& grey) {  // 255 = paper
    Raster out(grey.width, grey.height, 1);
    const cv::Mat from(grey.height, grey.width, CV_8U,
                       const_cast<std::uint8_t*>(grey.pixels.data()));
    cv::Mat to(out.height, out.width, CV_8U, out.pixels.data()), around, smooth;
    cv::GaussianBlur(from, smooth, {}, 0.8);
    cv::blur(from, around, {81, 81});
    cv::max(around * 0.72, 90, around);  // the bed stays black
    cv::Mat(smooth > around).copyTo(to);
    return out;
}

struct TiffLayout {
    int bits = 8, compression = COMPRESSION_NONE, predictor = PREDICTOR_NONE;
    const char* mode = "wl";
};

TiffLayout layout_of(TiffForm tiff) {
    switch (tiff) {
        case TiffForm::jpeg:
        case TiffForm::jpeg_tiles:
            return {8, COMPRESSION_JPEG, PREDICTOR_NONE, "wl"};
        case TiffForm::lzw4:
            return {4, COMPRESSION_LZW, PREDICTOR_NONE, "wl"};
        case TiffForm::deflate4:
            return {4, COMPRESSION_ADOBE_DEFLATE, PREDICTOR_NONE, "wb"};
        case TiffForm::deflate16:
            return {16, COMPRESSION_ADOBE_DEFLATE, PREDICTOR_HORIZONTAL, "wl"};
        case TiffForm::fax_g4:
            return {1, COMPRESSION_CCITTFAX4, PREDICTOR_NONE, "wl"};
        case TiffForm::packbits1:
            return {1, COMPRESSION_PACKBITS, PREDICTOR_NONE, "wl8"};
        case TiffForm::none:
            break;
    }
    return {};
}

void set_fields(TIFF* file, const Raster& raster, const TiffLayout& layout, const ImageForm& form) {
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, raster.width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, raster.height);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, layout.bits);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, raster.channels);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(file, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    TIFFSetField(file, TIFFTAG_XRESOLUTION, static_cast<double>(form.dpi));
    TIFFSetField(file, TIFFTAG_YRESOLUTION, static_cast<double>(form.dpi));
    TIFFSetField(file, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(file, TIFFTAG_COMPRESSION, layout.compression);
    if (layout.predictor != PREDICTOR_NONE) TIFFSetField(file, TIFFTAG_PREDICTOR, layout.predictor);
    int photometric = raster.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    if (layout.compression == COMPRESSION_JPEG) {
        TIFFSetField(file, TIFFTAG_JPEGQUALITY, form.quality);
        if (raster.channels == 3) {
            photometric = PHOTOMETRIC_YCBCR;
            TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        }
    }
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, photometric);
    if (raster.channels == 3) {
        const auto profile = srgb_profile();
        TIFFSetField(file, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(profile.size()),
                     profile.data());
    }
}

bool write_tiles(TIFF* file, const Raster& raster) {
    constexpr int side = 256;
    TIFFSetField(file, TIFFTAG_TILEWIDTH, side);
    TIFFSetField(file, TIFFTAG_TILELENGTH, side);
    Raster tile(side, side, raster.channels);
    for (int y = 0; y < raster.height; y += side)
        for (int x = 0; x < raster.width; x += side) {
            for (int r = 0; r < side; ++r)  // beyond the edge the last pixels are repeated
                for (int c = 0; c < side; ++c)
                    std::copy_n(raster.row(std::min(y + r, raster.height - 1)) +
                                    std::min(x + c, raster.width - 1) * raster.channels,
                                raster.channels, tile.row(r) + c * raster.channels);
            if (TIFFWriteTile(file, tile.pixels.data(), x, y, 0, 0) < 0) return false;
        }
    return true;
}

bool write_rows(TIFF* file, const Raster& raster, int bits) {
    TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 128);
    for (int y = 0; y < raster.height; ++y) {
        const std::uint8_t* row = raster.row(y);
        std::vector<std::uint8_t> own(row, row + raster.stride());
        if (bits < 8) own = packed(row, raster.width, bits);
        if (bits == 16) {
            std::vector<std::uint16_t> wide(row, row + raster.stride());
            for (std::uint16_t& value : wide)
                value = static_cast<std::uint16_t>(value * 257);
            if (TIFFWriteScanline(file, wide.data(), y) < 0) return false;
        } else if (TIFFWriteScanline(file, own.data(), y) < 0) {
            return false;
        }
    }
    return true;
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File create(const std::filesystem::path& path) {
    File file(std::fopen(path.c_str(), "wb"));
    if (!file) fail(path);
    return file;
}

}  // namespace

void write_tiff(const std::filesystem::path& path, const Raster& raster, TiffForm tiff,
                const ImageForm& form) {
    const TiffLayout layout = layout_of(tiff);
    TIFF* file = TIFFOpen(path.c_str(), layout.mode);
    if (!file) fail(path);
    set_fields(file, raster, layout, form);
    const bool done = tiff == TiffForm::jpeg_tiles ? write_tiles(file, raster)
                      : layout.bits == 1           ? write_rows(file, bilevel(raster), 1)
                                                   : write_rows(file, raster, layout.bits);
    TIFFClose(file);
    if (!done) fail(path);
}

void write_jpeg(const std::filesystem::path& path, const Raster& raster, const ImageForm& form) {
    const File file = create(path);
    jpeg_compress_struct out{};
    jpeg_error_mgr errors{};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file.get());
    out.image_width = static_cast<JDIMENSION>(raster.width);
    out.image_height = static_cast<JDIMENSION>(raster.height);
    out.input_components = raster.channels;
    out.in_color_space = raster.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, form.quality, TRUE);
    out.density_unit = 1;
    out.X_density = out.Y_density = static_cast<UINT16>(form.dpi);
    jpeg_start_compress(&out, TRUE);
    if (raster.channels == 3) {
        const auto profile = srgb_profile();
        jpeg_write_icc_profile(&out, profile.data(), static_cast<unsigned>(profile.size()));
    }
    while (out.next_scanline < out.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(raster.row(static_cast<int>(out.next_scanline)));
        jpeg_write_scanlines(&out, &row, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    if (std::ferror(file.get())) fail(path);
}

void write_png(const std::filesystem::path& path, const Raster& raster, const ImageForm& form) {
    const File file = create(path);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file.get());
    png_set_IHDR(png, info, static_cast<png_uint_32>(raster.width),
                 static_cast<png_uint_32>(raster.height), raster.channels == 3 ? 8 : 4,
                 raster.channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    const auto per_metre = static_cast<png_uint_32>(form.dpi / 0.0254 + 0.5);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (int y = 0; y < raster.height; ++y) {
        if (raster.channels == 3)
            png_write_row(png, raster.row(y));
        else
            png_write_row(png, packed(raster.row(y), raster.width, 4).data());
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    if (std::ferror(file.get())) fail(path);
}

void write_jp2(const std::filesystem::path& path, const Raster& raster, const ImageForm& form) {
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = static_cast<float>(form.jp2_rate);
    parameters.cp_disto_alloc = 1;
    parameters.irreversible = 1;
    parameters.tcp_mct = raster.channels == 3 ? 1 : 0;
    std::vector<opj_image_cmptparm_t> planes(raster.channels);
    for (opj_image_cmptparm_t& plane : planes) {
        plane = {};
        plane.dx = plane.dy = 1;
        plane.w = static_cast<OPJ_UINT32>(raster.width);
        plane.h = static_cast<OPJ_UINT32>(raster.height);
        plane.prec = 8;
    }
    opj_image_t* image = opj_image_create(static_cast<OPJ_UINT32>(raster.channels), planes.data(),
                                          raster.channels == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    image->x1 = static_cast<OPJ_UINT32>(raster.width);
    image->y1 = static_cast<OPJ_UINT32>(raster.height);
    const std::size_t count = static_cast<std::size_t>(raster.width) * raster.height;
    for (int c = 0; c < raster.channels; ++c)
        for (std::size_t i = 0; i < count; ++i)
            image->comps[c].data[i] = raster.pixels[i * raster.channels + c];
    opj_codec_t* codec = opj_create_compress(OPJ_CODEC_JP2);
    opj_stream_t* stream = opj_stream_create_default_file_stream(path.c_str(), OPJ_FALSE);
    const bool done = stream && opj_setup_encoder(codec, &parameters, image) &&
                      opj_start_compress(codec, image, stream) && opj_encode(codec, stream) &&
                      opj_end_compress(codec, stream);
    if (stream) opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
    if (!done) fail(path);
}

}  // namespace nuskha
