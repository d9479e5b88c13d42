// Something that was noticed about a scan, page, item, batch or store: a value, counted, reported,
// kept. Every code is in the catalogue, with its level, its meaning and what to do; `nuskha explain
// CODE` prints it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/event.hpp"

namespace nuskha {

enum class Level { note, warning, error };
std::string_view word(Level level);  // "note", "warning", "error"

struct Finding {
    std::string code;  // from the catalogue: "scan.truncated"
    Level level = Level::note;
    std::string
        place;  // where: a path in the batch or store, with " image 3" or ":line" where it helps
    std::string sentence;  // what is wrong; what to do
    std::vector<Number> numbers;
    bool operator==(const Finding&) const = default;
};

bool has_error(const std::vector<Finding>& findings);

struct FindingKind {
    std::string_view code;
    Level level;
    std::string_view meaning;  // one sentence
    std::string_view advice;   // one sentence
};

std::span<const FindingKind> finding_catalogue();             // sorted by code
const FindingKind* find_finding_kind(std::string_view code);  // nullptr where unknown

// A finding of a catalogued kind, with the catalogue's level. Throws std::logic_error for an
// unknown code.
Finding make_finding(std::string_view code, std::string place, std::string sentence,
                     std::vector<Number> numbers = {});

}  // namespace nuskha
