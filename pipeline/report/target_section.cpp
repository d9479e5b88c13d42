// What was measured of a reference target, beside what each level of its guideline asks for.
#include <fmt/format.h>

#include <algorithm>

#include "models/preservation/guideline.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

// The event of the stage that judged the page, where it did.
const Event* judged(const Leaf& leaf) {
    if (!leaf.page) return nullptr;
    for (const Event& event : leaf.page->page.events)
        if (event.stage == "target" && guideline_of(event.detail)) return &event;
    return nullptr;
}

std::string head(const Guideline& guideline, const Words& words) {
    std::string html = fmt::format("<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
                                   escaped(words.figure), escaped(words.measured));
    for (const QualityLevel& level : guideline.levels)
        html += fmt::format("<th scope=\"col\">{}</th>", escaped(level.title));
    return html + fmt::format("<th scope=\"col\">{}</th></tr></thead>\n", escaped(words.reached));
}

// Nothing where the figure was not measured or is not asked for.
std::string row(const FigureInfo& info, const Event& event, const Guideline& guideline,
                const Words& words) {
    const double* value = event.number(std::string(info.name));
    const double* rank = event.number(std::string(info.name) + "_level");
    if (!value || !rank) return {};
    const std::string unit = info.unit == "ratio" ? "" : " " + std::string(info.unit);
    std::string html = fmt::format("<tr><th scope=\"row\">{}</th><td>{}{}</td>",
                                   escaped(info.sentence), short_number(*value), escaped(unit));
    std::string_view reached = words.no_level;
    for (const QualityLevel& level : guideline.levels) {
        const Limit* limit = level.of(info.figure);
        const bool kept = level.rank <= *rank;
        if (kept) reached = level.title;
        html += fmt::format("<td>{} {}</td>", kept ? "✓" : "✗",
                            limit ? escaped(limit->in_words()) : "");
    }
    return html + fmt::format("<td>{}</td></tr>\n", escaped(reached));
}

}  // namespace

std::string target_section(const Leaf& leaf, const Words& words) {
    const Event* event = judged(leaf);
    if (!event) return {};
    const Guideline& guideline = *guideline_of(event->detail);
    std::string html = fmt::format(
        "<section aria-labelledby=\"target\">\n<h2 id=\"target\">{}</h2>\n<p>{}</p>\n"
        "<div class=\"scroll\"><table>\n{}<tbody>\n",
        escaped(words.target), escaped(event->detail), head(guideline, words));
    for (const FigureInfo& info : all_figures())
        html += row(info, *event, guideline, words);
    return html + "</tbody>\n</table></div>\n</section>\n";
}

}  // namespace nuskha::report
