// What must hold of a text before toml++ may see it.
#pragma once

#include <cstddef>
#include <string_view>

namespace nuskha {

// The line (from 1) of the first character that is not ASCII and stands outside strings and
// comments, where TOML 1.0 allows none; 0 where there is none. toml++ 3.3 runs into undefined
// behaviour at such letters, so foreign files are asked this first.
std::size_t line_of_stray_letter(std::string_view toml);

}  // namespace nuskha
