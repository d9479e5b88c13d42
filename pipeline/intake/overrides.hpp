// overrides.toml: what staff decided for single pages.
//
//     [[page]]
//     scan = "AZ-0012/AZ-0012_0003.tif"   # its path in the batch
//     image = 2                           # of a file with several; left out: the first
//     side = 1                            # of an opening, 1 or 2; left out: both
//     turn = 90
//     crop = [120, 80, 2200, 3100]
//     split = "none"
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/override.hpp"

namespace nuskha::intake {

// By path of the scan. Throws Failure(input) naming the line for what cannot be understood: a page
// must not be made otherwise than staff decided. What names mean is not known here.
std::map<std::string, std::vector<Override>> read_overrides(const std::string& path,
                                                            std::string_view bytes);

}  // namespace nuskha::intake
