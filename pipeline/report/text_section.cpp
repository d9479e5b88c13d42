// Recognised text as it reads, with doubtful words marked.
#include <fmt/format.h>

#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

const char* direction(Direction direction) {
    return direction == Direction::right_to_left ? "rtl" : "ltr";
}

std::string marked(const Word& word, const std::string& language) {
    const char* kind = word.confidence >= 0.8 ? nullptr : word.confidence >= 0.6 ? "doubt" : "poor";
    const std::string own = word.language == language ? "" : language_attribute(word.language);
    if (!kind && own.empty()) return escaped(word.text);
    const std::string mark =
        kind ? fmt::format(" class=\"{}\" title=\"{}\"", kind, percent(word.confidence)) : "";
    return fmt::format("<span{}{}>{}</span>", mark, own, escaped(word.text));
}

std::string line_of(const Line& line) {
    const std::string language = line.words.empty() ? "" : line.words.front().language;
    std::string html = fmt::format("<span class=\"line\" dir=\"{}\"{}>", direction(line.direction),
                                   language_attribute(language));
    for (std::size_t i = 0; i < line.words.size(); ++i)
        html += (i ? " " : "") + marked(line.words[i], language);
    return html + "</span>\n";
}

}  // namespace

std::string text_section(const Leaf& leaf, const Words& words) {
    if (!leaf.page) return {};
    std::string html = fmt::format("<section aria-labelledby=\"text\">\n<h2 id=\"text\">{}</h2>\n",
                                   escaped(words.text));
    const auto& text = leaf.page->page.text;
    if (!text || text->word_count() == 0)
        return html + fmt::format("<p>{}</p>\n</section>\n",
                                  escaped(!text            ? words.no_text
                                          : text->not_read ? words.lines_not_read
                                                           : words.blank_text));
    html += fmt::format(
        "<p class=\"aside\"><span class=\"doubt\">{}</span> · <span class=\"poor\">{}</span></p>\n"
        "<div class=\"reading\">\n",
        escaped(words.doubtful), escaped(words.poor));
    for (const Block& block : text->blocks) {
        if (block.lines.empty()) continue;
        html += fmt::format("<p dir=\"{}\">", direction(block.lines.front().direction));
        for (const Line& line : block.lines)
            html += line_of(line);
        html += "</p>\n";
    }
    html += "</div>\n<dl class=\"facts\">\n";
    std::string models, languages;
    for (const Model& model : text->models)
        models += fmt::format("{}{} <small>{}</small>", models.empty() ? "" : ", ",
                              name(model.name), escaped(model.sha256.substr(0, 12)));
    for (const std::string& language : text->languages)
        languages += (languages.empty() ? "" : ", ") + name(language);
    html += fact(words.languages, languages);
    html += fact(words.engine, escaped(text->engine));
    html += fact(words.models, models);
    return html + "</dl>\n</section>\n";
}

}  // namespace nuskha::report
