#include <fmt/format.h>

#include <cmath>

#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

std::string named(const std::string& text) {
    return text.empty() ? std::string() : name(text);
}

std::string measure(std::string_view label, const std::string& value) {
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(label), value);
}

std::string degrees(double value) {
    return fmt::format("{}{:.2f}°", value < 0 ? "\u2212" : "", std::abs(value));
}

std::string measures(const Leaf& leaf, const Words& words) {
    if (!leaf.page) return {};
    const Page& page = leaf.page->page;
    const Geometry& g = page.geometry;
    const std::string none = fmt::format("<i>{}</i>", escaped(words.not_measured));
    std::string html = "<dl class=\"measures\">\n";
    const auto skew = leaf.skew();
    html += measure(words.skew, skew ? degrees(*skew) : none);
    const double turned = g.degrees();
    const long quarters = std::lround(turned / 90);
    html += measure(words.turn, quarters == 0 ? escaped(words.not_turned)
                                              : fmt::format("{}° <small>{}</small>",
                                                            ((quarters % 4 + 4) % 4) * 90,
                                                            escaped(words.clockwise)));
    html += measure(words.straightened, degrees(turned - 90.0 * static_cast<double>(quarters)));
    const double scan_area = g.scan().width * g.scan().height;
    html += measure(words.crop,
                    scan_area > 0 ? percent(g.page().width * g.page().height / scan_area) : none);
    html += measure(words.confidence, leaf.words > 0 ? percent(leaf.confidence) : none);
    const auto error = leaf.expected_error();
    html += measure(words.expected_error, error ? percent(*error) : none);
    html += measure(words.words, grouped(static_cast<std::int64_t>(leaf.words), words.thousands));
    const auto edges = leaf.edge_width();
    html += measure(words.edge_width,
                    edges ? fmt::format("{} <small>px</small>", short_number(*edges)) : none);
    html += measure(words.resolution,
                    page.facts.ppi_x > 0
                        ? fmt::format("{} <small>ppi</small>", short_number(page.facts.ppi_x))
                        : none);
    return html + "</dl>\n";
}

std::string events_section(const Leaf& leaf, const Words& words) {
    std::vector<Event> events;
    if (leaf.scan) events = leaf.scan->events;
    if (leaf.page)
        events.insert(events.end(), leaf.page->page.events.begin(), leaf.page->page.events.end());
    std::string html = fmt::format(
        "<section aria-labelledby=\"events\">\n<h2 id=\"events\">{}</h2>\n", escaped(words.events));
    if (events.empty())
        return html + fmt::format("<p>{}</p>\n</section>\n", escaped(words.no_events));
    html += fmt::format(
        "<div class=\"scroll\"><table class=\"events\">\n<thead><tr><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escaped(words.stage), escaped(words.outcome), escaped(words.detail), escaped(words.numbers),
        escaped(words.agent), escaped(words.time));
    for (const Event& event : events)
        html += fmt::format(
            "<tr><th scope=\"row\">{}<small>{}</small></th><td>{}</td><td dir=\"auto\">{}</td>"
            "<td class=\"numbers\">{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(event.stage), escaped(event.type), escaped(event.outcome),
            escaped(event.detail), number_list(event.numbers), escaped(event.agent),
            day_and_time(event.time));
    return html + "</tbody>\n</table></div>\n</section>\n";
}

std::string resolution(const ImageFacts& facts) {
    if (facts.ppi_x <= 0) return {};
    return facts.ppi_x == facts.ppi_y || facts.ppi_y <= 0
               ? short_number(facts.ppi_x) + " ppi"
               : short_number(facts.ppi_x) + " × " + short_number(facts.ppi_y) + " ppi";
}

std::string size_of(double width, double height, const Words& words) {
    if (width < 1 || height < 1) return {};
    return grouped(std::llround(width), words.thousands) + " × " +
           grouped(std::llround(height), words.thousands);
}

