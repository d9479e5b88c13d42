// Tesseract 5 packs the picture of every text line as PNG in memory and unpacks it at once, which
// is 10 to 15 % of recognition. It calls leptonica's pixWriteMem for that, and a function of that
// name in the program comes before the library's. Ours hands on every form but one: what was to be
// PNG in memory is written in leptonica's own plain form. No pixel changes, and reading tells the
// form by itself. Nothing else in this program writes PNG through leptonica.
#include "stages/line_pictures.hpp"

#include <dlfcn.h>
#include <leptonica/allheaders.h>

namespace {

using Write = l_ok (*)(l_uint8**, size_t*, PIX*, l_int32);

Write leptonicas_own() {
    static const auto own = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "pixWriteMem"));
    return own;
}

}  // namespace

extern "C" l_ok pixWriteMem(l_uint8** data, size_t* size, PIX* pix, l_int32 format) {
    if (format == IFF_PNG) return pixWriteMemSpix(data, size, pix);
    return leptonicas_own() ? leptonicas_own()(data, size, pix, format) : 1;
}

bool nuskha::line_pictures_stay_plain() {
    return dlsym(RTLD_DEFAULT, "pixWriteMem") == reinterpret_cast<void*>(&pixWriteMem);
}
