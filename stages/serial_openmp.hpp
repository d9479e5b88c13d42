// Runs Tesseract's OpenMP regions as plain calls.
#pragma once

namespace nuskha {

// Whether it works in this program: true where Tesseract is a shared library that finds our
// functions before libgomp's.
bool openmp_runs_serially();

}  // namespace nuskha
