#include "stages/workbench.hpp"

#include <malloc.h>
#include <algorithm>

#include <opencv2/core.hpp>
#include <stdexcept>

namespace nuskha {

Engine& EngineBench::engine(const TrainedSet& set) {
    const auto at = std::find_if(engines_.begin(), engines_.end(),
                                 [&](const auto& engine) { return engine->set() == set; });
    if (at != engines_.end()) {
        std::rotate(engines_.begin(), at, at + 1);
    } else {
        auto fresh = std::make_unique<Engine>(set);
        if (engines_.size() >= room_) engines_.pop_back();
        engines_.insert(engines_.begin(), std::move(fresh));
    }
    return *engines_.front();
}

std::optional<ReadingChoice> EngineBench::reading_choice(const Page& page) const {
    if (!choice_ || choice_->page != page.id || choice_->geometry != page.geometry ||
        choice_->among != page.languages)
        return {};
    return choice_->chosen;
}

void EngineBench::remember_choice(const Page& page, const ReadingChoice& chosen) {
    choice_ = Choice{page.id, page.geometry, page.languages, chosen};
}

const Ink* EngineBench::ink(const Page& page, int longest_side) const {
    const bool same = found_ && found_->page == page.id && found_->geometry == page.geometry &&
                      found_->longest_side == longest_side;
    return same ? &found_->ink : nullptr;
}

void EngineBench::remember_ink(const Page& page, int longest_side, const Ink& ink) {
    found_ = Found{page.id, page.geometry, longest_side, ink};
}

void EngineBench::remember_lines(const Page& page, std::vector<LineRead> lines) {
    lines_ = Lines{page.id, page.languages, std::move(lines)};
}

std::vector<EngineBench::LineRead> EngineBench::lines_read(const Page& page) const {
    std::vector<LineRead> here;
    PageId id = page.id;
    id.side = 0;  // an opening is read before it is parted
    if (!lines_ || lines_->page != id || lines_->languages != page.languages) return here;
    const Size size = page.geometry.page();
    for (const LineRead& line : lines_->read) {
        const std::optional<Point> at = page.geometry.to_scan().inverse(line.on_scan);
        if (at && at->x >= 0 && at->y >= 0 && at->x < size.width && at->y < size.height)
            here.push_back(line);
    }
    return here;
}

// Page after page needs the same pictures of some megabytes. By its own choice the C library gives
// each back to the system when it is freed, and the system clears it anew for the next: half the
// time of finding ink. Up to 64 MB are kept instead.
static void keep_freed_memory() {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc accepts
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_TOP_PAD, 16 << 20);
}

std::unique_ptr<Workbench> make_workbench() {
    keep_freed_memory();
    cv::setNumThreads(1);  // one worker, one thread: its neighbours have the other cores
    return std::make_unique<EngineBench>();
}

EngineBench& engines_of(Workbench& bench) {
    auto* engines = dynamic_cast<EngineBench*>(&bench);
    if (!engines) throw std::logic_error("stages need the workbench that make_workbench makes");
    return *engines;
}

}  // namespace nuskha
