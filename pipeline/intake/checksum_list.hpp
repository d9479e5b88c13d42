// The forms in which scanning vendors hand over checksums, read into one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/digest.hpp"
#include "models/preservation/finding.hpp"

namespace nuskha::intake {

enum class ChecksumForm {
    none,
    lines,     // md5sum, BSD and BagIt lines; a bare digest
    table,     // checksums.csv
    weak,      // *.sfv: CRC32 protects against accidents only
    signature  // SHA256SUMS.asc: known, not read
};
ChecksumForm checksum_form(std::string_view file_name);

struct Listed {
    std::string name;  // as written; empty for a bare digest, which is of the file beside it
    DigestAlgorithm algorithm;
    std::string hex;
    std::size_t line;
    bool exact = false;  // '\' in the name is a character of it, not a Windows separator
};

struct ChecksumList {
    std::vector<Listed> entries;
    bool percent_encoded = false;   // BagIt (RFC 8493, 2.1.3): %0A, %0D and %25 in names
    std::vector<Finding> findings;  // checksum.unreadable, bounded
};

// `path` names the list in findings and may tell the algorithm.
ChecksumList read_checksum_list(const std::string& path, std::string_view bytes);

}  // namespace nuskha::intake
