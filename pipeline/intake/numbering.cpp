#include "pipeline/intake/numbering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace {

constexpr std::size_t most_ranges = 20, most_doubles = 50;

using Numbers = std::set<std::uint64_t>;
using ByFolder = std::map<std::string, Numbers>;

struct Gaps {
    std::uint64_t count = 0;
    std::string ranges;  // "3, 5-9"
};

Gaps gaps_in(const Numbers& numbers) {
    Gaps gaps;
    std::size_t ranges = 0;
    std::uint64_t untold = 0;
    const auto add = [&](std::uint64_t first, std::uint64_t last) {
        gaps.count += last - first + 1;
        if (++ranges > most_ranges) {
            untold += last - first + 1;
            return;
        }
        if (!gaps.ranges.empty()) gaps.ranges += ", ";
        gaps.ranges += first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
    };
    const std::uint64_t start = *numbers.begin();
    if (start > 1 && start - 1 < numbers.size()) add(1, start - 1);
    for (auto here = numbers.begin(), next = std::next(here); next != numbers.end(); ++here, ++next)
        if (*next - *here > 1) add(*here + 1, *next - 1);
    if (untold) gaps.ranges += fmt::format(" and {} more", untold);
    return gaps;
}

void tell_gaps(const std::string& place, const std::string& prefix, const Numbers& numbers,
               std::vector<Finding>& findings) {
    if (numbers.size() < 2) return;
    const Gaps gaps = gaps_in(numbers);
    // Dates, times and inventory numbers are no page numbers.
    if (gaps.count == 0 || (gaps.count > 100 && gaps.count / 10 > numbers.size())) return;
    findings.push_back(make_finding(
        "item.numbering-gap", place,
        fmt::format("between {} and {}{} {} missing: {}; look whether {} forgotten",
                    std::min<std::uint64_t>(*numbers.begin(), 1), *numbers.rbegin(),
                    prefix.empty() ? "" : fmt::format(" of {}", prefix),
                    gaps.count == 1 ? "a number is" : fmt::format("{} numbers are", gaps.count),
                    gaps.ranges, gaps.count == 1 ? "a page was" : "pages were"),
        {{"missing", static_cast<double>(gaps.count), ""}}));
}

bool overlap(const ByFolder& folders) {
    std::size_t sum = 0;
    Numbers all;
    for (const auto& [folder, numbers] : folders) {
        sum += numbers.size();
        all.insert(numbers.begin(), numbers.end());
    }
    return all.size() != sum;
}

}  // namespace

std::vector<Finding> check_numbering(const Item& item) {
    std::vector<Finding> findings;
    std::map<std::string, ByFolder> sequences;  // by what stands before the number
    std::map<std::tuple<std::string, std::string, std::uint64_t, std::string>, const ScanFile*>
        takes;
    std::size_t doubles = 0;
    for (const ScanFile& scan : item.scans) {
        const NumberedName name = numbered(nfc(stem_of(file_name(scan.name))));
        if (!name.number) continue;
        const std::string folder(folder_of(scan.name));
        sequences[name.prefix][folder].insert(*name.number);
        const auto [first, is_new] =
            takes.emplace(std::tuple(folder, name.prefix, *name.number, folded(name.take)), &scan);
        if (!is_new && ++doubles <= most_doubles)
            findings.push_back(make_finding(
                "item.numbering-twice", scan.path,
                fmt::format("carries the number {} like {}; look whether one is a second take",
                            *name.number, first->second->path)));
    }
    const std::string place = item.folder.empty() ? item.id : item.folder;
    for (const auto& [prefix, folders] : sequences) {
        if (folders.size() == 1 || overlap(folders)) {
            for (const auto& [folder, numbers] : folders)
                tell_gaps(folder.empty() ? place : joined(place, folder), prefix, numbers,
                          findings);
            continue;
        }
        Numbers all;
        for (const auto& [folder, numbers] : folders)
            all.insert(numbers.begin(), numbers.end());
        tell_gaps(place, prefix, all, findings);
    }
    return findings;
}

}  // namespace nuskha::intake
