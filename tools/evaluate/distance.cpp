#include "tools/evaluate/distance.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <utility>
#include <vector>

namespace nuskha {
namespace {

std::vector<UChar32> folded(const std::string& utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString text = icu::Normalizer2::getNFCInstance(status)->normalize(
        icu::UnicodeString::fromUTF8(utf8), status);
    std::vector<UChar32> out;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 c = text.char32At(i);
        if ((c >= 0x64B && c <= 0x652) || c == 0x640 || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF)
            continue;
        if (c == 0x17F) c = 's';
        if (u_isUWhiteSpace(c)) {
            if (!out.empty() && out.back() != ' ') out.push_back(' ');
        } else {
            out.push_back(c);
        }
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

// The last row of Levenshtein's table; `row` is its first: what beginning at each place of b costs.
std::vector<std::size_t> last_row(const std::vector<UChar32>& a, const std::vector<UChar32>& b,
                                  std::vector<std::size_t> row) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t best =
                std::min({row[j + 1] + 1, row[j] + 1, diagonal + (a[i] != b[j])});
            diagonal = std::exchange(row[j + 1], best);
        }
    }
    return row;
}

}  // namespace

Distance character_distance(const std::string& read, const std::string& truth) {
    const std::vector<UChar32> a = folded(truth), b = folded(read);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    return {last_row(a, b, std::move(row)).back(), a.size()};
}

Distance lines_distance(const std::string& read, const std::string& truth) {
    const std::vector<UChar32> b = folded(read);
    const std::vector<std::size_t> anywhere(b.size() + 1, 0);
    Distance sum;
    std::istringstream lines(truth);
    for (std::string line; std::getline(lines, line);) {
        const std::vector<UChar32> a = folded(line);
        const std::vector<std::size_t> row = last_row(a, b, anywhere);
        sum.edits += *std::min_element(row.begin(), row.end());  // and end anywhere
        sum.truth += a.size();
    }
    return sum;
}

}  // namespace nuskha
