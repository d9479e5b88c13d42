#include "pipeline/intake/descriptive_xml.hpp"

#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace {

constexpr std::size_t most_bytes = 16u << 20;
constexpr std::size_t deepest = 100;
constexpr std::size_t longest_value = 4000;

struct FreeContext {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

// libxml2 writes errors that it has no context for (a broken encoding) to stderr, unless it is told
// otherwise; they make the document ill-formed all the same.
class Quiet {
  public:
    Quiet() {
        xmlSetStructuredErrorFunc(nullptr, [](void*, xmlError*) {});
    }
    ~Quiet() { xmlSetStructuredErrorFunc(context_, before_); }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

  private:
    xmlStructuredErrorFunc before_ = xmlStructuredError;
    void* context_ = xmlStructuredErrorContext;
};

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

// Follows the parser through the document; keeps the path of element names and the text of the
// innermost element that is wanted.
struct Reading {
    xmlParserCtxt* context = nullptr;
    std::vector<std::string> path;
    std::string text;
    std::string title, sub_title, date;
    std::vector<std::string> creators;
    std::string name;  // of a MODS name, from its parts
    std::string fault;

    void stop(std::string why) {
        if (fault.empty()) fault = std::move(why);
        xmlStopParser(context);
    }
    bool inside(std::string_view element) const {
        return std::find(path.begin(), path.end(), element) != path.end();
    }
    std::string_view parent() const {
        return path.size() > 1 ? std::string_view(path[path.size() - 2]) : std::string_view();
    }
    void end();
};

std::string one_line(std::string_view text) {
    std::string plain;
    for (const char c : trimmed(text)) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space)
            plain += c;
        else if (!plain.ends_with(' '))
            plain += ' ';
    }
    return plain;
}

void Reading::end() {
    const std::string value = one_line(text);
    const std::string& element = path.back();
    const auto first = [&](std::string& field) {
        if (field.empty()) field = value;
    };
    if (element == "dc:title")
        first(title);
    else if (element == "dc:date" || element == "dc:created" || element == "dc:issued")
        first(date);
    else if (element == "dc:creator" && !value.empty())
        creators.push_back(value);
    else if (element.starts_with("mods:") && !inside("mods:relatedItem") &&
             !inside("mods:subject")) {
        if (parent() == "mods:titleInfo") {
            if (element == "mods:title") first(title);
            if (element == "mods:subTitle") first(sub_title);
        } else if (element == "mods:namePart" && parent() == "mods:name" && !value.empty())
            name += (name.empty() ? "" : ", ") + value;
        else if (element == "mods:name") {
            if (!name.empty()) creators.push_back(name);
            name.clear();
        } else if (element == "mods:dateIssued" || element == "mods:dateCreated")
            first(date);
    }
    path.pop_back();
    text.clear();
}

std::string qualified(std::string_view local, std::string_view space) {
    if (space == "http://purl.org/dc/elements/1.1/" || space == "http://purl.org/dc/terms/")
        return fmt::format("dc:{}", local);
    if (space == "http://www.loc.gov/mods/v3") return fmt::format("mods:{}", local);
    return std::string(local);
}

void start_element(void* data, const xmlChar* local, const xmlChar*, const xmlChar* space, int,
                   const xmlChar**, int attributes, int, const xmlChar** values) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.path.size() >= deepest)
        return reading.stop(fmt::format("elements lie more than {} deep", deepest));
    std::string element = qualified(view(local), view(space));
    for (int i = 0; i < attributes; ++i) {
        const xmlChar** a = values + 5 * i;
        const std::string_view value(reinterpret_cast<const char*>(a[3]),
                                     static_cast<std::size_t>(a[4] - a[3]));
        // Dates of a person's life are no part of the name; other titles are not the title.
        if (view(a[0]) == "type" &&
            ((element == "mods:namePart" && value == "date") || element == "mods:titleInfo"))
            element += " set aside";
    }
    reading.path.push_back(std::move(element));
    reading.text.clear();
}

void end_element(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
    static_cast<Reading*>(data)->end();
}

void characters(void* data, const xmlChar* text, int size) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.text.size() < longest_value)
        reading.text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

void document_type(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
    static_cast<Reading*>(data)->stop("a document type declaration (DOCTYPE) is not allowed");
}

void parser_error(void* data, xmlError* error) {
    auto& reading = *static_cast<Reading*>(data);
    if (error->level < XML_ERR_ERROR || !reading.fault.empty()) return;
    reading.fault = fmt::format("line {}: {}", error->line,
                                trimmed(error->message ? error->message : "not well-formed"));
}

}  // namespace

DescriptiveXml read_descriptive_xml(std::string_view bytes) {
    DescriptiveXml result;
    if (bytes.empty()) return {{}, "the file is empty"};
    if (bytes.size() > most_bytes) return {{}, "the file is larger than 16 MB"};
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start_element;
    handler.endElementNs = end_element;
    handler.characters = characters;
    handler.ignorableWhitespace = characters;
    handler.cdataBlock = characters;
    handler.internalSubset = document_type;
    handler.serror = parser_error;
    const std::unique_ptr<xmlParserCtxt, FreeContext> context(
        xmlCreatePushParserCtxt(&handler, nullptr, nullptr, 0, nullptr));
    if (!context) return {{}, "there is not enough memory to read it"};
    xmlCtxtUseOptions(context.get(), XML_PARSE_NONET);
    const Quiet quiet;
    Reading reading;
    reading.context = context.get();
    context->userData = &reading;
    xmlParseChunk(context.get(), bytes.data(), static_cast<int>(bytes.size()), 1);
    if (reading.fault.empty() && !context->wellFormed) reading.fault = "it is not well-formed XML";
    if (!reading.fault.empty()) return {{}, reading.fault};
    Description& d = result.description;
    d.title = reading.title;
    if (!reading.sub_title.empty()) d.title += ": " + reading.sub_title;
    d.creator = fmt::format("{}", fmt::join(reading.creators, "; "));
    d.date = reading.date;
    return result;
}

}  // namespace nuskha::intake
