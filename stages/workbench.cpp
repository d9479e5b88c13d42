#include "stages/workbench.hpp"

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

std::optional<std::vector<std::string>> EngineBench::language_choice(const Page& page) const {
    if (!choice_ || choice_->page != page.id || choice_->geometry != page.geometry ||
        choice_->among != page.languages)
        return {};
    return choice_->chosen;
}

void EngineBench::remember_choice(const Page& page, const std::vector<std::string>& languages) {
    choice_ = Choice{page.id, page.geometry, page.languages, languages};
}

std::unique_ptr<Workbench> make_workbench() {
    cv::setNumThreads(1);  // one worker, one thread: its neighbours have the other cores
    return std::make_unique<EngineBench>();
}

EngineBench& engines_of(Workbench& bench) {
    auto* engines = dynamic_cast<EngineBench*>(&bench);
    if (!engines) throw std::logic_error("stages need the workbench that make_workbench makes");
    return *engines;
}

}  // namespace nuskha
