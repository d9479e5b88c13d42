#include "pipeline/imaging/finding_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace nuskha {
namespace {

constexpr int most_warnings = 6, most_errors = 4;

// Length of the valid UTF-8 sequence at the front of s, 0 where there is none (RFC 3629).
std::size_t utf8_length(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || length > s.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    if (lead == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) return 0;  // not characters in XML
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return length;
}

}  // namespace

std::string clean_text(std::string_view foreign, std::size_t most) {
    std::string out;
    for (std::size_t i = 0; i < foreign.size() && out.size() < most;) {
        const std::size_t length = utf8_length(foreign.substr(i));
        if (length == 0 || (length == 1 && (foreign[i] == 0x7F))) {
            out += '?';
            ++i;
        } else if (length == 1 && static_cast<unsigned char>(foreign[i]) < 0x20) {
            if (foreign[i] == 0) break;
            out += ' ';
            ++i;
        } else if (length == 2 && static_cast<unsigned char>(foreign[i]) == 0xC2 &&
                   static_cast<unsigned char>(foreign[i + 1]) < 0xA0) {
            out += '?';  // C1 controls
            i += 2;
        } else {
            out += foreign.substr(i, length);
            i += length;
        }
    }
    const auto first = out.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

void FindingLog::error(std::string_view code, std::string sentence, std::vector<Number> numbers) {
    failed_ = true;
    if (++errors_ > most_errors) return;
    findings_.push_back(make_finding(code, place_, std::move(sentence), std::move(numbers)));
}

void FindingLog::warn(std::string sentence) {
    for (const Finding& known : findings_)
        if (known.sentence == sentence) return;
    if (++warnings_ > most_warnings)
        ++left_out_;
    else
        findings_.push_back(make_finding("scan.decode-warning", place_, std::move(sentence)));
}

std::vector<Finding> FindingLog::take() {
    if (left_out_ > 0)
        findings_.push_back(
            make_finding("scan.decode-warning", place_,
                         fmt::format("the decoder gave {} more warnings, not listed", left_out_),
                         {{"warnings", static_cast<double>(left_out_), ""}}));
    warnings_ = errors_ = left_out_ = 0;
    failed_ = false;
    return std::exchange(findings_, {});
}

bool within_limits(std::int64_t width, std::int64_t height, std::int64_t bytes_per_pixel,
                   std::int64_t extra_bytes, const DecodeLimits& limits, FindingLog& log) {
    if (width <= 0 || height <= 0) {
        log.error("scan.invalid", fmt::format("the image has a size of {} x {} pixels; scan it "
                                              "again",
                                              width, height));
        return false;
    }
    const std::vector<Number> numbers{{"width", static_cast<double>(width), "pixel"},
                                      {"height", static_cast<double>(height), "pixel"}};
    if (width > std::numeric_limits<std::int32_t>::max() ||
        height > std::numeric_limits<std::int32_t>::max() || height > limits.max_pixels / width) {
        log.error("scan.too-large",
                  fmt::format("the image has {} x {} pixels, more than the limit of {} pixels; "
                              "raise the limit if the file is sound",
                              width, height, limits.max_pixels),
                  numbers);
        return false;
    }
    const std::int64_t spare = limits.max_memory - std::max<std::int64_t>(extra_bytes, 0);
    if (spare <= 0 || width * height > spare / std::max<std::int64_t>(bytes_per_pixel, 1)) {
        log.error("scan.too-large",
                  fmt::format("decoding {} x {} pixels needs more than the limit of {} bytes of "
                              "memory; raise the limit if the file is sound",
                              width, height, limits.max_memory),
                  numbers);
        return false;
    }
    return true;
}

}  // namespace nuskha