std::string facts_of_image(const Page& page, const Words& words) {
    const ImageFacts& f = page.facts;
    std::string html = fact(
        words.format, named(f.format + (f.format_version.empty() ? "" : " ") + f.format_version));
    html += fact(words.dimensions,
                 size_of(static_cast<double>(f.width), static_cast<double>(f.height), words));
    html += fact(words.page_size,
                 size_of(page.geometry.page().width, page.geometry.page().height, words));
    html += fact(words.resolution, resolution(f));
    html +=
        fact(words.depth, f.bits_per_sample > 0
                              ? fmt::format("{} × {} bit", f.samples_per_pixel, f.bits_per_sample)
                              : std::string());
    html += fact(words.colour, named(f.colour_space));
    html += fact(words.profile, named(f.icc_profile));
    html += fact(words.compression, named(f.compression));
    html +=
        fact(words.orientation, f.orientation == 1 ? std::string() : std::to_string(f.orientation));
    html += fact(words.equipment,
                 named(f.maker + (f.maker.empty() || f.model.empty() ? "" : " ") + f.model));
    html += fact(words.software, named(f.software));
    html += fact(words.captured, named(f.captured));
    return html;
}

std::string digest(const std::string& hex) {
    return hex.empty() ? std::string() : "<code class=\"digest\">" + escaped(hex) + "</code>";
}

std::string facts_section(const Leaf& leaf, const Words& words) {
    std::string html = fmt::format(
        "<section aria-labelledby=\"file\">\n<h2 id=\"file\">{}</h2>\n<dl class=\"facts\">\n",
        escaped(words.facts));
    html += fact(words.place, named(leaf.file->path));
    html +=
        fact(words.bytes, grouped(static_cast<std::int64_t>(leaf.file->bytes), words.thousands));
    if (leaf.page)
        html += facts_of_image(leaf.page->page, words);
    else if (leaf.scan)
        html += fact(words.format, named(leaf.scan->format));
    html += "</dl>\n<dl class=\"facts digests\">\n";
    if (leaf.scan) {
        html += fact(words.sha512, digest(leaf.scan->digests.sha512));
        html += fact(words.sha256, digest(leaf.scan->digests.sha256));
        html += fact(words.md5, digest(leaf.scan->digests.md5));
    }
    if (leaf.page) html += fact(words.key, digest(leaf.page->key));
    return html + "</dl>\n</section>\n";
}

std::string neighbours(const Leaf& leaf, int leaves, const Words& words) {
    std::string html = "<nav class=\"turn\" aria-label=\"" + escaped(words.pages) + "\">\n";
    if (leaf.number > 1)
        html += fmt::format("<a rel=\"prev\" href=\"{}\">{}</a>\n", page_file(leaf.number - 1),
                            escaped(words.previous));
    html += fmt::format("<span>{} {} {}</span>\n", grouped(leaf.number, words.thousands),
                        escaped(words.of), grouped(leaves, words.thousands));
    if (leaf.number < leaves)
        html += fmt::format("<a rel=\"next\" href=\"{}\">{}</a>\n", page_file(leaf.number + 1),
                            escaped(words.next));
    return html + "</nav>\n";
}

}  // namespace

std::string page_sheet(const Journal& journal, const Leaf& leaf, int leaves,
                       const std::filesystem::path& folder, const Words& words) {
    const std::string batch = journal.batch_without_items().id;
    std::string html =
        begin_sheet(in_sheets(), "page", leaf.title + " · " + leaf.item->id, "", words);
    html += fmt::format(
        "<header class=\"masthead\">\n<nav class=\"crumbs\" aria-label=\"{}\"><a "
        "href=\"../index.html\">{}</a> <a href=\"{}\">{}</a></nav>\n{}<h1>{}</h1>\n</header>\n"
        "<main id=\"main\">\n",
        escaped(words.breadcrumb), name(batch), item_file(leaf.item_number), name(leaf.item->id),
        neighbours(leaf, leaves, words), name(leaf.title));
    html += finding_list(leaf.findings, words);
    html += measures(leaf, words);
    html += plates(leaf, folder, words);
    html += target_section(leaf, words);
    html += text_section(leaf, words);
    html += events_section(leaf, words);
    html += facts_section(leaf, words);
    html += fmt::format("<p class=\"aside keys\">{}</p>\n", escaped(words.keys));
    return html + end_sheet(journal.run(), words);
}

}  // namespace nuskha::report
