// How stages write down what they did and where.
#pragma once

#include <string>

#include "models/document/page.hpp"
#include "pipeline/stage.hpp"

namespace nuskha {

// The page as findings name it: "AZ-0012_0001.tif", "album.tif image 3".
std::string place_of(const Page& page);

// An event of the stage with its agent; its time is stamped by the pipeline.
Event event_of(const StageInfo& stage, std::string type);

// The page, with an event that says it was left alone because staff said so.
Page left_alone_by_hand(const StageInfo& stage, std::string type, Page page);

// An event of a step that staff decided.
Event done_by_hand(const StageInfo& stage, std::string type, const std::string& what,
                   std::vector<Number> numbers);

// What an event says of a step that staff decided: "turned by 90 degrees, as overrides.toml says".
std::string by_hand(const std::string& what);

}  // namespace nuskha
