// The page of an evaluation: rates, letters, pages. Its style is the report's.
#include <fmt/format.h>

#include <algorithm>

#include "models/language/alphabet.hpp"
#include "pipeline/files.hpp"
#include "pipeline/report/html.hpp"
#include "pipeline/report/sheet.hpp"
#include "tools/nuskha/evaluation.hpp"

namespace nuskha {
namespace {

using report::escaped, report::fact, report::grouped, report::name;

constexpr std::size_t confusions_shown = 200, pages_shown = 1000;

std::string table(const std::vector<std::string>& heads, const std::string& rows) {
    std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
    for (std::size_t i = 0; i < heads.size(); ++i)
        html += fmt::format("<th scope=\"col\"{}>{}</th>", i == 0 ? "" : " class=\"n\"",
                            escaped(heads[i]));
    return html + "</tr></thead>\n<tbody>\n" + rows + "</tbody></table></div>\n";
}

std::string row(const std::string& head, const std::vector<std::string>& cells) {
    std::string html = "<tr><th scope=\"row\">" + head + "</th>";
    for (const std::string& cell : cells)
        html += "<td class=\"n\">" + cell + "</td>";
    return html + "</tr>\n";
}

std::string count(std::size_t number) {
    return grouped(static_cast<std::int64_t>(number), report::english().thousands);
}

std::string shown(const std::string& letter) {
    return letter.empty() ? "<i>nothing</i>" : letter == " " ? "<i>blank</i>" : name(letter);
}

std::string section(std::string_view id, std::string_view title, std::string_view aside,
                    const std::string& content) {
    return fmt::format(
        "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n<p class=\"aside\">{2}</p>\n"
        "{3}</section>\n",
        id, escaped(title), escaped(aside), content);
}

std::string alphabets(const Evaluation& evaluation) {
    std::string rows;
    const auto add = [&](const std::string& head, const Summary& s) {
        rows += row(
            head, {count(s.pages), count(s.letters), percent_of(s.letter_error),
                   percent_of(s.word_error), percent_of(s.words_found), percent_of(s.words_right)});
    };
    for (const auto& [alphabet, confusions] : evaluation.confusions)
        add(alphabet.empty() ? "<i>not told</i>" : name(alphabet),
            summarise(evaluation.pages_of(alphabet)));
    if (evaluation.confusions.size() > 1) add("<b>all</b>", summarise(evaluation.pages));
    return section("alphabets", "Alphabets",
                   "In brackets: the 95 % confidence interval over pages.",
                   table({"alphabet", "pages", "characters", "character error", "word error",
                          "words found", "words right"},
                         rows));
}

std::string letters(const Evaluation& evaluation) {
    std::string tables;
    for (const auto& [alphabet, confusions] : evaluation.confusions) {
        std::string rows;
        for (const LetterScore& s : letter_scores(confusions))
            rows += row(shown(s.letter), {count(s.truth), count(s.wrong),
                                          percent_of(double(s.wrong) / double(s.truth)),
                                          shown(s.most_as), count(s.most)});
        if (rows.empty()) continue;
        if (!alphabet.empty()) tables += "<h3>" + name(alphabet) + "</h3>\n";
        tables += table({"letter", "there", "wrong", "share", "mostly read as", "times"}, rows);
    }
    return section("letters", "Letters", "Those that were not always read right.", tables);
}

std::string confusions(const Evaluation& evaluation) {
    std::vector<std::pair<std::size_t, std::pair<std::string, std::string>>> all;
    for (const auto& [pair, times] : evaluation.all_confusions())
        if (pair.first != pair.second) all.emplace_back(times, pair);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string rows;
    for (std::size_t i = 0; i < std::min(all.size(), confusions_shown); ++i) {
        const auto& [truth, read] = all[i].second;
        const bool same = !truth.empty() && !read.empty() && look_alike(truth, read);
        rows += row(shown(truth), {shown(read), count(all[i].first), same ? "looks the same" : ""});
    }
    return section("confusions", "Confusions",
                   all.size() > confusions_shown
                       ? fmt::format("The {} most frequent of {}.", confusions_shown, all.size())
                       : "",
                   table({"letter", "read as", "times", ""}, rows));
}

std::string pages(const Evaluation& evaluation) {
    std::vector<PageScore> worst = evaluation.pages;
    std::stable_sort(worst.begin(), worst.end(), [](const PageScore& a, const PageScore& b) {
        return double(a.letter_edits) * double(b.letters) >
               double(b.letter_edits) * double(a.letters);
    });
    if (worst.size() > pages_shown) worst.resize(pages_shown);
    std::string rows;
    for (const PageScore& page : worst) {
        const Summary s = summarise({&page, 1});
        rows += row(name(page.name),
                    {escaped(page.alphabet), count(page.letters), percent_of(s.letter_error),
                     percent_of(s.word_error), percent_of(s.words_found)});
    }
    return section(
        "pages", "Pages", fmt::format("Worst first, at most {}.", pages_shown),
        table({"page", "alphabet", "characters", "character error", "word error", "words found"},
              rows));
}

std::string faults(const Evaluation& evaluation) {
    std::string list;
    for (const std::string& page : evaluation.missing)
        list += "<li>" + name(page) + ": has no result and counts as read empty</li>\n";
    for (const std::string& fault : evaluation.faults)
        list += "<li>" + name(fault) + "</li>\n";
    return list.empty() ? "" : section("faults", "Not compared", "", "<ul>\n" + list + "</ul>\n");
}

}  // namespace

void write_evaluation_sheet(const Evaluation& evaluation, const std::filesystem::path& folder) {
    const Leniency& l = evaluation.leniency;
    std::string ignored;
    for (const auto& [asked, what] : {std::pair{l.letter_case, "case"},
                                      {l.punctuation, "punctuation"},
                                      {l.long_s, "long s"},
                                      {l.marks, "marks"}})
        if (asked) ignored += (ignored.empty() ? "" : ", ") + std::string(what);
    const Summary all = summarise(evaluation.pages);
    std::string html =
        report::begin_sheet(report::at_root(), "evaluation", "Evaluation", "", report::english());
    html += fmt::format(
        "<header class=\"masthead\">\n<p class=\"kicker\">Nuskha · Evaluation</p>\n<h1>{} of "
        "characters are wrong</h1>\n<p class=\"verdict\">{} pages, {} characters</p>\n"
        "</header>\n<main id=\"main\">\n<dl class=\"facts\">\n",
        percent_of(all.letter_error.value), count(all.pages), count(all.letters));
    html += fact("Truth", name(evaluation.truth)) + fact("Result", name(evaluation.result)) +
            fact("Not told apart", escaped(ignored)) + "</dl>\n";
    html += faults(evaluation) + alphabets(evaluation) + letters(evaluation) +
            confusions(evaluation) + pages(evaluation);
    html += fmt::format("</main>\n<footer><p>nuskha {}</p></footer>\n</body>\n</html>\n",
                        NUSKHA_VERSION);
    make_folders(folder / "sheets");
    write_atomically(folder / "sheets" / "report.css", report::style_sheet());
    write_atomically(folder / "sheets" / "report.js", report::script());
    write_atomically(folder / "index.html", html);
}

}  // namespace nuskha
