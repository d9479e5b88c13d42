// libtiff over bytes in memory, with its messages sorted into what they mean.
#pragma once

#include <tiffio.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/imaging/finding_log.hpp"

namespace nuskha {

// What libtiff said since the last clear(). Its codecs repair silently and go on: only these
// messages tell that pixels are missing.
struct TiffMessages {
    std::string first_error;           // "module: text"
    bool truncated = false;            // data ended early
    bool unsupported = false;          // a feature that this libtiff lacks
    std::int64_t damaged_lines = 0;    // CCITT lines with bad code words
    std::int64_t odd_lines = 0;        // CCITT lines of another length than the image is wide
    std::string first_line_message;    // about the first of those
    FindingLog* log = nullptr;         // where warnings go
    std::vector<std::string> pending;  // warnings while there was no log; a handful
};

class TiffHandle {
  public:
    // tiff() is nullptr where libtiff refuses the file. The bytes must outlive the handle.
    TiffHandle(std::span<const std::byte> bytes, std::int64_t most_memory);
    ~TiffHandle();
    TiffHandle(const TiffHandle&) = delete;
    TiffHandle& operator=(const TiffHandle&) = delete;

    TIFF* tiff() const { return tiff_; }
    TiffMessages& messages() { return messages_; }
    void start(FindingLog& log);  // forget older messages; warnings go to this log

  private:
    struct Cursor {
        std::span<const std::byte> bytes;
        std::uint64_t at = 0;
    };
    static tmsize_t read(thandle_t handle, void* to, tmsize_t size);
    static toff_t seek(thandle_t handle, toff_t offset, int whence);
    static int on_error(TIFF*, void* self, const char* module, const char* format, va_list args);
    static int on_warning(TIFF*, void* self, const char* module, const char* format, va_list args);
    void sort(const std::string& module, std::string text, bool is_error);

    Cursor cursor_;
    TiffMessages messages_;
    TIFF* tiff_ = nullptr;
};

}  // namespace nuskha
