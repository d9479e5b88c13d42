// findings.json: what was noticed about an item and its pages, sealed beside them; and the key of
// what the item was made from, by which a later run sees that nothing has changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/preservation/finding.hpp"
#include "models/preservation/xml_writer.hpp"

namespace nuskha {

// Writes the document as a stream, findings in the order given, one a line:
//     {"schema": "nuskha-findings/1", "item": ..., "made_from": ..., "findings": [
//       {"code": ..., "level": ..., "place": ..., "sentence": ...,
//        "numbers": [{"name": ..., "value": ..., "unit": ...}]}, ...]}
// Bytes that are not UTF-8 become U+FFFD; a number that is not finite becomes null.
class FindingsWriter {
  public:
    FindingsWriter(TextSink sink, const std::string& item, const std::string& made_from);
    void add(const Finding& finding);
    void finish();

  private:
    TextSink sink_;
    bool first_ = true;
};

// Reads `made_from` back. Nothing where the text is not such a document; never throws on bad
// content and reads no further than it must.
std::optional<std::string> read_made_from(std::string_view json);

}  // namespace nuskha
