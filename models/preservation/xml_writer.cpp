#include "models/preservation/xml_writer.hpp"

#include <fmt/format.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlwriter.h>
#include <unicode/utf8.h>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace nuskha {
namespace {

bool allowed_in_xml(UChar32 c) {  // XML 1.0, production [2]
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

const xmlChar* as_xml(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

}  // namespace

std::string xml_text(std::string_view text, std::size_t& replaced) {
    std::string out;
    out.reserve(text.size());
    const auto length = static_cast<std::int64_t>(text.size());
    for (std::int64_t i = 0; i < length;) {
        const std::int64_t start = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, length, c);
        if (c >= 0 && allowed_in_xml(c)) {
            out.append(text, static_cast<std::size_t>(start), static_cast<std::size_t>(i - start));
        } else {
            out += "\xEF\xBF\xBD";
            ++replaced;
        }
    }
    return out;
}

std::string decimal(double value, int places) {
    if (!std::isfinite(value)) return "0";
    std::string text = fmt::format("{:.{}f}", value, places);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string uri_path(std::string_view path) {
    std::string uri;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' ||
                           c == '/';
        if (plain)
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

struct XmlWriter::Output {
    TextSink sink;
    std::exception_ptr failed;  // by the sink: an exception must not pass through the C library
    xmlTextWriterPtr writer = nullptr;
    std::size_t replaced = 0;

    static int write(void* context, const char* bytes, int length) {
        auto* self = static_cast<Output*>(context);
        // A failure is kept and told by check(); libxml2 would print it.
        if (self->failed) return length;
        try {
            self->sink({bytes, static_cast<std::size_t>(length)});
        } catch (...) {
            self->failed = std::current_exception();
        }
        return length;
    }
    static int close(void*) { return 0; }

    void check(int result) const {
        if (failed) std::rethrow_exception(failed);
        if (result < 0) throw std::logic_error("XML written out of order");
    }
    ~Output() {
        // libxml2 flushes what is left when the writer is freed; nobody waits for it any more.
        sink = [](std::string_view) {};
        if (writer) xmlFreeTextWriter(writer);
    }
};

XmlWriter::XmlWriter(TextSink sink) : output_(std::make_unique<Output>()) {
    output_->sink = std::move(sink);
    xmlOutputBufferPtr buffer =
        xmlOutputBufferCreateIO(Output::write, Output::close, output_.get(), nullptr);
    if (!buffer) throw std::bad_alloc();
    output_->writer = xmlNewTextWriter(buffer);
    if (!output_->writer) {
        xmlOutputBufferClose(buffer);
        throw std::bad_alloc();
    }
    xmlTextWriterSetIndent(output_->writer, 1);
    xmlTextWriterSetIndentString(output_->writer, reinterpret_cast<const xmlChar*>(" "));
    output_->check(xmlTextWriterStartDocument(output_->writer, nullptr, "UTF-8", nullptr));
}

XmlWriter::~XmlWriter() = default;

void XmlWriter::start(std::string_view name) {
    output_->check(xmlTextWriterStartElement(output_->writer, as_xml(std::string(name))));
}

void XmlWriter::end() {
    output_->check(xmlTextWriterEndElement(output_->writer));
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
    output_->check(xmlTextWriterWriteAttribute(output_->writer, as_xml(std::string(name)),
                                               as_xml(xml_text(value, output_->replaced))));
}

void XmlWriter::text(std::string_view value) {
    output_->check(
        xmlTextWriterWriteString(output_->writer, as_xml(xml_text(value, output_->replaced))));
}

void XmlWriter::indent(bool on) {
    output_->check(xmlTextWriterSetIndent(output_->writer, on ? 1 : 0));
}

void XmlWriter::element(std::string_view name, std::string_view value) {
    start(name);
    text(value);
    end();
}

void XmlWriter::attribute_if(std::string_view name, std::string_view value) {
    if (!value.empty()) attribute(name, value);
}

void XmlWriter::element_if(std::string_view name, std::string_view value) {
    if (!value.empty()) element(name, value);
}

void XmlWriter::finish() {
    output_->check(xmlTextWriterEndDocument(output_->writer));
    output_->check(xmlTextWriterFlush(output_->writer));
}

std::size_t XmlWriter::replaced() const {
    return output_->replaced;
}

Element::~Element() noexcept(false) {
    if (std::uncaught_exceptions() == unwinding_) xml_.end();
}

}  // namespace nuskha
