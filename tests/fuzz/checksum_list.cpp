// Any bytes as a checksum list of each form.
#include "pipeline/intake/checksum_list.hpp"

#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const char* name : {"checksums.md5", "manifest-sha256.txt", "checksums.csv",
                             "0001.tif.md5", "SHA256SUMS", "checksums.txt"}) {
        const intake::ChecksumList list = intake::read_checksum_list(name, fuzz::text(data, size));
        fuzz::insist_known(list.findings);
        for (const intake::Listed& entry : list.entries)
            fuzz::insist(normal_hex(entry.hex, entry.algorithm) == entry.hex,
                         "a listed digest is lower-case hex of its algorithm's length");
    }
    return 0;
}
