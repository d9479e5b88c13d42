// Natural order of names: 2 before 10, in every script, the same on every machine.
//
// The order is the root collation of the Unicode Collation Algorithm (UTS 10, no locale) with
// digits compared by value; folder by folder, a name before the same name with something added
// (0001.tif before 0001_a.tif, whatever the ending), ties decided by the bytes.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

// A key whose byte-wise order is the natural order of '/'-separated UTF-8 paths.
std::string natural_key(std::string_view path);

bool natural_less(std::string_view a, std::string_view b);

}  // namespace nuskha
