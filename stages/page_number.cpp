#include "stages/page_number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "models/language/alphabet.hpp"
#include "pipeline/review/folio.hpp"
#include "stages/lone_marks.hpp"

namespace nuskha {
namespace {

constexpr double certain = review::certain_number;
constexpr double apart = 1.5;    // heights from the next word, to stand alone
constexpr double longest = 4.5;  // width over height of four digits, set wide
constexpr std::size_t most_looked_at = 4;
constexpr std::array digit_heights{21.0, 18.0, 36.0, 28.0};  // pixels, at which digits are read

// Words of a line that stand together, apart from the others of the line.
struct Place {
    Line* line;
    std::size_t first, count;
    const Word& word() const { return line->words[first]; }
};

double gap(const Rect& a, const Rect& b) {
    return std::max(a.x, b.x) - std::min(a.right(), b.right());
}

bool overlap(const Rect& a, const Rect& b) {
    return gap(a, b) < 0 && std::max(a.y, b.y) < std::min(a.bottom(), b.bottom());
}

bool any_line_at(const std::vector<Block>& blocks, const Rect& box) {
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            if (overlap(line.box, box)) return true;
    return false;
}

// The first and the last words of a line, where they stand alone; dashes around them are left out.
std::vector<Place> places_in(Line& line) {
    std::vector<Place> groups;
    for (std::size_t i = 0; i < line.words.size(); ++i) {
        const Rect& box = line.words[i].box;
        if (i == 0 || gap(line.words[i - 1].box, box) > apart * line.box.height)
            groups.push_back({&line, i, 1});
        else
            ++groups.back().count;
    }
    if (groups.size() > 2) groups.erase(groups.begin() + 1, groups.end() - 1);
    const auto dash = [&](std::size_t i) {
        return !review::has_letters_or_digits(line.words[i].text);
    };
    for (Place& place : groups) {
        while (place.count > 0 && dash(place.first)) {
            ++place.first;
            --place.count;
        }
        while (place.count > 0 && dash(place.first + place.count - 1))
            --place.count;
    }
    std::erase_if(groups, [](const Place& place) { return place.count == 0; });
    return groups;
}

bool certain_number(const Place& place) {
    return place.count == 1 && place.word().confidence >= certain &&
           review::folio_of(place.word().text).has_value();
}

Rect box_of(const Place& place) {
    Rect box = place.word().box;
    for (std::size_t i = 1; i < place.count; ++i)
        box = united(box, place.line->words[place.first + i].box);
    return box;
}

// Not what was read with certainty as something else: a word, a roman numeral, two numbers.
bool may_be_number(const Place& place, const Rect& box) {
    if (box.height < 6 || box.width > longest * box.height) return false;
    const bool whole = box_of(place).width > 0.7 * box.width;  // not a digit of several
    for (std::size_t i = 0; whole && i < place.count; ++i) {
        const Word& word = place.line->words[place.first + i];
        const auto folio = review::folio_of(word.text);
        if (word.confidence >= certain || (folio && folio->kind == review::Folio::Kind::roman))
            return false;
    }
    return true;
}

// The place with paper around it, a height on each side, its digits `height` pixels high.
Raster cut_out(const Raster& picture, const Rect& box, double height) {
    const double rim = 0.15 * box.height, scale = height / box.height;
    cv::Rect area(static_cast<int>(box.x - rim), static_cast<int>(box.y - rim),
                  static_cast<int>(std::ceil(box.width + 2 * rim)),
                  static_cast<int>(std::ceil(box.height + 2 * rim)));
    area &= cv::Rect(0, 0, picture.width, picture.height);
    const cv::Mat whole(picture.height, picture.width, CV_8UC1,
                        const_cast<std::uint8_t*>(picture.pixels.data()));
    cv::Mat place = whole(area).clone(), sorted;
    cv::sort(place.reshape(0, 1), sorted, cv::SORT_EVERY_ROW | cv::SORT_ASCENDING);
    const int paper = sorted.at<std::uint8_t>(sorted.cols * 7 / 10);
    const int margin = static_cast<int>(std::lround(box.height));
    cv::copyMakeBorder(place, place, margin, margin, 2 * margin, 2 * margin, cv::BORDER_CONSTANT,
                       cv::Scalar(paper));
    cv::resize(place, place, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    Raster out(place.cols, place.rows, 1);
    cv::Mat to(out.height, out.width, CV_8UC1, out.pixels.data());
    cv::GaussianBlur(place, to, {}, 0.8 * std::max(scale, 0.5));
    return out;
}

std::optional<Word> agreed(const Raster& picture, const Rect& box, Engine& engine) {
    std::map<std::string, double> seen;
    for (const double height : digit_heights) {
        const Word word = engine.read_digits(cut_out(picture, box, height));
        if (word.confidence < certain || !review::folio_of(word.text)) continue;
        const auto [at, fresh] = seen.emplace(word.text, word.confidence);
        if (fresh) continue;
        Word both = word;
        both.confidence = std::min(at->second, word.confidence);
        both.box = box;
        both.characters.clear();  // their places are those of the cutting
        return both;
    }
    return {};
}

bool in_arabic_script(const std::string& language) {
    const Alphabet* alphabet = find_alphabet(language);
    return alphabet && alphabet->script == Script::arabic;
}

void replace(const Place& place, Word word) {
    auto& words = place.line->words;
    word.language = place.word().language;
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(place.first);
    *at = std::move(word);
    words.erase(at + 1, at + static_cast<std::ptrdiff_t>(place.count));
}

// A block of its own: the last where it stands below the others, else the first.
void add(std::vector<Block>& blocks, Word word) {
    Line line;
    line.box = word.box;
    line.baseline_start = {word.box.x, word.box.bottom()};
    line.baseline_end = {word.box.right(), word.box.bottom()};
    line.words.push_back(std::move(word));
    Block block;
    block.box = line.box;
    const bool head = std::all_of(blocks.begin(), blocks.end(), [&](const Block& other) {
        return line.box.bottom() <= other.box.y;
    });
    block.lines.push_back(std::move(line));
    blocks.insert(head ? blocks.begin() : blocks.end(), std::move(block));
}

}  // namespace

SecondLook read_page_number(std::vector<Block>& blocks, const Raster& picture,
                            const std::vector<std::string>& languages, Engine& engine) {
    SecondLook look;
    if (std::any_of(languages.begin(), languages.end(), in_arabic_script)) return look;
    std::vector<Place> places;
    for (Line* line : review::lines_at_ends(blocks))
        for (const Place& place : places_in(*line))
            places.push_back(place);
    if (std::any_of(places.begin(), places.end(), certain_number)) return look;
    std::vector<Rect> unread = lone_marks(picture, blocks);
    // The lowest first: a line loses words only behind the place that is replaced, and that ends it.
    for (auto place = places.rbegin(); place != places.rend() && !look.found; ++place) {
        Rect box = box_of(*place);
        for (auto mark = unread.begin(); mark != unread.end();)
            if (overlap(*mark, box)) {  // perhaps only a digit of it was read
                box = united(*mark, box);
                mark = unread.erase(mark);
            } else {
                ++mark;
            }
        if (!may_be_number(*place, box) || look.looked_at == most_looked_at) continue;
        ++look.looked_at;
        if (auto word = agreed(picture, box, engine)) {
            replace(*place, std::move(*word));
            look.found = true;
        }
    }
    for (const Rect& mark : unread) {
        if (look.found || look.looked_at == most_looked_at) break;
        if (any_line_at(blocks, mark)) continue;
        ++look.looked_at;
        if (auto word = agreed(picture, mark, engine)) {
            word->language = languages.empty() ? "" : languages.front();
            add(blocks, std::move(*word));
            look.found = true;
        }
    }
    return look;
}

}  // namespace nuskha
