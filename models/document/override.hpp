// What a person has decided for one page, over what a stage would find by itself.
#pragma once

#include <string>
#include <vector>

namespace nuskha {

struct Override {
    int image = 0;     // of the file, from 0
    int side = -1;     // of an opening, from 0; -1 = each
    std::string name;  // "turn", "skew", "split", "crop", ...: a stage tells which it takes
    std::vector<double> numbers;  // the value: numbers,
    std::string word;             // or "none"
    std::string where;            // file and line, for messages: "overrides.toml:12"

    bool none() const { return word == "none"; }
    bool operator==(const Override&) const = default;
};

}  // namespace nuskha
