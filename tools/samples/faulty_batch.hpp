// The deliberately bad batch: one planted fault an item, beside a good item.
#pragma once

#include "tools/samples/delivery.hpp"

namespace nuskha {

// Writes the batch and, beside its truth, expected-findings.tsv (item, path, code: one line a
// planted fault) and expected-items.tsv (item, sealed or held).
void faulty_batch(Delivery to);

}  // namespace nuskha
