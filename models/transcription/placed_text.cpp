#include "models/transcription/placed_text.hpp"

#include <fmt/format.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/transcription/outline.hpp"
#include "models/transcription/pull_reader.hpp"

namespace nuskha {
namespace {

std::string nfc(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string normal;
    icu::Normalizer2::getNFCInstance(status)
        ->normalize(icu::UnicodeString::fromUTF8(text), status)
        .toUTF8String(normal);
    return normal;
}

// Exports of lines alone have all of a line in one String.
std::vector<std::string> parted(const std::string& text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string> words;
    for (std::size_t at = text.find_first_not_of(blanks); at != std::string::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(blanks, end);
    }
    return words;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string::npos
               ? ""
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// By the longer side, which is the less rounded; nothing where the other does not agree.
std::optional<double> scale_between(Size from, Size to) {
    const double scale = from.width > from.height ? to.width / from.width : to.height / from.height;
    const double pixel = std::max(1.0, scale);  // of the coarser grid, on the scan
    const auto agrees = [&](double a, double b) { return std::abs(a * scale - b) <= pixel; };
    if (!agrees(from.width, to.width) || !agrees(from.height, to.height)) return {};
    return agrees(from.width, to.width) && from == to ? 1 : scale;
}

Point middle(const Rect& r) {
    return {r.x + r.width / 2, r.y + r.height / 2};
}

bool within(Point p, Size size) {
    return p.x >= 0 && p.y >= 0 && p.x <= size.width && p.y <= size.height;
}

class Placing {
  public:
    Placing(const Transcription& transcription, const std::vector<Geometry>& pages, double scale)
        : from_(transcription), pages_(pages), scale_(scale) {}

    PlacedText place() {
        PlacedText placed;
        placed.scale = scale_;
        placed.pages.resize(pages_.size());
        for (Text& text : placed.pages)
            text.languages = from_.text.languages;
        for (const Block& block : from_.text.blocks) {
            if (block.lines.empty()) {
                add_picture(block, placed);
                continue;
            }
            std::vector<Block> parts(pages_.size());
            for (const Line& line : block.lines) {
                const std::size_t page = page_of(line);
                Line placed_line = on_page(line, pages_[page]);
                if (!placed_line.words.empty()) parts[page].lines.push_back(std::move(placed_line));
            }
            for (std::size_t i = 0; i < parts.size(); ++i)
                if (!parts[i].lines.empty()) {
                    parts[i].role = block.role;
                    add(std::move(parts[i]), placed.pages[i]);
                }
        }
        if (words_ > 0 && beside_ * 2 > words_)
            placed = {
                fmt::format("{} of its {} words lie beside the scan", beside_, words_), 1, {}};
        return placed;
    }

  private:
    Point scaled(Point p) const { return {p.x * scale_, p.y * scale_}; }
    Rect scaled(const Rect& r) const {
        return {r.x * scale_, r.y * scale_, r.width * scale_, r.height * scale_};
    }

    void add_picture(const Block& block, PlacedText& placed) const {
        const std::size_t page = page_of(block.box);
        const Rect box = on_page(corners_of(scaled(block.box)), pages_[page]);
        placed.pages[page].blocks.push_back({box, {}, block.role});
    }

    std::size_t page_of(const Line& line) const {
        Rect all = line.box;
        for (const Word& word : line.words)
            all = united(all, word.box);
        return page_of(all);
    }

    std::size_t page_of(const Rect& all) const {
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            const auto p = pages_[i].to_scan().inverse(middle(scaled(all)));
            if (p && within(*p, pages_[i].page())) return i;
        }
        return 0;
    }

    static Rect on_page(std::vector<Point> outline, const Geometry& geometry) {
        for (Point& p : outline)
            p = geometry.to_scan().inverse(p).value_or(p);
        return bounds(outline);
    }

    Rect on_page(const Rect& r, const Geometry& geometry) const {
        return on_page(corners_of(scaled(r)), geometry);
    }

    Line on_page(const Line& line, const Geometry& geometry) {
        Line placed = line;
        placed.box = on_page(line.box, geometry);
        const auto moved = [&](Point p) {
            return geometry.to_scan().inverse(scaled(p)).value_or(Point{});
        };
        placed.words.clear();
        for (const Word& word : line.words) {
            std::vector<Point> outline = next_shape(word, line.box);
            for (Point& p : outline)
                p = scaled(p);
            const bool beside = !within(middle(bounds(outline)), geometry.scan());
            const Rect box = on_page(std::move(outline), geometry);
            placed.box = united(placed.box, box);
            for (std::string& part : parted(nfc(word.text))) {
                placed.words.push_back(word);
                placed.words.back().text = std::move(part);
                placed.words.back().box = box;
                placed.words.back().characters.clear();
                placed.words.back().direction =
                    direction_of(placed.words.back().text, line.direction);
                beside_ += beside;
                ++words_;
            }
        }
        if (!(line.baseline_start == line.baseline_end)) {
            placed.baseline_start = moved(line.baseline_start);
            placed.baseline_end = moved(line.baseline_end);
        } else {  // not stated: along the foot of the line
            placed.baseline_start = {placed.box.x, placed.box.bottom()};
            placed.baseline_end = {placed.box.right(), placed.box.bottom()};
        }
        return placed;
    }

    // The words' outlines stand in the order of the words, which is that of this walk.
    // A word that has no place of its own has its line's.
    std::vector<Point> next_shape(const Word& word, const Rect& of_line) {
        const std::size_t i = word_++;
        if (i < from_.shapes.size() && from_.shapes[i].size() >= 3) return from_.shapes[i];
        return corners_of(word.box.empty() ? of_line : word.box);
    }

    static void add(Block block, Text& text) {
        for (const Line& line : block.lines)
            block.box = united(block.box, line.box);
        text.blocks.push_back(std::move(block));
    }

    const Transcription& from_;
    const std::vector<Geometry>& pages_;
    double scale_;
    std::size_t word_ = 0, words_ = 0, beside_ = 0;
};

}  // namespace

PlacedText place_text(const Transcription& transcription, const std::vector<Geometry>& pages) {
    const Size from = transcription.scan, to = pages.front().scan();
    const auto refused = [](std::string why) { return PlacedText{std::move(why), 1, {}}; };
    if (!(from.width >= 1 && from.height >= 1))
        return refused("it does not say how large its picture is");
    const std::string sizes = fmt::format("its picture is of {} x {} pixels, the scan of {} x {}",
                                          from.width, from.height, to.width, to.height);
    const auto scale = scale_between(from, to);
    if (!scale && scale_between({from.height, from.width}, to))
        return refused(sizes + ": it was made on a picture that lies on its side");
    if (!scale) return refused(sizes + ", and no one factor leads from one to the other");
    return Placing(transcription, pages, *scale).place();
}

TranscriptionOrigin origin_of(std::string_view xml) {
    TranscriptionOrigin origin;
    PullReader reader(xml, {});
    std::string text, name, version;
    const auto fault = reader.read([&](PullReader::Piece piece) -> std::optional<std::string> {
        const std::string tag = reader.name();
        if (piece == PullReader::Piece::start) {
            text.clear();
            if (tag == "processingSoftware") name = version = "";
        } else if (piece == PullReader::Piece::text) {
            text += reader.value();
        } else {
            text = trimmed(text);
            if (tag == "softwareName") name = text;
            if (tag == "softwareVersion") version = text;
            if (tag == "processingSoftware" && !name.empty())
                origin.software = version.empty() ? name : name + " " + version;
            if (tag == "Creator") origin.software = text;
            if (tag == "processingDateTime" || tag == "LastChange") origin.date = text;
            text.clear();
        }
        return {};
    });
    constexpr std::size_t longest = 1000;
    if (fault || origin.software.size() > longest || origin.date.size() > longest) return {};
    return origin;
}

}  // namespace nuskha
