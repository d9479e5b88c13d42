// Whether the reading of a batch has collapsed while its run still goes: a wrong language, a camera out of
// focus, a stage gone astray. Better told after twenty pages than in the morning.
#pragma once

#include <deque>
#include <optional>

#include "models/document/page.hpp"
#include "pipeline/review/gate.hpp"

namespace nuskha {

// How much of a page was probably misread, 0..1: its text's expected error, 1 where there are marks and no words, or
// lines that no model could read: a batch in a wrong language is full of them. Nothing for pages that were not
// recognised or are empty.
std::optional<double> misread_share(const Page& page);

class ReadingWatch {
  public:
    explicit ReadingWatch(const Gate& gate);  // stop_error, stop_after
    void see(const Page& page);

    // The finding that ends the run (`batch.misread`), when the median of what was seen last (five times stop_after
    // pages, at least stop_after) is above stop_error; else nothing.
    std::optional<Finding> collapse(const std::string& batch) const;

  private:
    double most_;
    std::size_t enough_;
    std::deque<float> last_;
};

}  // namespace nuskha
