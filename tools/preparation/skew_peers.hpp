// Other programs that find the tilt of a page, each asked as its authors mean it to be.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/document/raster.hpp"

namespace nuskha {

struct PeerAnswer {
    // By how much the peer would turn the page back, + = content was turned clockwise; 0 where it
    // would leave it alone.
    double degrees = 0;
    double milliseconds = 0;  // processor time, reading of the file included where it is a process
};

struct SkewPeer {
    std::string name;
    bool process = false;  // is asked with a file and does more than to measure
    PeerAnswer (*ask)(const Raster& scan, const std::filesystem::path& file);
};

// Those that are installed. `missing` takes the names of the others.
std::vector<SkewPeer> skew_peers(std::vector<std::string>& missing);

}  // namespace nuskha
