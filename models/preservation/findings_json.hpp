// findings.json: what was noticed about an item and its pages, sealed beside them; what the item
// is, in short; and the key of what it was made from, by which a later run sees that nothing has
// changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/finding.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

struct FindingsHeader {
    std::string item, title, batch, recipe;
    std::string made_from;  // digest of all that the item was made from
    int pages = 0;
    bool operator==(const FindingsHeader&) const = default;
};

// Writes the document as a stream, findings in the order given, one a line:
//     {"schema": "nuskha-findings/1", "item": ..., "title": ..., "batch": ..., "recipe": ...,
//     "made_from": ...,
//      "pages": ..., "findings": [{"code": ..., "level": ..., "place": ..., "sentence": ...,
//        "numbers": [{"name": ..., "value": ..., "unit": ...}]}, ...]}
// Bytes that are not UTF-8 become U+FFFD; a number that is not finite becomes null.
class FindingsWriter {
  public:
    FindingsWriter(TextSink sink, const FindingsHeader& header);
    void add(const Finding& finding);
    void finish();

  private:
    TextSink sink_;
    bool first_ = true;
};

// Reads what stands before the findings. Nothing where the text is not such a document; never
// throws on bad content and reads no further than it must.
std::optional<FindingsHeader> read_findings_header(std::string_view json);

// The findings of such a document, in its order; those that are not of the form above are left out.
// Empty where the text is not such a document; never throws on bad content.
std::vector<Finding> read_findings(std::string_view json);

}  // namespace nuskha
