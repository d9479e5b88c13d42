// Reading PAGE-XML back.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "models/transcription/outline.hpp"
#include "models/transcription/page_xml.hpp"
#include "models/transcription/pull_reader.hpp"
#include "models/transcription/role_names.hpp"

namespace nuskha {
namespace {

using Piece = PullReader::Piece;

// Of several readings of one thing, that of the lowest index.
struct Reading {
    std::string text;
    double confidence = no_confidence;
    double index = 1e9;  // of what was taken
};

struct ReadWord {
    Word word;
    std::vector<Point> shape;
    Reading reading;
};

struct ReadLine {
    Line line;
    std::vector<ReadWord> words;
    Reading reading;
    bool direction_stated = false;
};

struct Region {
    std::string id, table;  // the table's that it lies in
    Rect box;
    std::vector<ReadLine> lines;
    Reading reading;
    Role role = Role::paragraph;
};

// "readingOrder {index:0;} language {value:az-Latn;}"
std::string language_in(const std::string& custom) {
    constexpr std::string_view key = "language {value:";
    const auto at = custom.find(key);
    if (at == std::string::npos) return "";
    const auto end = custom.find_first_of(";}", at + key.size());
    return end == std::string::npos ? "" : custom.substr(at + key.size(), end - at - key.size());
}

class PageXmlReader {
  public:
    PageXmlReader(std::string_view xml, const TranscriptionLimits& limits)
        : limits_(limits), xml_(xml, limits) {}

    // Nothing, or why the file cannot be used.
    std::optional<std::string> read(Transcription& result) {
        if (auto why = xml_.read([&](Piece piece) { return take(piece, result); })) return why;
        if (!root_) return "not a PAGE-XML file";
        std::stable_sort(regions_.begin(), regions_.end(), [&](const Region& a, const Region& b) {
            return place_of(a) < place_of(b);
        });
        for (Region& region : regions_)
            if (auto why = add(region, result)) return why;
        result.read = words_ > 0;
        return {};
    }

  private:
    enum class Level { page, region, line, word, glyph };

    std::optional<std::string> take(Piece piece, Transcription& result) {
        if (piece == Piece::text) {
            if (in_unicode_) text_ += xml_.value();
            return {};
        }
        const std::string tag = xml_.name();
        if (piece == Piece::end) {
            end(tag);
            return {};
        }
        if (!root_) {
            if (tag != "PcGts") return "not a PAGE-XML file";
            root_ = true;
        }
        return start(tag, result);
    }

    std::optional<std::string> start(const std::string& tag, Transcription& result) {
        if (tag == "Page") {
            result.scan_name = xml_.attribute("imageFilename");
            result.scan = {number("imageWidth"), number("imageHeight")};
            page_language_ = language_in(xml_.attribute("custom"));
            if (!page_language_.empty()) result.text.languages = {page_language_};
        } else if (tag.starts_with("OrderedGroup") || tag.starts_with("UnorderedGroup") ||
                   tag.starts_with("RegionRef")) {
            ordered(tag);
        } else if (tag == "TableRegion") {
            tables_.push_back(xml_.attribute("id"));
        } else if (is_region(tag)) {
            const Role role = tag == "ImageRegion"     ? Role::picture
                              : tag == "GraphicRegion" ? Role::ornament
                              : !tables_.empty()       ? Role::table
                                                       : role_of_page_type(xml_.attribute("type"));
            regions_.push_back(
                {xml_.attribute("id"), tables_.empty() ? "" : tables_.back(), {}, {}, {}, role});
            open_.push_back(regions_.size() - 1);
            level_ = Level::region;
        } else if (tag == "TextLine" && !open_.empty()) {
            line();
        } else if (tag == "Word" && level_ == Level::line) {
            return word();
        } else if (tag == "Glyph" && level_ == Level::word) {
            level_ = Level::glyph;
        } else if (tag == "TextEquiv") {
            const std::string index = xml_.attribute("index");
            index_ = index.empty() ? 0 : number_of(index);
            confidence_ = confidence_of(xml_.attribute("conf"));
        } else if (tag == "Unicode") {
            in_unicode_ = true;
            text_.clear();
        } else if (tag == "Border" || tag == "PrintSpace") {
            in_border_ = tag == "Border" || result.page.empty();
        } else if (tag == "Coords") {
            coords(result);
        } else if (tag == "Baseline" && level_ == Level::line) {
            if (const auto points = points_of(xml_.attribute("points")); points.size() >= 2) {
                region().lines.back().line.baseline_start = points.front();
                region().lines.back().line.baseline_end = points.back();
            }
        }
        return {};
    }

