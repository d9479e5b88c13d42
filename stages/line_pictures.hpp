// Keeps Tesseract from compressing the picture of every text line.
#pragma once

namespace nuskha {

// Whether it works in this program: true where Tesseract is a shared library that finds our
// function before leptonica's.
bool line_pictures_stay_plain();

}  // namespace nuskha
