#include <fmt/format.h>

#include "pipeline/report/chart.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {
namespace {

std::string joined(const std::vector<std::string>& list) {
    std::string html;
    for (const std::string& entry : list)
        html += (html.empty() ? "" : ", ") + name(entry);
    return html;
}

std::string named(const std::string& text) {
    return text.empty() ? std::string() : name(text);
}

std::string_view verdict(const RunFacts& run, const Totals& totals, const Words& words) {
    if (run.interrupted) return words.interrupted;
    if (totals.held_back > 0) return words.some_held_back;
    return totals.sealed + totals.unchanged == totals.items ? words.all_sealed : words.none_sealed;
}

std::string figure(std::string_view label, const std::string& value, std::string_view kind) {
    return fmt::format("<div class=\"{}\"><dt>{}</dt><dd>{}</dd></div>\n", kind, escaped(label),
                       value);
}

std::string figures(const Totals& totals, const Tally& tally, const Words& words) {
    const auto n = [&](std::int64_t value) { return grouped(value, words.thousands); };
    const auto flag = [](std::int64_t value, std::string_view kind) {
        return value > 0 ? kind : std::string_view("none");
    };
    const std::int64_t waiting = totals.items - totals.sealed - totals.unchanged - totals.held_back;
    std::string html = "<dl class=\"figures\">\n";
    html += figure(words.sealed, n(totals.sealed), flag(totals.sealed, "sealed"));
    html += figure(words.unchanged, n(totals.unchanged), flag(totals.unchanged, ""));
    html += figure(words.held_back, n(totals.held_back), flag(totals.held_back, "error"));
    if (waiting > 0) html += figure(words.waiting, n(waiting), "warning");
    html += figure(words.pages, n(totals.pages), "");
    html += figure(words.mean_confidence,
                   totals.words > 0 ? percent(totals.confidence) : std::string("–"), "");
    html += figure(words.errors, n(tally.findings[2]), flag(tally.findings[2], "error"));
    html += figure(words.warnings, n(tally.findings[1]), flag(tally.findings[1], "warning"));
    html += figure(words.notes, n(tally.findings[0]), flag(tally.findings[0], "note"));
    return html + "</dl>\n";
}

std::string findings_table(const Tally& tally, const Words& words) {
    std::string html =
        fmt::format("<section aria-labelledby=\"found\">\n<h2 id=\"found\">{}</h2>\n",
                    escaped(words.findings_heading));
    const auto codes = tally.codes();
    if (codes.empty())
        return html + fmt::format("<p>{}</p>\n</section>\n", escaped(words.no_findings));
    html += fmt::format(
        "<div class=\"scroll\"><table class=\"codes\">\n<thead><tr><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escaped(words.level), escaped(words.code), escaped(words.count), escaped(words.meaning),
        escaped(words.advice));
    for (const CodeCount& entry : codes) {
        const FindingKind* kind = find_finding_kind(entry.code);
        const std::string code = escaped(entry.code);
        html += fmt::format(
            "<tr class=\"{}\"><td>{}</td><th scope=\"row\">{}</th><td class=\"n\">{}</td>"
            "<td>{}</td><td>{}</td></tr>\n",
            word(entry.level), level_tag(entry.level, words),
            entry.leaves > 0
                ? fmt::format(
                      "<a href=\"#wall\" data-code=\"{0}\" title=\"{1}\"><code>{0}</code></a>",
                      code, escaped(words.show_pages))
                : fmt::format("<code>{}</code>", code),
            grouped(entry.count, words.thousands), kind ? escaped(kind->meaning) : "",
            kind ? with_code(kind->advice) : "");
    }
    return html + "</tbody>\n</table></div>\n</section>\n";
}

std::string chart_figure(std::string_view title, const std::string& svg, const std::string& facts,
                         const Words& words) {
    return fmt::format("<figure><h3>{}</h3>\n{}<figcaption>{}</figcaption></figure>\n",
                       escaped(title), svg, svg.empty() ? escaped(words.nothing_measured) : facts);
}

std::string distributions(const Tally& tally, const Words& words) {
    float tilt = 0;
    for (const float value : tally.skew)
        tilt = std::max(tilt, value < 0 ? -value : value);
    const auto counted = [&](const std::vector<float>& values) {
        return grouped(static_cast<std::int64_t>(values.size()), words.thousands) + " " +
               escaped(words.pages_axis);
    };
    std::string html = fmt::format(
        "<section aria-labelledby=\"measures\">\n<h2 id=\"measures\">{}</h2>\n"
        "<figure class=\"whole\"><h3>{}</h3>\n{}</figure>\n<div class=\"charts\">\n",
        escaped(words.distributions), escaped(words.status_chart), status_bar(tally.leaves, words));
    html += chart_figure(
        words.confidence_chart,
        histogram(tally.confidence, confidence_axis(), words.confidence_chart, words),
        fmt::format("{}, {} {}", counted(tally.confidence), escaped(words.tenth_percentile),
                    percent(quantile(tally.confidence, 0.1))),
        words);
    html += chart_figure(
        words.error_chart,
        histogram(tally.expected_error, confidence_axis(), words.error_chart, words),
        fmt::format("{}, {} {}, {} {}", counted(tally.expected_error), escaped(words.median),
                    percent(quantile(tally.expected_error, 0.5)), escaped(words.tenth_above),
                    percent(quantile(tally.expected_error, 0.9))),
        words);
    html += chart_figure(
        words.skew_chart, histogram(tally.skew, skew_axis(tally.skew), words.skew_chart, words),
        fmt::format("{}, {} {:.2f}°", counted(tally.skew), escaped(words.largest_tilt), tilt),
        words);
    html +=
        chart_figure(words.edge_width_chart,
                     histogram(tally.edge_width, edge_width_axis(tally.edge_width),
                               words.edge_width_chart, words),
                     fmt::format("{}, {} {}", counted(tally.edge_width), escaped(words.tenth_above),
                                 short_number(quantile(tally.edge_width, 0.9))),
                     words);
    return html + "</div>\n</section>\n";
}

}  // namespace

