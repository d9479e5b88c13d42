#include "pipeline/imaging/tiff_handle.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace nuskha {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string formatted(const char* format, va_list args) {
    char text[512];
    std::vsnprintf(text, sizeof text, format, args);
    return clean_text(text);
}

}  // namespace

TiffHandle::TiffHandle(std::span<const std::byte> bytes, std::int64_t most_memory)
    : cursor_{bytes} {
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    if (!options) return;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, static_cast<tmsize_t>(most_memory));
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, this);
    tiff_ = TIFFClientOpenExt(
        "scan", "rm", &cursor_, read, [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; },
        seek, [](thandle_t) { return 0; },
        [](thandle_t handle) -> toff_t { return static_cast<Cursor*>(handle)->bytes.size(); },
        [](thandle_t, void**, toff_t*) { return 0; }, [](thandle_t, void*, toff_t) {}, options);
    TIFFOpenOptionsFree(options);
}

TiffHandle::~TiffHandle() {
    messages_.log = nullptr;
    if (tiff_) TIFFClose(tiff_);
}

void TiffHandle::start(FindingLog& log) {
    for (std::string& text : messages_.pending)
        log.warn(std::move(text));
    messages_ = {};
    messages_.log = &log;
}

tmsize_t TiffHandle::read(thandle_t handle, void* to, tmsize_t size) {
    auto& cursor = *static_cast<Cursor*>(handle);
    if (size <= 0 || cursor.at >= cursor.bytes.size()) return 0;
    const std::size_t n =
        std::min<std::size_t>(static_cast<std::size_t>(size), cursor.bytes.size() - cursor.at);
    std::memcpy(to, cursor.bytes.data() + cursor.at, n);
    cursor.at += n;
    return static_cast<tmsize_t>(n);
}

toff_t TiffHandle::seek(thandle_t handle, toff_t offset, int whence) {
    auto& cursor = *static_cast<Cursor*>(handle);
    const toff_t base = whence == SEEK_CUR   ? cursor.at
                        : whence == SEEK_END ? cursor.bytes.size()
                                             : 0;
    cursor.at = base + offset;
    return cursor.at;
}

int TiffHandle::on_error(TIFF*, void* self, const char* module, const char* format, va_list args) {
    static_cast<TiffHandle*>(self)->sort(module ? module : "", formatted(format, args), true);
    return 1;  // handled: libtiff prints nothing
}

int TiffHandle::on_warning(TIFF*, void* self, const char* module, const char* format,
                           va_list args) {
    static_cast<TiffHandle*>(self)->sort(module ? module : "", formatted(format, args), false);
    return 1;
}

// The texts are those of libtiff 4.5 and of libjpeg inside it; they are stable over many years.
void TiffHandle::sort(const std::string& module, std::string text, bool is_error) {
    TiffMessages& m = messages_;
    if (has(module, "Fax") && (has(text, "at line") || has(text, "line length"))) {
        if (has(text, "Premature EOF"))
            m.truncated = true;
        else if (is_error || has(module, "Fax4"))
            ++m.damaged_lines;  // T.6 has nothing to find its way back by: all below is lost
        else
            ++m.odd_lines;
        if (m.first_line_message.empty()) m.first_line_message = text;
        if (is_error && m.first_error.empty()) m.first_error = module + ": " + text;
        return;
    }
    const bool from_jpeg = has(module, "JPEG");
    if (from_jpeg && (has(text, "Premature end of JPEG") || has(text, "premature end of data"))) {
        m.truncated = true;
        is_error = true;
    } else if (from_jpeg && (has(text, "bad Huffman") || has(text, "instead of RST") ||
                             has(text, "bad arithmetic"))) {
        is_error = true;
    }
    if (is_error) {
        if (has(text, "Read error") || has(text, "Seek error") || has(text, "Not enough data") ||
            has(text, "ot enough data") || has(text, "beyond end") || has(text, "past end") ||
            has(text, "EOF") || has(text, "is too short"))
            m.truncated = true;
        if (has(text, "not supported") || has(text, "not configured") ||
            has(text, "not implemented") || has(text, "nsupported") || has(text, "an not handle"))
            m.unsupported = true;
        if (m.first_error.empty()) m.first_error = module.empty() ? text : module + ": " + text;
        return;
    }
    // Private and newer tags are legal (TIFF 6.0, section 8) and lose no pixel.
    if (has(text, "Unknown field with tag")) return;
    if (m.log)
        m.log->warn("libtiff: " + text);
    else if (m.pending.size() < 8)
        m.pending.push_back("libtiff: " + text);
}

}  // namespace nuskha
