// A measuring program consists of parts: each measures one promise on data that nothing was tuned on, prints a
// table, and writes every single decision as a CSV file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace nuskha {

struct PartPlan {
    int count = 0;              // pages; 0 = as many as the part's promise speaks of
    std::uint64_t seed = 0;     // of the pages that are made
    int peers = 100;            // pages on which other programs are asked too, at most
    std::filesystem::path out;  // folder for the CSV files; exists
    std::string only;           // just this defect, kind or number of page; empty = all
    bool keep = false;          // pictures, truth and readings of the pages, in `out`
    bool wants(std::string_view name) const { return only.empty() || only == name; }
    bool wants_page(int number, std::string_view kind) const {
        return wants(kind) || only == std::to_string(number);
    }
};

struct Part {
    std::string_view name;
    std::string_view sentence;
    bool (*run)(const PartPlan&);  // true where the promise is kept
};

// PROGRAM [PART...] [--count N] [--seed N] [--peers N] [--only WHAT] [--out FOLDER] [--list]
// Returns 0 where all that was measured is kept, 1 where something is not, or the status of a Failure.
int run_parts(const std::string& program, const std::string& sentence, std::span<const Part> parts,
              int count, char** arguments);

}  // namespace nuskha
