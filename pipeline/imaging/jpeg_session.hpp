// libjpeg's error handling made safe in C++: errors come back as `false`, warnings are counted.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdio>
// libjpeg wants stdio before its own header
#include <jpeglib.h>

#include <cstdint>
#include <string>

namespace nuskha {

// One decompressor. libjpeg leaves a failed call by longjmp, which must not skip a destructor:
// every step given to run() therefore uses nothing but plain values, and what needs a destructor
// lives outside of it.
struct JpegSession {
    jpeg_decompress_struct codec{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf jump{};
    char last_message[JMSG_LENGTH_MAX] = {};

    int error_code = 0;         // of jerror.h, 0 = none
    bool truncated = false;     // data ended before the image did
    std::int64_t damaged = 0;   // warnings that mean wrong pixels
    std::int64_t harmless = 0;  // other warnings
    char first_damage[JMSG_LENGTH_MAX] = {};
    char first_harmless[JMSG_LENGTH_MAX] = {};
    int most_scans = 0;  // 0 = no limit; a progressive file may ask for endless work
    bool too_many_scans = false;
    unsigned components_seen = 0;  // bit for each component that a scan held

    JpegSession();
    ~JpegSession();
    JpegSession(const JpegSession&) = delete;
    JpegSession& operator=(const JpegSession&) = delete;

    // False where libjpeg gave up: error_code and last_message tell why.
    template <typename Step>
    bool run(Step&& step) {
        if (setjmp(jump)) return false;
        step();
        return true;
    }
};

}  // namespace nuskha
