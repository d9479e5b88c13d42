#include "tools/evaluate/distance.hpp"

#include <sstream>

#include "models/evaluation/written.hpp"

namespace nuskha {
namespace {

constexpr Leniency leniency{.long_s = true, .marks = true};

}  // namespace

Distance character_distance(const std::string& read, const std::string& truth) {
    Dictionary letters, words;
    const Written a = written(truth, leniency, letters, words),
                  b = written(read, leniency, letters, words);
    return {edit_distance(a.letters, b.letters), a.letters.size()};
}

Distance lines_distance(const std::string& read, const std::string& truth) {
    Dictionary letters, words;
    const Written b = written(read, leniency, letters, words);
    Distance sum;
    std::istringstream lines(truth);
    for (std::string line; std::getline(lines, line);) {
        const Written a = written(line, leniency, letters, words);
        sum.edits += fitting_distance(a.letters, b.letters);
        sum.truth += a.letters.size();
    }
    return sum;
}

}  // namespace nuskha
