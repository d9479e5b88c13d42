// The parts of the recognition benchmark.
#include "tools/measuring/parts.hpp"
#include "tools/recognition/confidence.hpp"
#include "tools/recognition/mixed.hpp"
#include "tools/recognition/order.hpp"
#include "tools/recognition/real.hpp"
#include "tools/recognition/type.hpp"

namespace nuskha {
namespace {

constexpr Part all[]{
    {"order", "pages of several columns are read in their order, left to right and right to left",
     measure_order},
    {"confidence", "the error that is expected of a page is that which is measured",
     measure_confidence},
    {"type", "clean and aged type is read, in the language declared and where none is",
     measure_type},
    {"mixed", "pages in two scripts: columns, paragraphs, quotations, names", measure_mixed},
    {"real", "real scans are read better than by tesseract with an expert's data", measure_real},
};

}  // namespace
}  // namespace nuskha

int main(int count, char** arguments) {
    return nuskha::run_parts("recognition", "Measures recognition on generated and real pages.",
                             nuskha::all, count, arguments);
}
