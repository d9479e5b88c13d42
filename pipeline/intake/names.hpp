// What file names tell: which are scans, which are system files, which number a scan carries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha::intake {

bool is_plain_utf8(std::string_view name);        // valid UTF-8 without control characters
std::string printable(std::string_view name);     // other bytes written as \xNN, for messages
std::string nfc(std::string_view utf8);           // Unicode normalisation form C
std::string folded(std::string_view utf8);        // NFC without case, for comparing
std::string lower_ascii(std::string_view text);   // A-Z only
std::string_view trimmed(std::string_view text);  // without ASCII white space at both ends

std::string_view file_name(std::string_view path);  // after the last '/'
std::string_view folder_of(std::string_view path);  // before the last '/', or empty
std::string_view stem_of(std::string_view name);    // a file name without its last ending
std::string_view ending_of(std::string_view name);  // ".tif" as written, or empty
std::string joined(std::string_view folder, std::string_view name);  // "a" "b" -> "a/b"

// The path from the batch folder with '\' kept, "." and ".." resolved and doubled '/' removed;
// nothing where it leaves the folder.
std::optional<std::string> lexical_path(std::string_view path);

bool is_system_name(std::string_view name);    // hidden, or left behind by a system
bool has_scan_ending(std::string_view name);   // .tif, .jpg, .png, .jp2, ...
bool has_image_magic(std::string_view bytes);  // first bytes of TIFF, JPEG, PNG, JPEG 2000

// "AZ-0012_0007a": prefix "AZ-0012" (separators stripped), number 7, take "a".
struct NumberedName {
    std::string prefix;
    std::optional<std::uint64_t> number;  // decimal digits of any script; nothing beyond 18 digits
    bool has_digits = false;
    std::string take;  // what follows the number
};
NumberedName numbered(std::string_view stem);

}  // namespace nuskha::intake
