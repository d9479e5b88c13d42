// What is compared once a scan's bytes have been read.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "pipeline/intake/intake.hpp"

namespace nuskha {

std::vector<DigestAlgorithm> algorithms_for(const ScanFile& scan) {
    std::vector<DigestAlgorithm> algorithms = {DigestAlgorithm::sha512, DigestAlgorithm::sha256,
                                               DigestAlgorithm::md5};
    for (const ExpectedDigest& expected : scan.expected)
        if (std::find(algorithms.begin(), algorithms.end(), expected.algorithm) == algorithms.end())
            algorithms.push_back(expected.algorithm);
    return algorithms;
}

std::vector<Finding> compare_checksums(const ScanFile& scan, const DigestValues& computed) {
    std::vector<Finding> findings;
    for (const ExpectedDigest& expected : scan.expected) {
        const auto value = computed.find(expected.algorithm);
        if (value == computed.end())
            throw std::logic_error("a digest that the vendor stated was not computed");
        if (value->second == expected.hex) continue;
        findings.push_back(make_finding(
            "checksum.mismatch", scan.path,
            fmt::format("its {} is {}, but {} says {}; copy or scan it again",
                        word(expected.algorithm), value->second, expected.source, expected.hex)));
    }
    return findings;
}

std::vector<Finding> find_duplicates(std::span<const ScanDigest> scans) {
    static const std::string of_nothing = hex_digest(DigestAlgorithm::sha512, std::string_view());
    std::vector<Finding> findings;
    std::unordered_map<std::string_view, std::string_view> first;
    for (const ScanDigest& scan : scans) {
        if (scan.sha512.empty() || scan.sha512 == of_nothing) continue;
        const auto [earlier, is_new] = first.emplace(scan.sha512, scan.path);
        if (!is_new)
            findings.push_back(make_finding(
                "item.duplicate-scan", scan.path,
                fmt::format("has the same bytes as {}; remove one, or scan the missing page",
                            earlier->second)));
    }
    return findings;
}

}  // namespace nuskha
