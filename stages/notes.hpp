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

}  // namespace nuskha
