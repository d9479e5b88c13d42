#include "pipeline/review/reading_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/report/chart.hpp"

namespace nuskha {

std::optional<double> misread_share(const Page& page) {
    if (!page.text) return {};
    if (page.text->not_read) return 1.0;
    if (page.text->claims_expected_error()) return page.text->expected_error;
    const bool marks_only =
        std::any_of(page.findings.begin(), page.findings.end(),
                    [](const Finding& finding) { return finding.code == "ocr.no-text"; });
    return marks_only ? std::optional(1.0) : std::nullopt;
}

ReadingWatch::ReadingWatch(const Gate& gate)
    : most_(gate.options.number("stop_error")),
      enough_(static_cast<std::size_t>(gate.options.number("stop_after"))) {}

void ReadingWatch::see(const Page& page) {
    const auto share = misread_share(page);
    if (!share) return;
    last_.push_back(static_cast<float>(*share));
    if (last_.size() > 5 * enough_) last_.pop_front();
}

std::optional<Finding> ReadingWatch::collapse(const std::string& batch) const {
    if (most_ <= 0 || last_.empty() || last_.size() < enough_) return {};
    const double median = report::quantile({last_.begin(), last_.end()}, 0.5);
    if (median <= most_) return {};
    return make_finding(
        "batch.misread", batch,
        fmt::format("the run was stopped: of the last {} pages read half have an expected error of "
                    "{:.0f} % or more, {:.0f} % is the most; look at the pages and their language, "
                    "then run again (stop_error = 0 in the recipe's [gate] reads on all the same)",
                    last_.size(), median * 100, most_ * 100),
        {{"allowed", most_, "ratio"},
         {"measured", median, "ratio"},
         {"pages", static_cast<double>(last_.size()), ""}});
}

}  // namespace nuskha
