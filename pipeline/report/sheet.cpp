#include "pipeline/report/sheet.hpp"

#include <fmt/format.h>

#include "pipeline/report/html.hpp"

namespace nuskha::report {

std::string wall_file(int part) {
    return part == 1 ? "../index.html" : fmt::format("wall-{:05}.html", part);
}

std::string item_file(int number) {
    return fmt::format("item-{:05}.html", number);
}

std::string page_file(int number) {
    return fmt::format("page-{:06}.html", number);
}

std::string begin_sheet(const Place& place, std::string_view kind, const std::string& title,
                        const std::string& links, const Words& words) {
    // The policy is a second wall behind the escaping: no script of a hostile name could run.
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "img-src file: 'self'; style-src file: 'self'; script-src file: 'self'\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{1}</title>\n"
        "<link rel=\"stylesheet\" href=\"{2}report.css\">\n{3}"
        "<script src=\"{2}report.js\" defer></script>\n</head>\n<body class=\"{4}\">\n"
        "<a class=\"skip\" href=\"#main\">{5}</a>\n",
        words.language, escaped(title), place.to_sheets, links, kind, escaped(words.skip));
}

std::string end_sheet(const RunFacts& run, const Words& words) {
    return fmt::format("</main>\n<footer><p>{} nuskha {} · {}</p></footer>\n</body>\n</html>\n",
                       escaped(words.made_by), escaped(run.version), day_and_time(run.ended));
}

std::string level_tag(Level level, const Words& words) {
    return fmt::format("<span class=\"tag {}\">{}</span>", word(level), escaped(words.word(level)));
}

std::string state_tag(ItemState state, const Words& words) {
    static constexpr std::string_view kinds[] = {"waiting", "sealed", "unchanged", "held"};
    return fmt::format("<span class=\"tag {}\">{}</span>", kinds[static_cast<int>(state)],
                       escaped(words.word(state)));
}

std::string fact(std::string_view label, const std::string& value) {
    if (value.empty()) return {};
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(label), value);
}

std::string finding_list(const std::vector<Finding>& findings, const Words& words) {
    if (findings.empty()) return {};
    std::string html = "<ul class=\"findings\">\n";
    for (const Finding& finding : findings) {
        const FindingKind* kind = find_finding_kind(finding.code);
        html += fmt::format(
            "<li class=\"{}\"><p class=\"head\">{} <code>{}</code> <span "
            "class=\"place\">{}</span></p>"
            "<p class=\"sentence\" dir=\"auto\">{}</p>",
            word(finding.level), level_tag(finding.level, words), escaped(finding.code),
            name(finding.place), escaped(finding.sentence));
        if (kind)
            html += fmt::format("<p class=\"advice\">{} <b>{}</b></p>", escaped(kind->meaning),
                                with_code(kind->advice));
        if (!finding.numbers.empty())
            html += fmt::format("<p class=\"numbers\">{}</p>", number_list(finding.numbers));
        html += "</li>\n";
    }
    return html + "</ul>\n";
}

std::optional<std::string> picture(const std::filesystem::path& folder, const Leaf& leaf,
                                   std::string_view suffix) {
    if (!leaf.page || leaf.page->picture.empty()) return {};
    const std::string& stem = leaf.page->picture;
    if (stem.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) return {};
    const std::string file = stem + std::string(suffix) + ".jpg";
    std::error_code none;
    if (!std::filesystem::is_regular_file(folder / "pages" / file, none)) return {};
    return "pages/" + address(file);
}

}  // namespace nuskha::report