    void end(const std::string& tag) {
        if (tag == "TableRegion") {
            if (!tables_.empty()) tables_.pop_back();
        } else if (is_region(tag) && !open_.empty()) {
            open_.pop_back();
            level_ = open_.empty() ? Level::page : Level::region;
        } else if (tag == "TextLine" && level_ == Level::line) {
            level_ = Level::region;
        } else if (tag == "Word" && level_ == Level::word) {
            level_ = Level::line;
        } else if (tag == "Glyph" && level_ == Level::glyph) {
            level_ = Level::word;
        } else if (tag == "Border" || tag == "PrintSpace") {
            in_border_ = false;
        } else if (tag.starts_with("OrderedGroup") || tag.starts_with("UnorderedGroup")) {
            if (!group_.empty()) group_.pop_back();
        } else if (tag == "Unicode" && std::exchange(in_unicode_, false)) {
            if (Reading* reading = at_hand(); reading && index_ < reading->index)
                *reading = {std::move(text_), confidence_, index_};
            text_.clear();
        }
    }

    // A table's cell is a region of Transkribus's, where the standard has a TextRegion.
    static bool is_region(const std::string& tag) {
        return tag == "TextRegion" || tag == "TableCell" || tag == "ImageRegion" ||
               tag == "GraphicRegion";
    }

    double number(const char* attribute) const { return number_of(xml_.attribute(attribute)); }
    Region& region() { return regions_[open_.back()]; }

    Reading* at_hand() {
        if (open_.empty()) return nullptr;
        if (level_ == Level::region) return &region().reading;
        if (level_ == Level::line) return &region().lines.back().reading;
        if (level_ == Level::word) return &region().lines.back().words.back().reading;
        return nullptr;
    }

    // Groups may lie in groups: a region's place is the numbers of all it lies in.
    void ordered(const std::string& tag) {
        const std::string index = xml_.attribute("index");
        group_.push_back(index.empty() ? double(order_.size()) : number_of(index));
        if (!tag.starts_with("RegionRef")) return;
        order_.try_emplace(xml_.attribute("regionRef"), group_);
        group_.pop_back();
    }

    std::vector<double> place_of(const Region& region) const {
        auto at = order_.find(region.id);
        if (at == order_.end()) at = order_.find(region.table);
        return at == order_.end() ? std::vector<double>{1e10} : at->second;
    }

    void line() {
        ReadLine line;
        const std::string direction = xml_.attribute("readingDirection");
        line.direction_stated = direction == "right-to-left" || direction == "left-to-right";
        if (direction == "right-to-left") line.line.direction = Direction::right_to_left;
        line_language_ = language_in(xml_.attribute("custom"));
        if (line_language_.empty()) line_language_ = page_language_;
        region().lines.push_back(std::move(line));
        level_ = Level::line;
    }

    std::optional<std::string> word() {
        if (++elements_ > limits_.words) return "has more words than the limit";
        ReadWord word;
        word.word.language = language_in(xml_.attribute("custom"));
        if (word.word.language.empty()) word.word.language = line_language_;
        region().lines.back().words.push_back(std::move(word));
        level_ = Level::word;
        return {};
    }

    void coords(Transcription& result) {
        std::vector<Point> shape = points_of(xml_.attribute("points"));
        if (in_border_) {
            if (shape.size() >= 3) result.page = std::move(shape);
        } else if (level_ == Level::region) {
            region().box = bounds(shape);
        } else if (level_ == Level::line) {
            region().lines.back().line.box = bounds(shape);
        } else if (level_ == Level::word) {
            ReadWord& word = region().lines.back().words.back();
            word.word.box = bounds(shape);
            word.shape = std::move(shape);
        }
    }

