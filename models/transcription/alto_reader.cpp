// Reading ALTO back: a pull parser over libxml2, for hostile input.
#include <fmt/format.h>
#include <libxml/xmlreader.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "models/transcription/alto.hpp"

namespace nuskha {
namespace {

double number(const std::string& text) {  // 0 where it is none; bounded, so that sums stay finite
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && std::isfinite(value) && std::abs(value) < 1e9 ? value : 0;
}

Direction of_characters(const std::string& text, Direction otherwise) {
    const auto length = static_cast<std::int64_t>(text.size());
    for (std::int64_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, length, c);
        if (c < 0) continue;
        const UCharDirection direction = u_charDirection(c);
        if (direction == U_LEFT_TO_RIGHT) return Direction::left_to_right;
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
            return Direction::right_to_left;
    }
    return otherwise;
}

std::vector<Point> points(std::string text) {
    for (char& c : text)
        if (c == ',' || c == '\t' || c == '\n' || c == '\r') c = ' ';
    std::vector<double> values;
    for (std::size_t at = 0; at < text.size() && values.size() < 1000;) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        if (space > at) values.push_back(number(text.substr(at, space - at)));
        at = space + 1;
    }
    std::vector<Point> all;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2)
        all.push_back({values[i], values[i + 1]});
    return all;
}

class AltoReader {
  public:
    AltoReader(std::string_view xml, const AltoLimits& limits)
        : limits_(limits),
          reader_(xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {
        if (reader_) xmlTextReaderSetStructuredErrorHandler(reader_.get(), keep_quiet, nullptr);
    }

    // Nothing, or why the file cannot be used.
    std::optional<std::string> read(AltoRead& result) {
        if (!reader_) return "libxml2 could not start";
        int more = 0;
        while ((more = xmlTextReaderRead(reader_.get())) == 1) {
            if (xmlTextReaderDepth(reader_.get()) > limits_.depth) return "nested too deeply";
            const int type = xmlTextReaderNodeType(reader_.get());
            if (type == XML_READER_TYPE_DOCUMENT_TYPE) return "has a document type declaration";
            if (type == XML_READER_TYPE_ENTITY_REFERENCE) return "uses an entity";
            if (type == XML_READER_TYPE_END_ELEMENT && name() == "fileName") in_file_name_ = false;
            if ((type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) && in_file_name_)
                result.scan_name += value();
            if (type == XML_READER_TYPE_ELEMENT)
                if (const auto why = element(result)) return why;
        }
        if (more < 0) return "not well-formed XML";
        if (!root_) return "not an ALTO file";
        return {};
    }

  private:
    static void keep_quiet(void*, xmlErrorPtr) {}
    struct Free {
        void operator()(xmlTextReaderPtr reader) const { xmlFreeTextReader(reader); }
    };

    static std::string text_of(const xmlChar* text) {
        return text ? reinterpret_cast<const char*>(text) : "";
    }
    std::string name() const { return text_of(xmlTextReaderConstLocalName(reader_.get())); }
    std::string value() const { return text_of(xmlTextReaderConstValue(reader_.get())); }
    std::string attribute(const char* name) const {
        xmlChar* text =
            xmlTextReaderGetAttribute(reader_.get(), reinterpret_cast<const xmlChar*>(name));
        const std::string copy = text_of(text);
        if (text) xmlFree(text);
        return copy;
    }
    Rect box() const {
        return {number(attribute("HPOS")), number(attribute("VPOS")), number(attribute("WIDTH")),
                number(attribute("HEIGHT"))};
    }

    static std::vector<Point> corners(const Rect& r) {
        if (r.empty()) return {};
        return {{r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}};
    }

    std::optional<std::string> element(AltoRead& result) {
        const std::string tag = name();
        if (!root_) {
            if (tag != "alto") return "not an ALTO file";
            root_ = true;
        } else if (tag == "fileName") {
            in_file_name_ = !xmlTextReaderIsEmptyElement(reader_.get());
            result.scan_name.clear();
        } else if (tag == "Page") {
            page(result);
        } else if (tag == "PrintSpace") {
            result.page = corners(box());
            outlined_ = Outlined::page;
        } else if (tag == "Polygon") {
            if (std::vector<Point> shape = points(attribute("POINTS")); shape.size() >= 3) {
                if (outlined_ == Outlined::page)
                    result.page = std::move(shape);
                else if (outlined_ == Outlined::word)
                    result.shapes.back() = std::move(shape);
            }
            outlined_ = Outlined::other;
        } else if (tag == "TextBlock") {
            outlined_ = Outlined::other;
            block_language_ = attribute("LANG");
            if (block_language_.empty()) block_language_ = page_language_;
            result.text.blocks.push_back({box(), {}});
        } else if (tag == "TextLine" && !result.text.blocks.empty()) {
            outlined_ = Outlined::other;
            result.text.blocks.back().lines.push_back(line());
        } else if (tag == "String" && !result.text.blocks.empty() &&
                   !result.text.blocks.back().lines.empty()) {
            if (++words_ > limits_.words) return "has more words than the limit";
            Line& line = result.text.blocks.back().lines.back();
            line.words.push_back(word(line.direction));
            result.shapes.push_back(corners(line.words.back().box));
            outlined_ = Outlined::word;
        }
        return {};
    }

    void page(AltoRead& result) {
        result.scan = {number(attribute("WIDTH")), number(attribute("HEIGHT"))};
        page_language_ = attribute("LANG");
        std::string all = page_language_ + " " + attribute("OTHERLANGS") + " ";
        for (std::size_t at = 0, space = 0; (space = all.find(' ', at)) != std::string::npos;
             at = space + 1)
            if (space > at) result.text.languages.push_back(all.substr(at, space - at));
    }

    Line line() {
        Line line;
        line.box = box();
        line_language_ = attribute("LANG");
        if (line_language_.empty()) line_language_ = block_language_;
        const std::string direction = attribute("BASEDIRECTION");
        if (direction == "rtl" || direction == "btt") line.direction = Direction::right_to_left;
        const auto baseline = points(attribute("BASELINE"));
        if (baseline.size() >= 2) {
            line.baseline_start = baseline.front();
            line.baseline_end = baseline.back();
        }
        return line;
    }

    Word word(Direction of_line) {
        Word word;
        word.text = attribute("CONTENT");
        word.box = box();
        word.confidence = number(attribute("WC"));
        word.language = attribute("LANG");
        if (word.language.empty()) word.language = line_language_;
        word.direction = of_characters(word.text, of_line);
        return word;
    }

    const AltoLimits& limits_;
    std::unique_ptr<xmlTextReader, Free> reader_;
    std::string page_language_, block_language_, line_language_;
    std::size_t words_ = 0;
    bool root_ = false, in_file_name_ = false;
    enum class Outlined { other, page, word } outlined_ = Outlined::other;  // by the next Polygon
};

}  // namespace

AltoRead read_alto(std::string_view xml, const std::string& name, const AltoLimits& limits) {
    AltoRead result;
    std::optional<std::string> why;
    if (xml.size() > std::min<std::size_t>(limits.bytes, std::numeric_limits<int>::max()))
        why = "larger than the limit";
    else if (xml.find("<!DOCTYPE") != std::string_view::npos)
        why = "has a document type declaration";  // before the parser sees its entities
    else
        why = AltoReader(xml, limits).read(result);
    if (why) {
        result = {};
        result.findings.push_back(make_finding(
            "alto.unreadable", name,
            fmt::format("{}: the transcription cannot be used: {}; make it again.", name, *why)));
    }
    return result;
}

}  // namespace nuskha
