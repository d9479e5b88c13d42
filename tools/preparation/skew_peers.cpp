#include "tools/preparation/skew_peers.hpp"

#include <leptonica/allheaders.h>

#include <cmath>
#include <ctime>
#include <numbers>

#include "tools/measuring/program.hpp"

namespace nuskha {
namespace {

double milliseconds(std::clock_t since) {
    return 1000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

Pix* grey_pix(const Raster& scan) {
    Pix* grey = pixCreate(scan.width, scan.height, 8);
    for (int y = 0; y < scan.height; ++y) {
        l_uint32* line = pixGetData(grey) + static_cast<std::size_t>(y) * pixGetWpl(grey);
        for (int x = 0; x < scan.width; ++x)
            SET_DATA_BYTE(line, x, scan.row(y)[x]);
    }
    return grey;
}

PeerAnswer leptonica(const Raster& scan, l_float32 range) {
    constexpr l_float32 least_confidence = 3;  // pixDeskew turns nothing below it
    // Its finder wants black and white: one threshold of Otsu's for the page.
    Pix *grey = grey_pix(scan), *mask = nullptr;
    setMsgSeverity(L_SEVERITY_NONE);
    const std::clock_t began = std::clock();
    pixOtsuAdaptiveThreshold(grey, scan.width, scan.height, 0, 0, 0.1F, nullptr, &mask);
    l_float32 angle = 0, confidence = 0;
    const l_int32 failed =
        range == 0 ? pixFindSkew(mask, &angle, &confidence)
                   : pixFindSkewSweepAndSearch(mask, &angle, &confidence, 4, 2, range, 1, 0.01F);
    PeerAnswer answer{0, milliseconds(began)};
    // Its angle is the turn, clockwise, that makes the page straight.
    if (!failed && confidence >= least_confidence) answer.degrees = -double(angle);
    pixDestroy(&mask);
    pixDestroy(&grey);
    return answer;
}

PeerAnswer leptonica_as_it_comes(const Raster& scan, const std::filesystem::path&) {
    return leptonica(scan, 0);
}

PeerAnswer leptonica_wide(const Raster& scan, const std::filesystem::path&) {
    return leptonica(scan, 16);
}

PeerAnswer unpaper(const Raster&, const std::filesystem::path& file) {
    const Said said = run_program({"unpaper", "--overwrite", "-vv", "--deskew-scan-range", "15",
                                   file.string(), file.string() + ".out.pgm"});
    PeerAnswer answer{0, said.milliseconds};
    const std::string all = said.text + said.complaint;
    const std::string word = "\nrotate (";  // rotate (709,938): 0.103847
    if (const auto at = all.find(word); at != std::string::npos)
        if (const auto colon = all.find("): ", at); colon != std::string::npos)
            answer.degrees = std::stod(all.substr(colon + 3)) * 180 / std::numbers::pi;
    return answer;
}

// Debian's name for it, whatever stands in for `convert` elsewhere.
constexpr const char* imagemagick = "convert-im6.q16";

PeerAnswer ask_imagemagick(const Raster&, const std::filesystem::path& file) {
    const Said said = run_program({imagemagick, "-limit", "thread", "1", file.string(), "-deskew",
                                   "40%", "-format", "%[deskew:angle]", "info:"});
    PeerAnswer answer{0, said.milliseconds};
    if (said.ran && !said.text.empty()) answer.degrees = -std::stod(said.text);
    return answer;
}

}  // namespace

std::vector<SkewPeer> skew_peers(std::vector<std::string>& missing) {
    std::vector<SkewPeer> peers{
        {"Leptonica pixFindSkew", false, leptonica_as_it_comes},
        {"Leptonica within 16 degrees", false, leptonica_wide},
    };
    const auto add = [&](const char* name, const char* program, auto ask) {
        if (run_program({program, "--version"}).ran)
            peers.push_back({name, true, ask});
        else
            missing.emplace_back(name);
    };
    add("unpaper", "unpaper", unpaper);
    add("ImageMagick -deskew 40%", imagemagick, ask_imagemagick);
    return peers;
}

}  // namespace nuskha
