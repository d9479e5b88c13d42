#include "stages/reading_language.hpp"

#include <algorithm>
#include <optional>

#include "models/language/alphabet.hpp"
#include "stages/samples.hpp"
#include "stages/tilt.hpp"

namespace nuskha {
namespace {

std::vector<std::string> best_of(const Page& page, const View& view, const Ink& ink,
                                 EngineBench& engines) {
    const std::vector<Raster> lines =
        line_pictures(page, view, ink, measure_tilt(ink, 15).degrees, 3);
    if (lines.empty()) return page.languages;
    struct Candidate {
        std::string language;
        TrainedSet set;
        std::optional<Script> script;
        double first = -1, all = -1;  // confidence on the first line, on all of them
    };
    std::vector<Candidate> candidates;
    for (const std::string& language : page.languages) {
        const TrainedSet set = trained_set_for({language});
        if (std::any_of(candidates.begin(), candidates.end(),
                        [&](const Candidate& other) { return other.set == set; }))
            continue;
        const Alphabet* alphabet = find_alphabet(language);
        candidates.push_back(
            {language, set, alphabet ? std::optional(alphabet->script) : std::nullopt});
    }
    const double near = 0.15;
    double best = 0;
    const auto hopeless = [&](const Candidate& candidate) {  // its script has read badly before
        return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
            return candidate.script && other.script == candidate.script && other.first >= 0 &&
                   other.first < best - 2 * near;
        });
    };
    const auto by_script = [&](bool repeated) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            Candidate& candidate = candidates[i];
            const bool seen =
                std::any_of(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const Candidate& other) {
                                return candidate.script && other.script == candidate.script;
                            });
            if (seen != repeated || (repeated && hopeless(candidate))) continue;
            candidate.first = sample_confidence(engines.engine(candidate.set), {lines.front()});
            best = std::max(best, candidate.first);
        }
    };
    by_script(false);  // one of each script
    by_script(true);   // then its sisters, where it read well
    std::erase_if(candidates, [&](const Candidate& c) { return c.first < best - near; });
    if (candidates.size() > 1)
        for (Candidate& candidate : candidates)
            candidate.all = sample_confidence(engines.engine(candidate.set), lines);
    return {std::max_element(candidates.begin(), candidates.end(),
                             [](const Candidate& a, const Candidate& b) { return a.all < b.all; })
                ->language};
}

}  // namespace

std::vector<std::string> reading_languages(const Page& page, const View& view, const Ink& ink,
                                           EngineBench& engines) {
    if (trained_set_for(page.languages).models.size() < 2) return page.languages;
    if (const auto known = engines.language_choice(page)) return *known;
    std::vector<std::string> best = best_of(page, view, ink, engines);
    engines.remember_choice(page, best);
    return best;
}

}  // namespace nuskha
