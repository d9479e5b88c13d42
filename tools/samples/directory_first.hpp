// libtiff writes a TIFF's directory after the pixels; many scanners' drivers write it before them.
#pragma once

#include <string>

namespace nuskha {

// The same image with its directory at the front. `tiff` is a little-endian classic TIFF in strips
// with one directory, as write_tiff makes it (TIFF 6.0, section 2).
std::string directory_first(const std::string& tiff);

}  // namespace nuskha
