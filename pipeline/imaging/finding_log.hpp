// What a decoder has to say about one image: findings with one place, said once each, and not
// thousands of them however broken the file is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/finding.hpp"
#include "pipeline/imaging/decode.hpp"

namespace nuskha {

// Foreign text made fit for reports and XML: valid UTF-8, no control characters, trimmed, at most
// `most` bytes.
std::string clean_text(std::string_view foreign, std::size_t most = 200);

class FindingLog {
  public:
    explicit FindingLog(std::string place) : place_(std::move(place)) {}

    // A finding of an error kind. The first few are kept.
    void error(std::string_view code, std::string sentence, std::vector<Number> numbers = {});
    // scan.decode-warning: repeated sentences are dropped, a handful is kept, the rest counted.
    void warn(std::string sentence);
    void add(Finding finding) { findings_.push_back(std::move(finding)); }

    bool failed() const { return failed_; }  // an error was logged
    const std::string& place() const { return place_; }
    std::vector<Finding> take();  // leaves the log empty

  private:
    std::string place_;
    std::vector<Finding> findings_;
    int warnings_ = 0, errors_ = 0, left_out_ = 0;
    bool failed_ = false;
};

// False, with scan.too-large or scan.invalid logged, where an image of this size is empty, has more
// pixels than allowed or needs more than the allowed memory at `bytes_per_pixel` plus
// `extra_bytes`.
bool within_limits(std::int64_t width, std::int64_t height, std::int64_t bytes_per_pixel,
                   std::int64_t extra_bytes, const DecodeLimits& limits, FindingLog& log);

}  // namespace nuskha
