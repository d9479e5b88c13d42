// Writes XML 1.0 as a stream: a thin, safe face of libxml2's xmlTextWriter. Nothing is held but a
// buffer of a few kilobytes, so a document may be of any length.
//
// Promises: what comes out is well-formed UTF-8 whatever goes in. Characters that XML 1.0 (section
// 2.2) does not allow and bytes that are not UTF-8 become U+FFFD and are counted. The same calls
// give the same bytes.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace nuskha {

using TextSink = std::function<void(std::string_view)>;  // takes the next bytes of a document

class XmlWriter {
  public:
    // Begins the document. Whatever the sink throws comes out of the call that was writing, or the
    // next one; after that the document is worthless.
    explicit XmlWriter(TextSink sink);
    ~XmlWriter();  // does not finish: a document that is dropped stays incomplete
    XmlWriter(const XmlWriter&) = delete;
    XmlWriter& operator=(const XmlWriter&) = delete;

    void start(std::string_view name);  // an element; what follows is in it until end()
    void end();
    void attribute(std::string_view name, std::string_view value);  // before any content
    void text(std::string_view value);
    // Whether elements that are begun from here on stand on lines of their own; they do at first.
    void indent(bool on);
    void element(std::string_view name, std::string_view value);  // start, text, end

    // The same, or nothing at all where the value is empty.
    void attribute_if(std::string_view name, std::string_view value);
    void element_if(std::string_view name, std::string_view value);

    void finish();                 // closes what is open and hands over the last bytes
    std::size_t replaced() const;  // how many characters became U+FFFD so far

  private:
    struct Output;
    std::unique_ptr<Output> output_;
};

// An element that ends with the scope: Element page(xml, "Page");
class Element {
  public:
    Element(XmlWriter& xml, std::string_view name) : xml_(xml) { xml_.start(name); }
    ~Element() noexcept(false);  // writing the end may throw; never during unwinding
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;

  private:
    XmlWriter& xml_;
    int unwinding_ = std::uncaught_exceptions();
};

// The text with everything replaced by U+FFFD that may not stand in XML 1.0; adds to `replaced`.
std::string xml_text(std::string_view text, std::size_t& replaced);

// A decimal number without exponent, locale or trailing zeros, rounded to this many places; 0 for
// what is not finite.
std::string decimal(double value, int places);

// A relative path as a URI reference (RFC 3986): every byte but unreserved ones and '/' is escaped.
std::string uri_path(std::string_view path);

}  // namespace nuskha
