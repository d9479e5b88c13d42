#include "pipeline/report/course.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace nuskha::report;
using Catch::Contains;

namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++n;
    return n;
}

// Paper of these pages, in two items; page `flagged` is.
Courses courses(std::size_t pages, std::size_t flagged) {
    Courses made({});
    made.item("AZ-1 <&>");
    for (std::size_t i = 0; i < pages; ++i) {
        if (i == pages / 2) made.item("AZ-2");
        made.names.push_back(fmt::format("{:04}.tif", i + 1));
        for (Course* course : {&made.paper, &made.skew, &made.edge_width, &made.confidence}) {
            const bool paper = course == &made.paper;
            course->values.push_back(paper ? 200 + static_cast<float>(i % 7) : none);
            course->flagged.push_back(paper && i == flagged);
            course->least.push_back(paper ? 165 : none);
            course->most.push_back(none);
        }
    }
    made.close();
    return made;
}

}  // namespace

TEST_CASE("a course draws a point a page that leads to its sheet", "[course]") {
    const std::string html = courses_section(courses(40, 10), english());
    CHECK(count(html, "<svg") == 1);  // what was not measured is not drawn
    CHECK(count(html, "class=\"point\"") == 39);
    CHECK(count(html, "class=\"point flagged\"") == 1);
    CHECK_THAT(html, Contains("<a href=\"sheets/page-000011.html\" tabindex=\"-1\"><circle "
                              "class=\"point flagged\""));
    CHECK_THAT(html, Contains("<title>0011.tif: 203</title>"));
    CHECK(count(html, "class=\"limit\"") == 1);
    CHECK(count(html, "class=\"band") == 2);
    CHECK_THAT(html, Contains("sheets/item-00002.html"));
    CHECK_THAT(html, Contains("AZ-1 &lt;&amp;&gt;") && !Contains("AZ-1 <&>"));
    CHECK_THAT(html, Contains("40 pages, median 203, 200 – 206, 1 flagged"));
}

TEST_CASE("ten thousand pages are drawn in few buckets, the flagged one among them", "[course]") {
    const std::string html = courses_section(courses(10000, 7777), english());
    CHECK(html.size() < 120'000);
    CHECK(count(html, "class=\"range\"") > 250);
    CHECK(count(html, "class=\"range flagged\"") == 1);
    CHECK_THAT(html, Contains("sheets/page-007778.html"));
    CHECK(courses_section(courses(600, 1), english()).find("class=\"range") == std::string::npos);
}

TEST_CASE("without measures there is no section", "[course]") {
    CHECK(courses_section(Courses({}), english()).empty());
    Courses nothing = courses(5, 99);
    nothing.paper.values.assign(5, none);
    CHECK(courses_section(nothing, english()).empty());
}
