// Which stored pages were read by something older than what is asked for.
#pragma once

#include <memory>
#include <string>

#include "pipeline/run/sealed_item.hpp"

namespace nuskha {

// Three ways to say "older":
//   2026-01-31   the page's present text came into the store before that day (or RFC 3339 moment, UTC)
//   5.3.0        the engine that read it was of a lower version
//   installed    it was read by another engine version, or by models of another digest or name, than
//                what is installed here under the same names
// A page that nothing has read, or whose text was imported, is none of these: no model of ours is old.
class ReadingAge {
  public:
    virtual ~ReadingAge() = default;
    virtual bool older(const SealedItem& item, const SealedPage& page) const = 0;

    bool older(const SealedItem& item) const;  // any page of it
};

// Throws Failure(usage) where the words are none of the three.
std::unique_ptr<ReadingAge> reading_older_than(const std::string& words);

}  // namespace nuskha
