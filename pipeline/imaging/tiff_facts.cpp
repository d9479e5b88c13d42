#include "pipeline/imaging/tiff_facts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "pipeline/imaging/colour.hpp"
#include "pipeline/imaging/exif.hpp"
#include "pipeline/imaging/finding_log.hpp"

namespace nuskha {
namespace {

std::string compression_name(int code) {
    switch (code) {
        case COMPRESSION_NONE:
            return "Uncompressed";
        case COMPRESSION_CCITTRLE:
        case COMPRESSION_CCITTRLEW:
            return "CCITT 1D";
        case COMPRESSION_CCITTFAX3:
            return "CCITT T.4";
        case COMPRESSION_CCITTFAX4:
            return "CCITT T.6";
        case COMPRESSION_LZW:
            return "LZW";
        case COMPRESSION_OJPEG:
            return "JPEG (old)";
        case COMPRESSION_JPEG:
            return "JPEG";
        case COMPRESSION_DEFLATE:
        case COMPRESSION_ADOBE_DEFLATE:
            return "Deflate";
        case COMPRESSION_PACKBITS:
            return "PackBits";
        case COMPRESSION_LZMA:
            return "LZMA";
        case COMPRESSION_ZSTD:
            return "ZSTD";
        case COMPRESSION_WEBP:
            return "WebP";
        case COMPRESSION_LERC:
            return "LERC";
        case COMPRESSION_JBIG:
            return "JBIG";
        case COMPRESSION_JP2000:
            return "JPEG 2000";
        default:
            return fmt::format("TIFF compression {}", code);
    }
}

std::string colour_name(int photometric) {  // MIX 2.0, colorSpace
    switch (photometric) {
        case PHOTOMETRIC_MINISWHITE:
            return "WhiteIsZero";
        case PHOTOMETRIC_MINISBLACK:
            return "BlackIsZero";
        case PHOTOMETRIC_RGB:
            return "RGB";
        case PHOTOMETRIC_PALETTE:
            return "PaletteColor";
        case PHOTOMETRIC_MASK:
            return "TransparencyMask";
        case PHOTOMETRIC_SEPARATED:
            return "CMYK";
        case PHOTOMETRIC_YCBCR:
            return "YCbCr";
        case PHOTOMETRIC_CIELAB:
            return "CIELab";
        case PHOTOMETRIC_ICCLAB:
            return "ICCLab";
        case PHOTOMETRIC_ITULAB:
            return "ITULab";
        case PHOTOMETRIC_CFA:
            return "CFA";
        default:
            return fmt::format("TIFF photometric {}", photometric);
    }
}

std::string text_tag(TIFF* tiff, uint32_t tag) {
    const char* text = nullptr;
    return TIFFGetField(tiff, tag, &text) && text ? clean_text(text) : std::string();
}

void read_resolution(TIFF* tiff, ImageFacts& facts) {
    float x = 0, y = 0;
    uint16_t unit = RESUNIT_INCH;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    const double factor = unit == RESUNIT_INCH ? 1 : unit == RESUNIT_CENTIMETER ? 2.54 : 0;
    if (factor <= 0 || !TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) || !std::isfinite(x) || x <= 0)
        return;
    if (!TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) || !std::isfinite(y) || y <= 0) y = x;
    facts.ppi_x = x * factor;
    facts.ppi_y = y * factor;
}

}  // namespace

ImageFacts read_tiff_facts(TIFF* tiff) {
    ImageFacts facts;
    const bool big = TIFFIsBigTIFF(tiff) != 0;
    facts.format = "TIFF";
    facts.format_version = big ? "BigTIFF" : "6.0";
    facts.mime = "image/tiff";
    if (!big) facts.pronom = "fmt/353";
    uint32_t width = 0, height = 0;
    uint16_t bits = 1, samples = 1, compression = COMPRESSION_NONE, photometric = 0,
             orientation = 1;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    facts.width = width;
    facts.height = height;
    facts.bits_per_sample = bits;
    facts.samples_per_pixel = samples;
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric))
        facts.colour_space = colour_name(photometric);
    facts.compression = compression_name(compression);
    facts.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    facts.byte_order = TIFFIsBigEndian(tiff) ? "big endian" : "little endian";
    facts.tiled = TIFFIsTiled(tiff) != 0;
    facts.maker = text_tag(tiff, TIFFTAG_MAKE);
    facts.model = text_tag(tiff, TIFFTAG_MODEL);
    facts.software = text_tag(tiff, TIFFTAG_SOFTWARE);
    facts.captured = iso_date(text_tag(tiff, TIFFTAG_DATETIME));
    uint32_t size = 0;
    void* profile = nullptr;
    if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &profile) && profile && size > 0)
        facts.icc_profile = icc_description({static_cast<const std::byte*>(profile), size});
    read_resolution(tiff, facts);
    return facts;
}

}  // namespace nuskha
