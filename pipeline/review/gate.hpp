// The gate of a batch: what a recipe allows of warnings, errors and doubtful reading before somebody
// must look. Judged at the end of a run over all its pages; it changes no page and no item.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "models/preservation/finding.hpp"
#include "pipeline/options.hpp"

namespace nuskha {

class Journal;

struct Breach {         // a limit of the gate that was not kept
    std::string limit;  // option or finding's code
    double allowed = 0, measured = 0;
    std::int64_t count = 0, of = 0;   // pages or items that break it, of how many; 0 = not a share
    std::vector<std::string> places;  // of some of them, in reading order
    bool operator==(const Breach&) const = default;
};

struct GateVerdict {
    bool judged = false;  // false: the run was interrupted
    std::vector<Breach> breaches;
    bool passed() const { return judged && breaches.empty(); }
    bool operator==(const GateVerdict&) const = default;
};

struct Gate {  // a recipe's [gate]
    Gate() : options(specs()) {}
    static std::span<const OptionSpec> specs();
    Options options;
    std::map<std::string, double> shares;  // code of a finding -> largest share of pages with it
};

GateVerdict judge(const Journal& journal, const Gate& gate);

// A breach as a finding of the batch: which limit, by how much, on which pages.
Finding finding_of(const Breach& breach, const std::string& batch);

}  // namespace nuskha
