#include "stages/lone_marks.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "models/median.hpp"

namespace nuskha {
namespace {

constexpr double reach = 4;                     // lines beyond the first and last
constexpr double lowest = 0.35, highest = 1.3;  // of the lines' height
constexpr double longest = 4.5;                 // width over height

struct Body {  // of the long lines
    double left = 0, top = 0, right = 0, bottom = 0;
    double line = 0;  // median height; 0 where there are none
};

Body body_of(const std::vector<Block>& blocks) {
    Body body;
    std::vector<double> heights;
    for (const Block& block : blocks)
        for (const Line& line : block.lines) {
            const Rect& box = line.box;
            if (line.words.size() < 3 || box.width < 6 * box.height) continue;
            const bool first = heights.empty();
            body.left = first ? box.x : std::min(body.left, box.x);
            body.top = first ? box.y : std::min(body.top, box.y);
            body.right = first ? box.right() : std::max(body.right, box.right());
            body.bottom = first ? box.bottom() : std::max(body.bottom, box.bottom());
            heights.push_back(box.height);
        }
    if (!heights.empty()) body.line = median(std::move(heights));
    return body;
}

// Marks in a strip of the picture from y0 to y1, which holds a line as well: ink is known by it.
std::vector<cv::Rect> marks_in(const cv::Mat& picture, const Body& body, double y0, double y1) {
    cv::Rect area(cv::Point(int(body.left - body.line), int(y0)),
                  cv::Point(int(body.right + body.line), int(y1)));
    area &= cv::Rect(0, 0, picture.cols, picture.rows);
    if (area.empty()) return {};
    cv::Mat smooth, ink, labels, facts, middles;
    cv::GaussianBlur(picture(area), smooth, {}, 0.8);
    cv::threshold(smooth, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    const int count = cv::connectedComponentsWithStats(ink, labels, facts, middles);
    std::vector<cv::Rect> marks;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(facts.at<int>(i, cv::CC_STAT_LEFT), facts.at<int>(i, cv::CC_STAT_TOP),
                           facts.at<int>(i, cv::CC_STAT_WIDTH),
                           facts.at<int>(i, cv::CC_STAT_HEIGHT));
        if (box.height >= lowest * body.line / 2) marks.push_back(box + area.tl());
    }
    return marks;
}

// Marks no farther apart than they are high, joined.
std::vector<cv::Rect> groups_of(std::vector<cv::Rect> marks, double line) {
    std::sort(marks.begin(), marks.end(), [](auto& a, auto& b) { return a.x < b.x; });
    std::vector<cv::Rect> groups;
    for (const cv::Rect& mark : marks) {
        const auto near = std::find_if(groups.begin(), groups.end(), [&](const cv::Rect& group) {
            return mark.x - group.br().x < line && mark.y < group.br().y && group.y < mark.br().y;
        });
        if (near == groups.end())
            groups.push_back(mark);
        else
            *near |= mark;
    }
    return groups;
}

}  // namespace

std::vector<Rect> lone_marks(const Raster& picture, const std::vector<Block>& blocks) {
    const Body body = body_of(blocks);
    if (body.line <= 0) return {};
    const cv::Mat whole(picture.height, picture.width, CV_8UC1,
                        const_cast<std::uint8_t*>(picture.pixels.data()));
    const double line = body.line;
    std::vector<cv::Rect> marks;
    for (const cv::Rect& m : marks_in(whole, body, body.bottom - line, body.bottom + reach * line))
        if (m.y > body.bottom) marks.push_back(m);
    for (const cv::Rect& m : marks_in(whole, body, body.top - reach * line, body.top + line))
        if (m.br().y < body.top) marks.push_back(m);
    std::vector<Rect> boxes;
    for (const cv::Rect& g : groups_of(std::move(marks), line))
        if (g.height >= lowest * line && g.height <= highest * line &&
            g.width <= longest * g.height)
            boxes.push_back({double(g.x), double(g.y), double(g.width), double(g.height)});
    std::sort(boxes.begin(), boxes.end(), [](auto& a, auto& b) { return a.y > b.y; });
    return boxes;
}

}  // namespace nuskha
