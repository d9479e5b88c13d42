#include "stages/read_tilt.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "stages/parts.hpp"
#include "stages/samples.hpp"
#include "stages/trial_languages.hpp"

namespace nuskha {
namespace {

constexpr int most_lines = 4;
constexpr double near = 0.5;  // degrees

cv::Mat view_of(Raster& raster) {
    return {raster.height, raster.width, CV_8UC1, raster.pixels.data()};
}

// The ink within the lines alone, with what reaches out of them by a third of their height.
Ink ink_of(const std::vector<Quad>& lines, Ink ink) {
    cv::Mat kept = cv::Mat::zeros(ink.mask.height, ink.mask.width, CV_8UC1);
    for (const Quad& line : lines) {
        std::vector<cv::Point> outline;
        const double dx = (line[3].x - line[0].x) / 3, dy = (line[3].y - line[0].y) / 3;
        for (const auto& [corner, way] : {std::pair{0, -1}, {1, -1}, {2, 1}, {3, 1}})
            outline.emplace_back(static_cast<int>(std::lround(line[corner].x + way * dx)),
                                 static_cast<int>(std::lround(line[corner].y + way * dy)));
        cv::fillConvexPoly(kept, outline, cv::Scalar(255));
    }
    view_of(ink.mask) &= kept;
    view_of(ink.darkness) &= kept;
    return ink;
}

// The height that half of the ink stands in parts of, pixels. The usual part of a page of a few
// lines in Arabic script is a dot.
double height_of_most_ink(const Ink& ink) {
    std::vector<std::pair<int, double>> parts;
    double all = 0, seen = 0;
    for (const MarkPart& part : MarkParts(ink.mask)) {
        parts.emplace_back(part.height(), part.area);
        all += part.area;
    }
    std::sort(parts.begin(), parts.end());
    for (const auto& [height, area] : parts)
        if ((seen += area) >= all / 2) return height;
    return ink.part_height;
}

Ink sized(Ink ink) {
    ink.part_height = height_of_most_ink(ink);
    return ink;
}

struct Trial {
    const Page& page;
    const View& view;
    Ink ink;
    std::vector<std::string> languages;
    double least;
    EngineBench& engines;

    // The lines that can be read where all run `tilt` degrees down to the right.
    std::vector<Quad> lines(double tilt, double& best) const {
        std::vector<Quad> lines;
        for (const SampleLine& line : line_samples(page, view, ink, tilt, most_lines)) {
            const double legible =
                read_in_best(engines, line.picture, languages, least).reading.legibility;
            best = std::max(best, legible);
            if (legible >= least) lines.push_back(line.line);
        }
        return lines;
    }
};

}  // namespace

ReadTilt read_tilt(const Page& page, const View& view, const Ink& ink, const Tilt& tilt,
                   double range, double least, EngineBench& engines) {
    const Trial trial{page, view, sized(ink), one_of_each_script(page.languages), least, engines};
    ReadTilt read;
    const std::vector<Quad> lines = trial.lines(tilt.degrees, read.legibility);
    if (lines.empty()) return read;
    const Tilt own = measure_tilt(ink_of(lines, ink), range);
    double level = 0;
    if (std::abs(own.degrees - tilt.degrees) <= near)
        read.tilt = tilt;
    else if (own.parts > 0)
        read.tilt = own;
    else if (trial.lines(0, level).empty())
        read.tilt = tilt;
    return read;
}

}  // namespace nuskha
