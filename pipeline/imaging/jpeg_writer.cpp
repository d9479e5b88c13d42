#include "pipeline/imaging/jpeg_writer.hpp"

#include <csetjmp>
#include <cstdio>
// libjpeg wants stdio before its own header
#include <jpeglib.h>

#include <cstdlib>
#include <string>

#include "models/failure.hpp"

namespace nuskha {
namespace {

struct Compressor {  // plain values only: libjpeg leaves a failed call by longjmp
    jpeg_compress_struct codec;
    jpeg_error_mgr errors;
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
    unsigned char* bytes;
    unsigned long size;
};

[[noreturn]] void on_error(j_common_ptr codec) {
    auto* c = static_cast<Compressor*>(codec->client_data);
    codec->err->format_message(codec, c->message);
    std::longjmp(c->jump, 1);
}

bool compress(Compressor& c, const Raster& raster, int quality) {
    c.codec.err = jpeg_std_error(&c.errors);
    c.errors.error_exit = on_error;
    c.codec.client_data = &c;
    if (setjmp(c.jump)) return false;
    jpeg_create_compress(&c.codec);
    jpeg_mem_dest(&c.codec, &c.bytes, &c.size);
    c.codec.image_width = static_cast<JDIMENSION>(raster.width);
    c.codec.image_height = static_cast<JDIMENSION>(raster.height);
    c.codec.input_components = raster.channels;
    c.codec.in_color_space = raster.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&c.codec);
    jpeg_set_quality(&c.codec, quality, TRUE);
    c.codec.dct_method = JDCT_ISLOW;
    c.codec.optimize_coding = TRUE;
    jpeg_start_compress(&c.codec, TRUE);
    while (c.codec.next_scanline < c.codec.image_height) {
        JSAMPROW row =
            const_cast<std::uint8_t*>(raster.row(static_cast<int>(c.codec.next_scanline)));
        jpeg_write_scanlines(&c.codec, &row, 1);
    }
    jpeg_finish_compress(&c.codec);
    return true;
}

}  // namespace

std::vector<std::byte> encode_jpeg(const Raster& raster, int quality) {
    if (raster.empty() || (raster.channels != 1 && raster.channels != 3))
        throw Failure(Exit::input, "JPEG: the picture is empty; nothing can be written");
    Compressor c{};
    const bool done = compress(c, raster, quality);
    jpeg_destroy_compress(&c.codec);
    std::vector<std::byte> out;
    if (done) {
        const auto* bytes = reinterpret_cast<const std::byte*>(c.bytes);
        out.assign(bytes, bytes + c.size);
    }
    std::free(c.bytes);
    if (!done)
        throw Failure(Exit::input,
                      "JPEG: " + std::string(c.message) + "; make the picture smaller");
    return out;
}

}  // namespace nuskha
