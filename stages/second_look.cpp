#include "stages/second_look.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "models/language/alphabet.hpp"
#include "stages/arabic_scale.hpp"
#include "stages/two_readings.hpp"

namespace nuskha {
namespace {

constexpr double worth_adding = 0.5;  // mean confidence of a line that was lost
constexpr double own_script = 0.6;    // share of letters
constexpr int tries_in_vain = 3;
// Trust in words below which their line is tried; on a page where other scripts were found, less is left alone.
constexpr double misread = 0.6, misread_on_mixed_page = 0.85;
constexpr int lines_that_tell = 2;  // lines

// A line's box and the paper around it.
Rect with_rim(const Rect& box) {
    const double rim = 0.2 * box.height;
    return {box.x - rim, box.y - rim, box.width + 2 * rim, box.height + 2 * rim};
}

Raster cut_out(const Raster& picture, const Rect& box, Point& corner) {
    const int left = std::clamp(static_cast<int>(box.x), 0, picture.width - 1);
    const int top = std::clamp(static_cast<int>(box.y), 0, picture.height - 1);
    const int right = std::clamp(static_cast<int>(std::ceil(box.right())), left + 1, picture.width);
    const int bottom =
        std::clamp(static_cast<int>(std::ceil(box.bottom())), top + 1, picture.height);
    Raster part(right - left, bottom - top, 1);
    for (int y = 0; y < part.height; ++y)
        std::copy_n(picture.row(top + y) + left, part.width, part.row(y));
    corner = {double(left), double(top)};
    return part;
}

Raster reduced(Raster part, double factor) {
    if (factor >= 1) return part;
    Raster small(std::max(1, static_cast<int>(std::lround(part.width * factor))),
                 std::max(1, static_cast<int>(std::lround(part.height * factor))), 1);
    const cv::Mat from(part.height, part.width, CV_8UC1, part.pixels.data());
    cv::Mat to(small.height, small.width, CV_8UC1, small.pixels.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    return small;
}

// What stands in the box, as one line, read in a picture reduced by the factor; nothing where nothing is read.
std::optional<Line> read_line(const Raster& picture, int ppi, const Rect& box, Engine& engine,
                              double factor) {
    if (box.width < 4 || box.height < 4) return {};
    Point corner;
    Raster part = cut_out(picture, box, corner);
    const int width = part.width;
    part = reduced(std::move(part), factor);
    const double grow = double(width) / part.width;
    std::optional<Line> whole;
    for (Block& block :
         engine.read(part, static_cast<int>(std::lround(ppi / grow)), Layout::line).blocks)
        for (Line& line : block.lines) {
            if (!whole) {
                whole = std::move(line);
                continue;
            }
            whole->box = united(whole->box, line.box);
            whole->words.insert(whole->words.end(), line.words.begin(), line.words.end());
        }
    if (!whole) return {};
    const auto move = [&](Rect& r) {
        r = {r.x * grow + corner.x, r.y * grow + corner.y, r.width * grow, r.height * grow};
    };
    move(whole->box);
    for (Word& word : whole->words)
        change_boxes(word, move);
    for (Point* end : {&whole->baseline_start, &whole->baseline_end})
        *end = {end->x * grow + corner.x, end->y * grow + corner.y};
    return whole;
}

// The same in that choice: Arabic script reduced to the height at which it reads best.
std::optional<Line> read_line_in(const ReadAgain& from, double line_height, const Rect& box,
                                 const ReadingChoice& choice) {
    const bool smaller = all_in_arabic_script(choice.languages) && from.arabic_line > 0 &&
                         line_height > from.arabic_line;
    return read_line(from.picture, from.ppi, box, from.engines.engine(choice.set),
                     smaller ? from.arabic_line / line_height : 1);
}

double shared(double a, double a_end, double b, double b_end) {
    return std::max(0.0, std::min(a_end, b_end) - std::max(a, b));
}

// Share of the line's length that words were read on.
double read_share(const std::vector<Block>& blocks, const Rect& line) {
    double length = 0;
    for (const Block& block : blocks)
        for (const Line& other : block.lines)
            for (const Word& word : other.words)
                if (shared(line.y, line.bottom(), word.box.y, word.box.bottom()) >
                    0.4 * std::min(line.height, word.box.height))
                    length += shared(line.x, line.right(), word.box.x, word.box.right());
    return length / line.width;
}

// Among the lines of the block it overlaps with from side to side and lies next to, from the top down.
void put(std::vector<Block>& blocks, Line line) {
    Block* home = nullptr;
    double nearest = 2.5 * line.box.height;
    for (Block& block : blocks) {
        if (block.lines.empty()) continue;  // a picture
        if (shared(block.box.x, block.box.right(), line.box.x, line.box.right()) <
            0.5 * std::min(block.box.width, line.box.width))
            continue;
        const double apart =
            std::max(block.box.y, line.box.y) - std::min(block.box.bottom(), line.box.bottom());
        if (apart < nearest) {
            nearest = apart;
            home = &block;
        }
    }
    if (!home) {
        blocks.push_back({line.box, {std::move(line)}});
        return;
    }
    home->box = united(home->box, line.box);
    const double middle = line.box.y + line.box.height / 2;
    const auto below = std::find_if(home->lines.begin(), home->lines.end(), [&](const Line& other) {
        return other.box.y + other.box.height / 2 > middle;
    });
    home->lines.insert(below, std::move(line));
}

struct Doubted {
    Line* line;
    double doubt;
    Rect box;  // of the line and the paper around it, without its neighbours
};

double baseline(const Line& line) {
    return (line.baseline_start.y + line.baseline_end.y) / 2;
}

// Boxes of misread lines often reach into the next line: from below the baseline above to where the letters on the
// baseline below begin.
Rect between_neighbours(const std::vector<Line>& lines, std::size_t i) {
    const Rect box = with_rim(lines[i].box);
    const double base = baseline(lines[i]), middle = box.y + box.height / 2;
    double top = box.y, bottom = box.bottom();
    if (i > 0 && baseline(lines[i - 1]) < middle)
        top = std::max(top, baseline(lines[i - 1]) + 0.15 * (base - baseline(lines[i - 1])));
    if (i + 1 < lines.size() && lines[i + 1].box.y > middle)
        bottom = std::min(bottom, baseline(lines[i + 1]) - 0.7 * (baseline(lines[i + 1]) - base));
    return bottom - top < 0.7 * lines[i].box.height ? box
                                                    : Rect{box.x, top, box.width, bottom - top};
}

// The worst first.
std::vector<Doubted> doubted_lines(std::vector<Block>& blocks, const ReadIn& in, double enough) {
    std::vector<Doubted> lines;
    for (Block& block : blocks)
        for (std::size_t i = 0; i < block.lines.size(); ++i)
            if (const double how_far = doubt(block.lines[i], in, enough); how_far > 0)
                lines.push_back({&block.lines[i], how_far, between_neighbours(block.lines, i)});
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Doubted& a, const Doubted& b) { return a.doubt > b.doubt; });
    return lines;
}

class OtherScripts {
  public:
    OtherScripts(const ReadAgain& from, ReadIn in, std::span<const ReadingChoice> others)
        : from_(from), in_(std::move(in)) {
        for (const ReadingChoice& other : others)
            others_.push_back(&other);
    }

