#include <fmt/format.h>

#include "pipeline/report/chart.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

std::string named(const std::string& text) {
    return text.empty() ? std::string() : name(text);
}

std::string counts(const std::array<std::int64_t, 3>& findings, const Words& words) {
    std::string html;
    for (const Level level : {Level::error, Level::warning, Level::note})
        if (const std::int64_t count = findings[static_cast<std::size_t>(level)])
            html += fmt::format("<span class=\"tag {}\" title=\"{}\">{}</span> ", word(level),
                                escaped(words.word(level)), grouped(count, words.thousands));
    return html.empty() ? "–" : html;
}

std::string stored_as(const std::optional<ItemOutcome>& outcome) {
    if (!outcome || outcome->object_path.empty()) return {};
    return fmt::format("{} <span class=\"version\">v{}</span>", name(outcome->object_path),
                       outcome->version);
}

std::string median_error(const ItemSums& sums) {
    return sums.expected_errors.empty() ? "–" : percent(quantile(sums.expected_errors, 0.5));
}

}  // namespace

void ItemSums::add(const Leaf& leaf) {
    ++leaves;
    words += static_cast<std::int64_t>(leaf.words);
    weighted_confidence += leaf.confidence * static_cast<double>(leaf.words);
    if (const auto error = leaf.expected_error())
        expected_errors.push_back(static_cast<float>(*error));
    for (const Finding& finding : leaf.findings) {
        ++findings[static_cast<std::size_t>(finding.level)];
        shown.insert(finding.place);
    }
}

std::string item_row(const Item& item, int number, const ItemSums& sums,
                     const std::optional<ItemOutcome>& outcome, const Words& words) {
    std::array<std::int64_t, 3> findings = sums.findings;
    if (outcome)
        for (const Finding& finding : outcome->findings)
            if (!sums.shown.contains(finding.place))
                ++findings[static_cast<std::size_t>(finding.level)];
    for (const Finding& finding : item.findings)
        if (!sums.shown.contains(finding.place))
            ++findings[static_cast<std::size_t>(finding.level)];
    return fmt::format(
        "<tr><th scope=\"row\"><a href=\"sheets/{}\" "
        "data-item=\"{}\">{}</a></th><td>{}</td><td>{}</td>"
        "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td "
        "class=\"path\">{}</td></tr>\n",
        item_file(number), number, name(item.id), named(item.description.title),
        state_tag(outcome ? outcome->state : ItemState::waiting, words),
        grouped(sums.leaves, words.thousands), sums.words > 0 ? percent(sums.confidence()) : "–",
        median_error(sums), counts(findings, words), stored_as(outcome));
}

std::string item_sheet(const Journal& journal, const Item& item, const ItemSums& sums,
                       const std::string& cards, const Words& words) {
    const Batch batch = journal.batch_without_items();
    const auto outcome = journal.outcome(item.id);
    const Description& d = item.description;
    std::string html = begin_sheet(in_sheets(), "item", item.id + " · " + batch.id, "", words);
    html += fmt::format(
        "<header class=\"masthead\">\n<nav class=\"crumbs\" aria-label=\"{}\"><a "
        "href=\"../index.html\">{}</a></nav>\n<h1>{}</h1>\n<p class=\"verdict\">{} "
        "{}</p>\n</header>\n"
        "<main id=\"main\">\n<dl class=\"facts\">\n",
        escaped(words.breadcrumb), name(batch.id), name(item.id),
        state_tag(outcome ? outcome->state : ItemState::waiting, words), named(d.title));
    html += fact(words.creator, named(d.creator));
    html += fact(words.date, named(d.date));
    html += fact(words.kind, named(d.kind));
    html += fact(words.shelfmark, named(d.shelfmark));
    html += fact(words.rights, named(d.rights));
    std::string languages;
    for (const std::string& language : d.languages)
        languages += (languages.empty() ? "" : ", ") + name(language);
    html += fact(words.languages, languages);
    html += fact(words.stored_as, stored_as(outcome));
    html += fact(words.pages, grouped(sums.leaves, words.thousands));
    html += fact(words.words, grouped(sums.words, words.thousands));
    html += fact(words.mean_confidence, sums.words > 0 ? percent(sums.confidence()) : "");
    html += fact(words.median_error, sums.expected_errors.empty() ? "" : median_error(sums));
    html += "</dl>\n";
    std::vector<Finding> findings = item.findings;
    if (outcome)
        findings.insert(findings.end(), outcome->findings.begin(), outcome->findings.end());
    html += finding_list(findings, words);
    html += fmt::format(
        "<section class=\"wall\" aria-labelledby=\"wall\">\n<h2 id=\"wall\">{}</h2>\n"
        "<ol class=\"cards\">\n{}</ol>\n</section>\n",
        escaped(words.wall_heading), cards);
    return html + end_sheet(journal.run(), words);
}

}  // namespace nuskha::report