std::string index_begins(const Journal& journal, const Tally& tally, const Words& words) {
    const Batch batch = journal.batch_without_items();
    const RunFacts run = journal.run();
    const Totals totals = journal.totals();
    std::string html =
        begin_sheet(at_root(), "index", batch.id + " · " + std::string(words.report), "", words);
    html += fmt::format(
        "<header class=\"masthead\">\n<p class=\"kicker\">Nuskha · {}</p>\n<h1>{}</h1>\n"
        "<p class=\"verdict\">{}</p>\n</header>\n<main id=\"main\">\n",
        escaped(words.report), name(batch.id), escaped(verdict(run, totals, words)));
    html += figures(totals, tally, words);
    html += "<dl class=\"facts\">\n";
    html += fact(words.operator_name, named(batch.operator_name));
    html += fact(words.scanner, named(batch.scanner));
    html += fact(words.scanned, named(batch.date));
    html += fact(words.recipe, named(run.recipe.empty() ? batch.recipe : run.recipe));
    html += fact(words.languages, joined(batch.languages));
    html += fact(words.rights, named(batch.rights));
    html += fact(words.started, day_and_time(run.started));
    html += fact(words.ended, day_and_time(run.ended));
    html += fact(words.scans, grouped(totals.scans, words.thousands));
    if (run.gate.judged)
        html += fact(
            words.gate,
            fmt::format("<span class=\"tag {}\">{}</span>", run.gate.passed() ? "sealed" : "error",
                        escaped(run.gate.passed() ? words.gate_passed : words.gate_failed)));
    html += fact(words.words, grouped(totals.words, words.thousands));
    html += fact(words.version, "nuskha " + escaped(run.version));
    html += fact(words.store, named(run.store));
    html += fact(words.folder, named(batch.folder));
    html += "</dl>\n";
    html += findings_table(tally, words);
    std::vector<Finding> loose =
        journal.findings_of_batch();  // what was left out has a list of its own
    if (!batch.ignored.empty())
        std::erase_if(loose, [](const Finding& f) { return f.code == "batch.ignored"; });
    html += finding_list(loose, words);
    if (!batch.ignored.empty()) {
        html +=
            fmt::format("<details><summary>{} <b>{}</b></summary>\n<ul class=\"plain\">\n",
                        escaped(words.ignored),
                        grouped(static_cast<std::int64_t>(batch.ignored.size()), words.thousands));
        for (const std::string& path : batch.ignored)
            html += fmt::format("<li>{}</li>\n", name(path));
        html += "</ul>\n</details>\n";
    }
    html += courses_section(tally.courses, words);
    html += distributions(tally, words);
    html += fmt::format(
        "<section aria-labelledby=\"items\">\n<h2 id=\"items\">{}</h2>\n<div class=\"scroll\">"
        "<table class=\"items\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" "
        "class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead>\n"
        "<tbody>\n",
        escaped(words.items_heading), escaped(words.item), escaped(words.title),
        escaped(words.state), escaped(words.pages), escaped(words.confidence),
        escaped(words.median_error), escaped(words.findings), escaped(words.stored_as));
    return html;
}

std::string index_ends(const Journal& journal, const Words& words) {
    return fmt::format(
               "<p class=\"data\">{}: <a href=\"report.json\">report.json</a>, "
               "<a href=\"findings.csv\">findings.csv</a>, "
               "<a href=\"pages.csv\">pages.csv</a></p>\n",
               escaped(words.data)) +
           end_sheet(journal.run(), words);
}

}  // namespace nuskha::report
