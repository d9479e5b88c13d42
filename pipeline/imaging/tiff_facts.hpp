// What the tags of a TIFF directory say.
#pragma once

#include <tiffio.h>

#include "models/document/page.hpp"

namespace nuskha {

// Of the directory that is current in `tiff`.
ImageFacts read_tiff_facts(TIFF* tiff);

}  // namespace nuskha
