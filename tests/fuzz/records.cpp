// Any bytes as a value of the journal: the value comes out, or Failure(store).
#include <string>

#include "models/failure.hpp"
#include "pipeline/journal/values.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace nuskha;

namespace {

// What was read is written and read again: the second writing must equal the first.
template <typename Read>
void there_and_back(Read read, std::span<const std::uint8_t> bytes) {
    try {
        const auto first = to_cbor(read(bytes));
        fuzz::insist(to_cbor(read(first)) == first, "what is written reads back the same");
    } catch (const Failure& failure) {
        fuzz::insist(failure.kind() == Exit::store, "bytes that are no value are Failure(store)");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span bytes(data, size);
    there_and_back(page_record_from_cbor, bytes);
    there_and_back(scan_record_from_cbor, bytes);
    there_and_back(item_outcome_from_cbor, bytes);
    there_and_back(batch_from_cbor, bytes);
    there_and_back(item_from_cbor, bytes);
    there_and_back(scan_file_from_cbor, bytes);
    there_and_back(text_from_cbor, bytes);
    there_and_back(run_facts_from_cbor, bytes);
    return 0;
}