    std::optional<std::string> add(Region& region, Transcription& result) {
        Block block{region.box, {}, region.role};
        for (ReadLine& line : region.lines) {
            fill(line);
            if (!line.words.empty()) block.lines.push_back(finished(line, result));
        }
        if (block.lines.empty()) {  // text of the region alone, one line a line
            const std::string& all = region.reading.text;
            for (std::size_t at = 0; at < all.size();) {
                const std::size_t end = std::min(all.find('\n', at), all.size());
                ReadLine line;
                line.line.box = region.box;
                line.reading = {all.substr(at, end - at), region.reading.confidence, 0};
                fill(line);
                if (!line.words.empty()) block.lines.push_back(finished(line, result));
                at = end + 1;
            }
        }
        if (words_ > limits_.words) return "has more words than the limit";
        const bool drawn = block.role == Role::picture || block.role == Role::ornament;
        if (!block.lines.empty() || drawn) result.text.blocks.push_back(std::move(block));
        return {};
    }

    // Words with text; where there are none, those of the line's own text.
    static void fill(ReadLine& line) {
        std::erase_if(line.words, [](const ReadWord& w) { return w.reading.text.empty(); });
        if (!line.words.empty()) return;
        const std::string& all = line.reading.text;
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t end = std::min(all.find_first_of(" \t\r\n", at), all.size());
            if (end > at) {
                ReadWord word;
                word.word.box = line.line.box;
                word.shape = corners_of(line.line.box);
                word.reading = {all.substr(at, end - at), line.reading.confidence, 0};
                line.words.push_back(std::move(word));
            }
            at = end + 1;
        }
    }

    Line finished(ReadLine& read, Transcription& result) {
        if (!read.direction_stated) {
            std::string all;
            for (const ReadWord& word : read.words)
                all += word.reading.text;
            read.line.direction = direction_of(all, Direction::left_to_right);
        }
        for (ReadWord& one : read.words) {
            one.word.text = std::move(one.reading.text);
            one.word.confidence = one.reading.confidence;
            if (one.word.language.empty()) one.word.language = page_language_;
            one.word.direction = direction_of(one.word.text, read.line.direction);
            read.line.words.push_back(std::move(one.word));
            result.shapes.push_back(std::move(one.shape));
            ++words_;
        }
        return std::move(read.line);
    }

    const TranscriptionLimits& limits_;
    PullReader xml_;
    std::vector<Region> regions_;
    std::vector<std::size_t> open_;    // regions that are being read, the innermost last
    std::vector<std::string> tables_;  // ids of those that are being read
    std::vector<double> group_;        // numbers of the reading order's groups that are open
    std::map<std::string, std::vector<double>> order_;  // region -> its place
    std::string page_language_, line_language_, text_;
    std::size_t elements_ = 0, words_ = 0;
    double index_ = 0, confidence_ = no_confidence;
    Level level_ = Level::page;
    bool root_ = false, in_unicode_ = false, in_border_ = false;
};

}  // namespace

Transcription read_page_xml(std::string_view xml, const std::string& name,
                            const TranscriptionLimits& limits) {
    Transcription result;
    if (const auto why = PageXmlReader(xml, limits).read(result)) {
        result = {};
        result.findings.push_back(make_finding(
            "page-xml.unreadable", name,
            fmt::format("{}: the transcription cannot be used: {}; make it again.", name, *why)));
    }
    return result;
}

bool is_page_xml(std::string_view xml) {
    const std::string_view begin = xml.substr(0, 4096);
    const auto at = begin.find("PcGts");
    if (at == 0 || at == std::string_view::npos) return false;
    const auto open = begin.rfind('<', at);
    return open != std::string_view::npos &&
           begin.substr(open, at - open).find_first_of(" \t\r\n!?/>") == std::string_view::npos;
}

}  // namespace nuskha
