// The wall of thumbnails. Everything is there without the script; the script only hides.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {

std::string card(const Leaf& leaf, const std::filesystem::path& folder, const Place& place,
                 const Words& words) {
    const auto level = leaf.level();
    const std::string kind(level ? word(*level) : "clean");
    std::set<std::string> codes;
    for (const Finding& finding : leaf.findings)
        codes.insert(escaped(finding.code));
    std::string html = fmt::format(
        "<li class=\"card {0}\" data-l=\"{0}\" data-i=\"{1}\" data-c=\"{2}\" "
        "data-n=\"{3}\"><a href=\"{4}{5}\"><span class=\"thumb\">",
        kind, leaf.item_number, fmt::join(codes, " "), escaped(leaf.title), place.to_sheets,
        page_file(leaf.number));
    if (const auto thumb = picture(folder, leaf, "-thumb")) {
        const Size size = leaf.page->page.geometry.page();
        html +=
            fmt::format("<img src=\"{}{}\" alt=\"{} {}\" loading=\"lazy\" decoding=\"async\"",
                        place.to_root, *thumb, escaped(words.thumbnail_of), escaped(leaf.title));
        if (size.width >= 1 && size.height >= 1)
            html += fmt::format(" width=\"{:.0f}\" height=\"{:.0f}\"", size.width, size.height);
        html += ">";
    } else {
        html += fmt::format("<span class=\"reason\">{}</span>",
                            escaped(leaf.why_no_picture(words, true)));
    }
    html += fmt::format("</span><span class=\"label\">{}</span><span class=\"meta\">",
                        name(leaf.title));
    html += leaf.recognised && leaf.words > 0 ? percent(leaf.confidence) : "–";
    if (level) html += fmt::format(" {}", level_tag(*level, words));
    html += "</span></a></li>";
    std::replace(html.begin(), html.end(), '\n', ' ');
    return html + "\n";
}

std::string wall_begins(const WallPart& wall, const Tally& tally, const Words& words) {
    std::string html = fmt::format(
        "<section class=\"wall\" aria-labelledby=\"wall\">\n<h2 id=\"wall\">{}</h2>\n"
        "<p class=\"aside\">{}",
        escaped(words.wall_heading), escaped(words.wall_order));
    if (wall.parts > 1)
        html += fmt::format(" {} {} {} {}: {}–{} {} {}.", escaped(words.wall_part), wall.part,
                            escaped(words.of), wall.parts, grouped(wall.first, words.thousands),
                            grouped(wall.last, words.thousands), escaped(words.of),
                            grouped(wall.all, words.thousands));
    html += fmt::format(
        "</p>\n<form class=\"filters\" role=\"search\" hidden>\n<fieldset><legend>{}</legend>\n",
        escaped(words.filter));
    const auto chip = [&](std::string_view kind, std::string_view value, const std::string& label,
                          std::string_view level) {
        html += fmt::format(
            "<button type=\"button\" class=\"chip {3}\" data-{0}=\"{1}\" aria-pressed=\"false\">"
            "{2}</button>\n",
            kind, escaped(value), label, level);
    };
    const struct {
        const char* kind;
        std::string_view label;
        std::int64_t count;
    } levels[] = {{"error", words.errors, tally.leaves[2]},
                  {"warning", words.warnings, tally.leaves[1]},
                  {"note", words.notes, tally.leaves[0]},
                  {"clean", words.clean, tally.leaves[3]}};
    for (const auto& level : levels)
        if (level.count > 0)
            chip("level", level.kind,
                 fmt::format("{} <b>{}</b>", escaped(level.label),
                             grouped(level.count, words.thousands)),
                 level.kind);
    html += "<span class=\"break\"></span>\n";
    for (const CodeCount& code : tally.codes())
        if (code.leaves > 0)
            chip("code", code.code,
                 fmt::format("{} <b>{}</b>", escaped(code.code),
                             grouped(code.leaves, words.thousands)),
                 word(code.level));
    html += fmt::format(
        "</fieldset>\n<label class=\"field\"><span>{}</span><select name=\"of\"><option "
        "value=\"\">"
        "{}</option></select></label>\n<label class=\"field\"><span>{}</span><input "
        "type=\"search\" "
        "name=\"page\" autocomplete=\"off\"></label>\n<button type=\"reset\">{}</button>\n"
        "<p class=\"count\" aria-live=\"polite\"><b></b> {}</p>\n</form>\n"
        "<p class=\"none\" hidden>{}</p>\n<ol class=\"cards\">\n",
        escaped(words.item), escaped(words.all), escaped(words.page_name), escaped(words.reset),
        escaped(words.shown), escaped(words.none_match));
    return html;
}

std::string wall_ends(const WallPart& wall, const Place& place, const Words& words) {
    std::string html = "</ol>\n";
    if (wall.parts > 1) {
        const auto link = [&](int part, std::string_view rel, std::string_view label) {
            const std::string to =
                part == 1 ? place.to_root + "index.html#wall" : place.to_sheets + wall_file(part);
            html += fmt::format("<a rel=\"{}\" href=\"{}\">{}</a>\n", rel, to, escaped(label));
        };
        html += fmt::format("<nav class=\"pager\" aria-label=\"{}\">\n", escaped(words.wall_part));
        if (wall.part > 1) link(wall.part - 1, "prev", words.wall_previous);
        html += fmt::format("<span>{} {} {} {}</span>\n", escaped(words.wall_part), wall.part,
                            escaped(words.of), wall.parts);
        if (wall.part < wall.parts) link(wall.part + 1, "next", words.wall_next);
        html += "</nav>\n";
    }
    return html + "</section>\n";
}

}  // namespace nuskha::report
