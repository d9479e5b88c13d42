// nuskha evaluate: how well texts were read, against texts that are known to be right.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "models/language/alphabet.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/evaluation.hpp"

namespace nuskha {
namespace {

constexpr std::size_t letters_told = 15, missing_told = 10;

struct EvaluateArguments {
    EvaluationWishes wishes;
    std::string html;
    bool as_json = false;
};

double rounded(double ratio) {
    return std::round(ratio * 1e6) / 1e6;
}

nlohmann::json json_of(const Rate& rate) {
    nlohmann::json json{{"value", rounded(rate.value)}};
    if (rate.low) json.update({{"low", rounded(*rate.low)}, {"high", rounded(*rate.high)}});
    return json;
}

nlohmann::json json_of(const Summary& summary) {
    return {{"pages", summary.pages},
            {"characters", summary.letters},
            {"words", summary.words},
            {"character_error", json_of(summary.letter_error)},
            {"word_error", json_of(summary.word_error)},
            {"words_found", json_of(summary.words_found)},
            {"words_right", json_of(summary.words_right)}};
}

nlohmann::json json_of(const Confusions& confusions) {
    auto list = nlohmann::json::array();
    for (const auto& [pair, count] : confusions)
        if (pair.first != pair.second)
            list.push_back({{"truth", pair.first}, {"read", pair.second}, {"count", count}});
    return list;
}

nlohmann::json json_of(const PageScore& page) {
    return {{"page", page.name},
            {"alphabet", page.alphabet},
            {"characters", page.letters},
            {"character_edits", page.letter_edits},
            {"words", page.words},
            {"word_edits", page.word_edits},
            {"words_found", page.words_found},
            {"words_read", page.words_read}};
}

nlohmann::json json_of(const Evaluation& evaluation) {
    nlohmann::json all{{"truth", evaluation.truth},
                       {"result", evaluation.result},
                       {"ignored",
                        {{"case", evaluation.leniency.letter_case},
                         {"punctuation", evaluation.leniency.punctuation},
                         {"long_s", evaluation.leniency.long_s},
                         {"marks", evaluation.leniency.marks}}},
                       {"all", json_of(summarise(evaluation.pages))},
                       {"alphabets", nlohmann::json::object()},
                       {"pages", nlohmann::json::array()},
                       {"missing", evaluation.missing},
                       {"faults", evaluation.faults}};
    for (const auto& [alphabet, confusions] : evaluation.confusions)
        all["alphabets"][alphabet] = {{"rates", json_of(summarise(evaluation.pages_of(alphabet)))},
                                      {"confusions", json_of(confusions)}};
    for (const PageScore& page : evaluation.pages)
        all["pages"].push_back(json_of(page));
    return all;
}

std::string named(const std::string& alphabet) {
    return alphabet.empty() ? "not told" : alphabet;
}

void print_summary(const std::string& name, const Summary& summary) {
    fmt::print("{:<18} {:>6} {:>10}  {:<24}  {:<24}  {}\n", name, summary.pages, summary.letters,
               percent_of(summary.letter_error), percent_of(summary.word_error),
               percent_of(summary.words_found));
}

std::string shown(const std::string& letter) {
    return letter.empty() ? "nothing" : letter == " " ? "blank" : letter;
}

void print_letters(const std::string& alphabet, const Confusions& confusions) {
    std::size_t told = 0;
    for (const LetterScore& letter : letter_scores(confusions)) {
        if (told++ == 0) fmt::print("\n{:<18}  there  wrong  mostly read as\n", alphabet);
        if (told > letters_told) break;
        fmt::print("  {:<16} {:>6} {:>6}  {} ({}){}\n", shown(letter.letter), letter.truth,
                   letter.wrong, shown(letter.most_as), letter.most,
                   !letter.most_as.empty() && look_alike(letter.letter, letter.most_as)
                       ? ", which looks the same"
                       : "");
    }
}

void print_missing(const std::vector<std::string>& missing) {
    if (missing.empty()) return;
    const std::size_t told = std::min(missing.size(), missing_told);
    fmt::print(
        "\n{} pages have no result and count as read empty: {}{}\n", missing.size(),
        fmt::join(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(told), ", "),
        told < missing.size() ? ", ..." : "");
}

Exit go(const EvaluateArguments& arguments) {
    const Evaluation evaluation = evaluate(arguments.wishes);
    if (!arguments.html.empty()) write_evaluation_sheet(evaluation, arguments.html);
    const Exit exit = evaluation.faults.empty() ? Exit::ok : Exit::findings;
    if (arguments.as_json) {
        fmt::print(
            "{}\n",
            json_of(evaluation).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
        return exit;
    }
    fmt::print("{:<18} {:>6} {:>10}  {:<24}  {:<24}  {}\n", "alphabet", "pages", "characters",
               "character error", "word error", "words found in any order");
    for (const auto& [alphabet, confusions] : evaluation.confusions)
        print_summary(named(alphabet), summarise(evaluation.pages_of(alphabet)));
    if (evaluation.confusions.size() > 1) print_summary("all", summarise(evaluation.pages));
    for (const auto& [alphabet, confusions] : evaluation.confusions)
        print_letters(named(alphabet), confusions);
    print_missing(evaluation.missing);
    for (const std::string& fault : evaluation.faults)
        fmt::print(stderr, "{}\n", fault);
    if (!arguments.html.empty()) fmt::print("\n{}/index.html\n", arguments.html);
    return exit;
}

}  // namespace

void add_evaluate(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "evaluate", "How well pages were read, against texts that are known to be right");
    auto a = std::make_shared<EvaluateArguments>();
    sub->add_option("TRUTH_DIR", a->wishes.truth, "Folder of right texts: plain text or ALTO")
        ->required()
        ->type_name("FOLDER");
    sub->add_option("RESULT_DIR", a->wishes.result,
                    "Folder of texts that were read, of the same names")
        ->required()
        ->type_name("FOLDER");
    sub->add_option("--language", a->wishes.language, "Of pages that do not tell theirs")
        ->type_name("CODE");
    Leniency& leniency = a->wishes.leniency;
    sub->add_flag("--ignore-case", leniency.letter_case,
                  "Do not tell capital and small letters apart");
    sub->add_flag("--ignore-punctuation", leniency.punctuation, "Leave punctuation out");
    sub->add_flag("--ignore-long-s", leniency.long_s, "Take long s for s");
    sub->add_flag("--ignore-marks", leniency.marks,
                  "Leave out vowel marks, accents of stress and tatweel");
    sub->add_option("--html", a->html, "Folder for a page of all this to look at")
        ->type_name("FOLDER");
    sub->add_flag("--json", a->as_json, "As JSON, with every page and every confusion");
    sub->footer(R"(
Files are paired by name without ending (.gt.txt, .txt, .alto.xml, .xml); a page without result counts as read empty.
Errors are edits divided by what the truth has. In brackets stands the 95 % confidence interval over pages.
A page's alphabet is what its ALTO tells, else the folder it lies in (az-Latn/0001.txt), else --language. Exit status 1
where a file could not be compared.

Example:
  nuskha evaluate truth read --ignore-marks --html out)");
    sub->callback([=] {
        chosen([=] {
            EvaluateArguments arguments = *a;
            const std::string& language = arguments.wishes.language;
            if (const auto code = canonical_language(language))
                arguments.wishes.language = *code;
            else if (!language.empty())
                throw Failure(Exit::usage,
                              fmt::format("--language: '{}' is no language that is known; "
                                          "`nuskha languages` lists them",
                                          language));
            return go(arguments);
        });
    });
}

}  // namespace nuskha