    void mend(std::vector<Block>& blocks, bool mixed) {
        int in_vain = 0, mended = 0;
        for (const Doubted& doubted :
             doubted_lines(blocks, in_, mixed ? misread_on_mixed_page : misread)) {
            const Rect key = doubted.line->box;
            if (std::find(mended_.begin(), mended_.end(), key) != mended_.end()) continue;
            const bool better = mend_line(doubted, mixed);
            if (better) mended_.push_back(doubted.line->box);
            mended += better;
            in_vain = better ? 0 : in_vain + 1;
            if (in_vain >= tries_in_vain + mended / 2) break;
        }
        changed_ += mended;
    }
    int changed() const { return changed_; }

  private:
    bool mend_line(const Doubted& doubted, bool mixed) {
        for (auto other = others_.begin(); other != others_.end(); ++other) {
            const ReadIn other_in((*other)->languages);
            const auto read = read_line_in(from_, doubted.line->box.height, doubted.box, **other);
            if (!read) continue;
            auto line = best_of_both(*doubted.line, in_, *read, other_in, mixed);
            if (!line) continue;
            *doubted.line = std::move(*line);
            std::rotate(others_.begin(), other, other + 1);
            return true;
        }
        return false;
    }

    const ReadAgain& from_;
    ReadIn in_;
    std::vector<const ReadingChoice*> others_;  // the one that served last first
    std::vector<Rect> mended_;
    int changed_ = 0;
};

}  // namespace

int read_lost_lines(std::vector<Block>& blocks, std::span<const Rect> lines, const ReadAgain& from,
                    std::span<const ReadingChoice> choices) {
    int added = 0;
    for (const Rect& box : lines) {
        if (read_share(blocks, box) > 0.25) continue;
        for (const ReadingChoice& choice : choices) {
            auto line = read_line_in(from, box.height, with_rim(box), choice);
            if (!line || confidence(line->words) < worth_adding ||
                characters(text_of(line->words)).size() < 4)
                continue;
            const ReadIn in(choice.languages);
            if (in.script && share_of_script(text_of(line->words), *in.script) < own_script)
                continue;
            if (choices.size() > 1 && trust(line->words, in) < worth_adding) continue;
            put(blocks, std::move(*line));
            ++added;
            break;
        }
    }
    return added;
}

int read_other_scripts(std::vector<Block>& blocks, const ReadAgain& from, const ReadingChoice& own,
                       std::span<const ReadingChoice> others) {
    if (others.empty()) return 0;
    OtherScripts scripts(from, ReadIn(own.languages), others);
    scripts.mend(blocks, false);
    if (scripts.changed() >= lines_that_tell) scripts.mend(blocks, true);
    return scripts.changed();
}

bool worth_other_scripts(const std::vector<Block>& blocks, const ReadingChoice& own) {
    const ReadIn in(own.languages);
    return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
        return std::any_of(block.lines.begin(), block.lines.end(),
                           [&](const Line& line) { return doubt(line, in) > 0; });
    });
}

}  // namespace nuskha
