#include "models/transcription/hocr.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nuskha {
namespace {

long whole(double value) {
    return std::lround(std::clamp(value, 0., 1e9));
}

std::string bbox(const Rect& r) {
    return fmt::format("bbox {} {} {} {}", whole(r.x), whole(r.y), whole(r.right()),
                       whole(r.bottom()));
}

// The specification gives no way to write a quotation mark in a quoted value.
std::string quoted(std::string name) {
    std::replace(name.begin(), name.end(), '"', '_');
    return '"' + name + '"';
}

// Steep ones are left out: a line that stands upright has no offset from its lower left corner.
std::string baseline(const Line& line) {
    const Point a = line.baseline_start, b = line.baseline_end;
    const double slope = (b.y - a.y) / (b.x - a.x);
    if (!(b.x > a.x) || std::abs(slope) > 1) return "";
    const double at_left = a.y + slope * (line.box.x - a.x);
    return fmt::format("; baseline {} {}", decimal(slope, 4),
                       decimal(at_left - line.box.bottom(), 2));
}

class HocrWriter {
  public:
    HocrWriter(const Transcription& page, const PagePlace& place, const TextSink& sink)
        : page_(page), place_(place), xml_(sink) {}

    void write(const std::string& software) {
        xml_.start("html");
        xml_.attribute("xmlns", "http://www.w3.org/1999/xhtml");
        if (!page_.text.languages.empty()) {
            language_ = page_.text.languages.front();
            language(language_);
        }
        head(software);
        {
            Element body(xml_, "body");
            start("div", "ocr_page", fmt::format("page_{}", place_.number));
            xml_.attribute("title", fmt::format("image {}; {}; ppageno {}", quoted(page_.scan_name),
                                                bbox({0, 0, page_.scan.width, page_.scan.height}),
                                                std::max(0, place_.number - 1)));
            int number = 0;
            for (const Block& one : page_.text.blocks)
                block(one, ++number);
            xml_.end();
        }
        xml_.end();
        xml_.finish();
    }

  private:
    void start(const char* tag, const char* kind, const std::string& id) {
        xml_.start(tag);
        xml_.attribute("class", kind);
        xml_.attribute("id", id);
    }

    void language(const std::string& tag) {
        xml_.attribute("lang", tag);
        xml_.attribute("xml:lang", tag);
    }

    void meta(const char* name, const std::string& content) {
        Element e(xml_, "meta");
        xml_.attribute("name", name);
        xml_.attribute("content", content);
    }

    void head(const std::string& software) {
        Element head(xml_, "head");
        xml_.element("title", fmt::format("{}, {}{}", place_.item, place_.page,
                                          page_.read ? "" : " (not read)"));
        {
            Element type(xml_, "meta");
            xml_.attribute("http-equiv", "Content-Type");
            xml_.attribute("content", "text/html; charset=utf-8");
        }
        meta("ocr-system", software);
        meta("ocr-capabilities",
             "ocr_page ocr_carea ocr_table ocr_par ocr_line ocr_photo ocr_linedrawing ocrx_word "
             "ocrx_cinfo");
        meta("ocr-number-of-pages", "1");
        if (!page_.text.languages.empty())
            meta("ocr-langs", fmt::format("{}", fmt::join(page_.text.languages, " ")));
    }

    void block(const Block& block, int number) {
        const std::string id = fmt::format("block_{}_{}", place_.number, number);
        if (block.role == Role::picture || block.role == Role::ornament) {
            start("div", block.role == Role::picture ? "ocr_photo" : "ocr_linedrawing", id);
            xml_.attribute("title", bbox(block.box));
            xml_.end();
            return;
        }
        start("div", block.role == Role::table ? "ocr_table" : "ocr_carea", id);
        xml_.attribute("title", bbox(block.box));
        start("p", "ocr_par", "par_" + id);
        const bool backwards =
            !block.lines.empty() && block.lines.front().direction == Direction::right_to_left;
        xml_.attribute("dir", backwards ? "rtl" : "ltr");
        xml_.attribute("title", bbox(block.box));
        int line_number = 0;
        for (const Line& one : block.lines)
            line(one, fmt::format("line_{}_{}_{}", place_.number, number, ++line_number));
        xml_.end();
        xml_.end();
    }

    void line(const Line& line, const std::string& id) {
        start("span", "ocr_line", id);
        xml_.attribute("dir", line.direction == Direction::right_to_left ? "rtl" : "ltr");
        xml_.attribute("title", bbox(line.box) + baseline(line));
        int number = 0;
        for (const Word& word : line.words) {
            if (number > 0) xml_.text(" ");
            start("span", "ocrx_word", fmt::format("{}_{}", id, ++number));
            if (!word.language.empty() && word.language != language_) language(word.language);
            if (word.direction != line.direction)
                xml_.attribute("dir", word.direction == Direction::right_to_left ? "rtl" : "ltr");
            std::string title = bbox(word.box);
            if (word.confidence >= 0)
                title +=
                    fmt::format("; x_wconf {}", std::lround(100 * std::min(word.confidence, 1.)));
            xml_.attribute("title", title);
            if (word.characters.empty()) xml_.text(word.text);
            xml_.indent(false);  // no white space within a word
            for (const Character& one : word.characters)
                character(one);
            xml_.end();
            xml_.indent(true);
        }
        xml_.end();
        xml_.text("\n");
    }

    void character(const Character& one) {
        xml_.start("span");
        xml_.attribute("class", "ocrx_cinfo");
        std::string title = "x_bboxes" + bbox(one.box).substr(4);
        if (one.confidence >= 0)
            title += fmt::format("; x_conf {}", decimal(100 * std::min(one.confidence, 1.), 2));
        xml_.attribute("title", title);
        xml_.text(one.text);
        xml_.end();
    }

    const Transcription& page_;
    const PagePlace& place_;
    XmlWriter xml_;
    std::string language_;  // of the page
};

}  // namespace

void write_hocr(const Transcription& page, const PagePlace& place, const std::string& software,
                const TextSink& sink) {
    HocrWriter(page, place, sink).write(software);
}

}  // namespace nuskha
