// The parts of the recognition benchmark.
#include "tools/measuring/parts.hpp"
#include "tools/recognition/order.hpp"

namespace nuskha {
namespace {

constexpr Part all[]{
    {"order", "pages of several columns are read in their order, left to right and right to left",
     measure_order},
};

}  // namespace
}  // namespace nuskha

int main(int count, char** arguments) {
    return nuskha::run_parts("recognition", "Measures recognition on generated pages.", nuskha::all,
                             count, arguments);
}
