#include "models/transcription/pull_reader.hpp"

#include <libxml/xmlreader.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace nuskha {
namespace {

void keep_quiet(void*, xmlErrorPtr) {}

std::string text_of(const xmlChar* text) {
    return text ? reinterpret_cast<const char*>(text) : "";
}

}  // namespace

void PullReader::Free::operator()(_xmlTextReader* reader) const {
    xmlFreeTextReader(reader);
}

std::optional<std::string> PullReader::read(const Visit& visit) {
    if (xml_.size() > std::min<std::size_t>(limits_.bytes, std::numeric_limits<int>::max()))
        return "larger than the limit";
    if (xml_.find("<!DOCTYPE") != std::string_view::npos)
        return "has a document type declaration";  // before the parser sees its entities
    reader_.reset(xmlReaderForMemory(xml_.data(), static_cast<int>(xml_.size()), nullptr, nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!reader_) return "libxml2 could not start";
    xmlTextReaderSetStructuredErrorHandler(reader_.get(), keep_quiet, nullptr);
    int more = 0;
    while ((more = xmlTextReaderRead(reader_.get())) == 1) {
        if (xmlTextReaderDepth(reader_.get()) > limits_.depth) return "nested too deeply";
        const int type = xmlTextReaderNodeType(reader_.get());
        if (type == XML_READER_TYPE_DOCUMENT_TYPE) return "has a document type declaration";
        if (type == XML_READER_TYPE_ENTITY_REFERENCE) return "uses an entity";
        std::optional<std::string> why;
        if (type == XML_READER_TYPE_ELEMENT) {
            const bool empty = xmlTextReaderIsEmptyElement(reader_.get()) == 1;
            why = visit(Piece::start);
            if (!why && empty) why = visit(Piece::end);
        } else if (type == XML_READER_TYPE_END_ELEMENT) {
            why = visit(Piece::end);
        } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
            why = visit(Piece::text);
        }
        if (why) return why;
    }
    if (more < 0) return "not well-formed XML";
    return {};
}

std::string PullReader::name() const {
    return text_of(xmlTextReaderConstLocalName(reader_.get()));
}

std::string PullReader::value() const {
    return text_of(xmlTextReaderConstValue(reader_.get()));
}

std::string PullReader::attribute(const char* name) const {
    xmlChar* text =
        xmlTextReaderGetAttribute(reader_.get(), reinterpret_cast<const xmlChar*>(name));
    const std::string copy = text_of(text);
    if (text) xmlFree(text);
    return copy;
}

std::string PullReader::qualified_name() const {
    return text_of(xmlTextReaderConstName(reader_.get()));
}

std::vector<std::pair<std::string, std::string>> PullReader::attributes() const {
    std::vector<std::pair<std::string, std::string>> all;
    while (xmlTextReaderMoveToNextAttribute(reader_.get()) == 1)
        all.emplace_back(text_of(xmlTextReaderConstName(reader_.get())),
                         text_of(xmlTextReaderConstValue(reader_.get())));
    xmlTextReaderMoveToElement(reader_.get());
    return all;
}

double number_of(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && std::isfinite(value) && std::abs(value) < 1e9 ? value : 0;
}

double confidence_of(const std::string& text) {
    return text.empty() ? no_confidence : std::clamp(number_of(text), 0., 1.);
}

std::vector<Point> points_of(std::string text) {
    for (char& c : text)
        if (c == ',' || c == '\t' || c == '\n' || c == '\r') c = ' ';
    std::vector<double> values;
    for (std::size_t at = 0; at < text.size() && values.size() < 1000;) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        if (space > at) values.push_back(number_of(text.substr(at, space - at)));
        at = space + 1;
    }
    std::vector<Point> all;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2)
        all.push_back({values[i], values[i + 1]});
    return all;
}

std::vector<Point> corners_of(const Rect& r) {
    if (r.empty()) return {};
    return {{r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}};
}

Direction direction_of(const std::string& text, Direction otherwise) {
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

}  // namespace nuskha
