// In which languages a line is tried where which one it is in does not matter.
#pragma once

#include <string>
#include <vector>

#include "stages/workbench.hpp"

namespace nuskha {

// Of the page's languages the first of each script that can be read: whether a line is writing, and
// which way up, any model of its script tells, so that several languages do not cost several
// readings.
std::vector<std::string> one_of_each_script(const std::vector<std::string>& languages);

// For pages whose declaration is wrong: one language of each script that was not declared.
std::vector<std::string> of_other_scripts(const std::vector<std::string>& languages);

// Name and digest of each model that reads one of them.
std::vector<Model> models_of_each(const std::vector<std::string>& languages);

struct TriedLine {
    LineReading reading;
    std::string language;  // that it was read in; empty where there was none to try
    double lead = 0;       // of its legibility over that in any other language
};

// The line in the language in which it is most legible; none is tried after one in which it is as legible as
// `enough`.
TriedLine read_in_best(EngineBench& engines, const Raster& line,
                       const std::vector<std::string>& languages, double enough);

}  // namespace nuskha
