#include "models/transcription/page_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/transcription/outline.hpp"
#include "models/transcription/plain_text.hpp"
#include "models/transcription/pull_reader.hpp"
#include "models/transcription/role_names.hpp"

namespace nuskha {
namespace {

long whole(double value) {
    return std::lround(std::clamp(value, 0., 1e9));
}

std::string points(const std::vector<Point>& shape) {
    std::string text;
    for (const Point& p : shape)
        text += fmt::format("{}{},{}", text.empty() ? "" : " ", whole(p.x), whole(p.y));
    return text;
}

const char* reading_direction(Direction direction) {
    return direction == Direction::right_to_left ? "right-to-left" : "left-to-right";
}

std::string without_end(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

class PageXmlWriter {
  public:
    PageXmlWriter(const Transcription& page, const PageXmlSource& source, const TextSink& sink)
        : page_(page), source_(source), xml_(sink) {}

    void write() {
        xml_.start("PcGts");
        const std::string space = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15";
        xml_.attribute("xmlns", space);
        xml_.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        xml_.attribute("xsi:schemaLocation", space + " " + space + "/pagecontent.xsd");
        metadata();
        layout();
        xml_.end();
        xml_.finish();
    }

  private:
    void metadata() {
        Element e(xml_, "Metadata");
        xml_.element("Creator", source_.creator);
        xml_.element("Created", source_.created);
        xml_.element("LastChange", source_.created);
        xml_.element("Comments", fmt::format("item {}, page {}{}", source_.place.item,
                                             source_.place.page, page_.read ? "" : ": not read"));
    }

    void language(const std::string& language) {
        const bool plain = std::all_of(language.begin(), language.end(),
                                       [](unsigned char c) { return std::isalnum(c) || c == '-'; });
        if (!language.empty() && plain)
            xml_.attribute("custom", fmt::format("language {{value:{};}}", language));
    }

    void layout() {
        Element e(xml_, "Page");
        xml_.attribute("imageFilename", page_.scan_name);
        xml_.attribute("imageWidth", std::to_string(whole(page_.scan.width)));
        xml_.attribute("imageHeight", std::to_string(whole(page_.scan.height)));
        if (!page_.text.languages.empty()) language(page_.text.languages.front());
        if (page_.page.size() >= 3) {
            Element border(xml_, "Border");
            place(page_.page);
        }
        order();
        int number = 0;
        for (const Block& block : page_.text.blocks)
            region(block, ++number);
    }

    void order() {
        if (page_.text.blocks.empty()) return;
        Element order(xml_, "ReadingOrder");
        Element group(xml_, "OrderedGroup");
        xml_.attribute("id", "order");
        for (std::size_t i = 0; i < page_.text.blocks.size(); ++i) {
            Element one(xml_, "RegionRefIndexed");
            xml_.attribute("index", std::to_string(i));
            xml_.attribute("regionRef", fmt::format("r{}", i + 1));
        }
    }

    void place(const std::vector<Point>& shape) {
        Element e(xml_, "Coords");
        xml_.attribute("points", points(shape));
    }

    // The box also where it is empty: the schema wants two points at least.
    void place(const Rect& r) {
        place(std::vector<Point>{
            {r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}});
    }

    void reading(const std::string& text, const double* confidence) {
        Element e(xml_, "TextEquiv");
        if (confidence) xml_.attribute("conf", decimal(std::clamp(*confidence, 0., 1.), 4));
        xml_.element("Unicode", text);
    }

    void region(const Block& block, int number) {
        const std::string id = fmt::format("r{}", number);
        if (block.role == Role::table) return table(block, id);
        const bool picture = block.role == Role::picture;
        if (!picture && block.role != Role::ornament) return text_region(block, id, id);
        Element e(xml_, picture ? "ImageRegion" : "GraphicRegion");
        xml_.attribute("id", id);
        place(block.box);
    }

    // Lines stand in text regions only; that within a table holds all its rows.
    void table(const Block& block, const std::string& id) {
        Element e(xml_, "TableRegion");
        xml_.attribute("id", id);
        xml_.attribute("rows", std::to_string(block.lines.size()));
        place(block.box);
        text_region(block, id, id + "-rows");
    }

    // Its lines are called after `id`.
    void text_region(const Block& block, const std::string& id, const std::string& own_id) {
        Element e(xml_, "TextRegion");
        xml_.attribute("id", own_id);
        xml_.attribute("type", std::string(page_type(block.role)));
        if (!block.lines.empty())
            xml_.attribute("readingDirection", reading_direction(block.lines.front().direction));
        place(block.box);
        int line_number = 0;
        for (const Line& one : block.lines)
            line(one, fmt::format("{}-l{}", id, ++line_number));
        reading(without_end(plain_text(Text{{block}, {}, {}, ""})), nullptr);
    }

    void line(const Line& line, const std::string& id) {
        Element e(xml_, "TextLine");
        xml_.attribute("id", id);
        xml_.attribute("readingDirection", reading_direction(line.direction));
        place(line.box);
        if (!(line.baseline_start == line.baseline_end)) {
            Element baseline(xml_, "Baseline");
            xml_.attribute("points", points({line.baseline_start, line.baseline_end}));
        }
        int number = 0;
        for (const Word& one : line.words)
            word(one, fmt::format("{}-w{}", id, ++number));
        reading(line_text(line), nullptr);
    }

    void word(const Word& word, const std::string& id) {
        Element e(xml_, "Word");
        xml_.attribute("id", id);
        xml_.attribute("readingDirection", reading_direction(word.direction));
        language(word.language);
        if (word_ < page_.shapes.size() && page_.shapes[word_].size() >= 3)
            place(page_.shapes[word_]);
        else
            place(word.box);
        ++word_;
        int number = 0;
        for (const Character& one : word.characters) {
            Element glyph(xml_, "Glyph");
            xml_.attribute("id", fmt::format("{}-g{}", id, ++number));
            place(one.box);
            reading(one.text, one.confidence < 0 ? nullptr : &one.confidence);
        }
        reading(word.text, word.confidence < 0 ? nullptr : &word.confidence);
    }

    const Transcription& page_;
    const PageXmlSource& source_;
    XmlWriter xml_;
    std::size_t word_ = 0;  // of the page
};

}  // namespace

void write_page_xml(const Transcription& page, const PageXmlSource& source, const TextSink& sink) {
    PageXmlWriter(page, source, sink).write();
}

}  // namespace nuskha
