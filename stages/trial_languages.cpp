#include "stages/trial_languages.hpp"

#include <algorithm>

#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

bool installed(const std::string& language) {
    for (const std::string& model : trained_set_for({language}).models)
        if (trained_data_file(model).empty()) return false;
    return true;
}

}  // namespace

std::vector<std::string> one_of_each_script(const std::vector<std::string>& languages) {
    std::vector<std::string> few;
    std::vector<Script> scripts;
    for (const std::string& language : languages) {
        if (!installed(language)) continue;
        if (const Alphabet* alphabet = find_alphabet(language)) {
            if (std::find(scripts.begin(), scripts.end(), alphabet->script) != scripts.end())
                continue;
            scripts.push_back(alphabet->script);
        }
        few.push_back(language);
    }
    return few;
}

std::vector<std::string> of_other_scripts(const std::vector<std::string>& languages) {
    std::vector<std::string> others;
    for (const char* language : {"en", "ru", "az-Arab"}) {
        const Script script = find_alphabet(language)->script;
        const bool declared =
            std::any_of(languages.begin(), languages.end(), [&](const std::string& one) {
                const Alphabet* alphabet = find_alphabet(one);
                return alphabet && alphabet->script == script;
            });
        if (!declared && installed(language)) others.push_back(language);
    }
    return others;
}

std::vector<Model> models_of_each(const std::vector<std::string>& languages) {
    std::vector<Model> all;
    for (const std::string& language : languages)
        for (const Model& model : models_of(trained_set_for({language})))
            if (std::find(all.begin(), all.end(), model) == all.end()) all.push_back(model);
    return all;
}

TriedLine read_in_best(EngineBench& engines, const Raster& line,
                       const std::vector<std::string>& languages, double enough) {
    TriedLine best;
    for (const std::string& language : languages) {
        LineReading reading = engines.engine(trained_set_for({language})).read_line(line);
        const double lead = reading.legibility - best.reading.legibility;
        if (best.language.empty() || lead > 0)
            best = {std::move(reading), language, lead};
        else
            best.lead = std::min(best.lead, -lead);
        if (best.reading.legibility >= enough) break;
    }
    return best;
}

}  // namespace nuskha
