#include "stages/notes.hpp"

#include <fmt/format.h>

namespace nuskha {

std::string place_of(const Page& page) {
    return place_of(page.id);
}

Event event_of(const StageInfo& stage, std::string type) {
    Event event;
    event.type = std::move(type);
    event.stage = stage.name;
    event.agent = fmt::format("nuskha {}/{}", stage.name, stage.revision);
    return event;
}

Page left_alone_by_hand(const StageInfo& stage, std::string type, Page page) {
    Event event = event_of(stage, std::move(type));
    event.outcome = "left alone";
    event.detail = "staff decided so in overrides.toml";
    page.events.push_back(std::move(event));
    return page;
}

Event done_by_hand(const StageInfo& stage, std::string type, const std::string& what,
                   std::vector<Number> numbers) {
    Event event = event_of(stage, std::move(type));
    event.outcome = "success";
    event.detail = by_hand(what);
    event.numbers = std::move(numbers);
    return event;
}

std::string by_hand(const std::string& what) {
    return what + ", as staff decided in overrides.toml";
}

}  // namespace nuskha
