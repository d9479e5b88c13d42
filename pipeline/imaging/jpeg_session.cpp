#include "pipeline/imaging/jpeg_session.hpp"

#include <jerror.h>

#include <cstring>

namespace nuskha {
namespace {

JpegSession& session_of(j_common_ptr codec) {
    return *static_cast<JpegSession*>(codec->client_data);
}

[[noreturn]] void on_error(j_common_ptr codec) {
    JpegSession& s = session_of(codec);
    s.error_code = codec->err->msg_code;
    codec->err->format_message(codec, s.last_message);
    std::longjmp(s.jump, 1);
}

void on_message(j_common_ptr codec, int level) {
    if (level >= 0) return;  // trace
    JpegSession& s = session_of(codec);
    ++codec->err->num_warnings;
    char text[JMSG_LENGTH_MAX];
    codec->err->format_message(codec, text);
    switch (codec->err->msg_code) {
        case JWRN_JPEG_EOF:
        case JWRN_HIT_MARKER:
            s.truncated = true;
            [[fallthrough]];
        case JWRN_HUFF_BAD_CODE:
        case JWRN_ARITH_BAD_CODE:
        case JWRN_MUST_RESYNC:
            if (s.damaged++ == 0) std::memcpy(s.first_damage, text, sizeof text);
            break;
        default:
            if (s.harmless++ == 0) std::memcpy(s.first_harmless, text, sizeof text);
    }
}

void on_progress(j_common_ptr common) {
    JpegSession& s = session_of(common);
    const jpeg_decompress_struct& codec = s.codec;
    for (int i = 0; i < codec.comps_in_scan && i < MAX_COMPS_IN_SCAN; ++i)
        if (codec.cur_comp_info[i] && codec.cur_comp_info[i]->component_index < 32)
            s.components_seen |= 1u << codec.cur_comp_info[i]->component_index;
    if (s.most_scans > 0 && codec.input_scan_number > s.most_scans) {
        s.too_many_scans = true;
        std::strcpy(s.last_message, "too many scans");
        std::longjmp(s.jump, 1);
    }
}

}  // namespace

JpegSession::JpegSession() {
    codec.err = jpeg_std_error(&errors);
    errors.error_exit = on_error;
    errors.emit_message = on_message;
    errors.output_message = [](j_common_ptr) {};
    codec.client_data = this;
    // The library's own check of its version and structure sizes may fail, too.
    if (run([this] { jpeg_create_decompress(&codec); })) {
        codec.client_data = this;
        progress.progress_monitor = on_progress;
        codec.progress = &progress;
    }
}

JpegSession::~JpegSession() {
    jpeg_destroy_decompress(&codec);
}

}  // namespace nuskha
