#include "models/preservation/xml_writer.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

using namespace nuskha;

namespace {

template <typename Write>
std::string written(Write write) {
    std::string all;
    XmlWriter xml([&](std::string_view part) { all += part; });
    write(xml);
    xml.finish();
    return all;
}

}  // namespace

TEST_CASE("XML is indented and escaped, in its own script") {
    const std::string xml = written([](XmlWriter& x) {
        Element root(x, "kitab");
        x.attribute("ad", "\"Dədə <Qorqud>\" & نسخه\n");
        x.element("söz", "a < b & \"c\"");
        x.element_if("boş", "");
    });
    CHECK(xml ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<kitab ad=\"&quot;Dədə &lt;Qorqud&gt;&quot; &amp; نسخه&#10;\">\n"
          " <söz>a &lt; b &amp; &quot;c&quot;</söz>\n"
          "</kitab>\n");
}

TEST_CASE("what XML 1.0 cannot hold is replaced and counted") {
    std::size_t replaced = 0;
    CHECK(xml_text("tab\there", replaced) == "tab\there");
    CHECK(replaced == 0);
    CHECK(xml_text(std::string("a\0b", 3), replaced) == "a\uFFFDb");
    CHECK(xml_text("bell\x07", replaced) == "bell\uFFFD");
    CHECK(xml_text("\xC3(", replaced) == "\uFFFD(");                    // broken UTF-8
    CHECK(xml_text("\xED\xA0\x80", replaced) == "\uFFFD\uFFFD\uFFFD");  // a surrogate
    CHECK(xml_text("\xEF\xBF\xBE", replaced) == "\uFFFD");              // U+FFFE
    CHECK(replaced == 7);
    CHECK(xml_text("𐎠", replaced) == "𐎠");
}

TEST_CASE("a long document is handed over in pieces, never held") {
    std::size_t total = 0, largest = 0;
    XmlWriter xml([&](std::string_view part) {
        total += part.size();
        largest = std::max(largest, part.size());
    });
    xml.start("all");
    for (int i = 0; i < 200'000; ++i)
        xml.element("page", "some words of a page");
    const std::size_t before_the_end = total;
    xml.finish();
    CHECK(total > 6'000'000);
    CHECK(largest < 64 * 1024);
    CHECK(total - before_the_end < 64 * 1024);
}

TEST_CASE("what the sink throws reaches the caller") {
    const auto fill = [] {
        XmlWriter xml([](std::string_view) { throw std::runtime_error("disk full"); });
        xml.start("all");
        for (int i = 0; i < 10'000; ++i)
            xml.element("page", "words");
        xml.finish();
    };
    CHECK_THROWS_WITH(fill(), "disk full");
}

TEST_CASE("numbers are written alike everywhere") {
    CHECK(decimal(12.5, 2) == "12.5");
    CHECK(decimal(12, 2) == "12");
    CHECK(decimal(100, 0) == "100");
    CHECK(decimal(-0.001, 2) == "0");
    CHECK(decimal(1e9, 2) == "1000000000");
    CHECK(decimal(0.0 / 0.0 * 0, 2) == "0");
}

TEST_CASE("paths become URI references that lead to the same file") {
    CHECK(uri_path("scans/səhifə 1.tif") == "scans/s%C9%99hif%C9%99%201.tif");
    CHECK(uri_path("a:b#c?d%") == "a%3Ab%23c%3Fd%25");
}
