#include "tools/nuskha/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include "models/failure.hpp"
#include "models/language/alphabet.hpp"
#include "models/transcription/alto.hpp"
#include "models/transcription/page_xml.hpp"
#include "models/transcription/plain_text.hpp"
#include "pipeline/files.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_file = 64 << 20;
constexpr std::size_t most_files = 1'000'000;
constexpr int deepest = 32;
constexpr std::array<std::string_view, 4> endings{".gt.txt", ".alto.xml", ".txt", ".xml"};

// Stem with folders ("az-Latn/0001") -> file. Of two files of one page the later is told and left out.
using Texts = std::map<std::string, fs::path>;

std::string stem_of(const std::string& name) {
    for (const std::string_view ending : endings)
        if (name.size() > ending.size() && name.ends_with(ending))
            return name.substr(0, name.size() - ending.size());
    return "";
}

void collect(const fs::path& folder, const std::string& below, int depth, Texts& texts,
             std::vector<std::string>& faults) {
    std::string error;
    auto entries = entries_of(folder, error);
    if (!error.empty())
        throw Failure(Exit::input, fmt::format("{}: cannot be read: {}; check the path",
                                               folder.string(), error));
    std::sort(entries.begin(), entries.end());
    for (const fs::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.')) continue;
        if (entry.symlink_status(ignored).type() == fs::file_type::directory) {
            if (depth < deepest) collect(entry, below + name + "/", depth + 1, texts, faults);
            continue;
        }
        const std::string stem = stem_of(name);
        if (stem.empty()) continue;
        if (texts.size() >= most_files)
            throw Failure(Exit::input,
                          fmt::format("{}: has more than {} texts; compare parts of it",
                                      folder.string(), most_files));
        if (!texts.emplace(below + stem, entry.path()).second)
            faults.push_back(fmt::format("{}: is a second text of {}{}; the first is taken",
                                         entry.path().string(), below, stem));
    }
}

// The files of a result, by page and, where only one has it, by stem alone.
class Results {
  public:
    explicit Results(const Texts& texts) : by_page_(texts) {
        for (const auto& [page, file] : texts)
            if (const auto [at, fresh] = by_stem_.emplace(last_of(page), &file); !fresh)
                at->second = nullptr;
    }
    const fs::path* counterpart(const std::string& page) const {
        if (const auto at = by_page_.find(page); at != by_page_.end()) return &at->second;
        const auto at = by_stem_.find(last_of(page));
        return at == by_stem_.end() ? nullptr : at->second;
    }

  private:
    static std::string last_of(const std::string& page) { return page.substr(page.rfind('/') + 1); }
    const Texts& by_page_;
    std::map<std::string, const fs::path*> by_stem_;
};

struct PageText {
    std::string text, language;
    std::string fault;
};

PageText read_page(const fs::path& file) {
    const FileBytes bytes = read_whole(file, largest_file);
    if (!bytes.error.empty())
        return {"", "", fmt::format("{}: {}; mend or remove it", file.string(), bytes.error)};
    const std::string_view content(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
    if (!file.string().ends_with(".xml")) return {std::string(content), "", ""};
    const Transcription page = is_page_xml(content) ? read_page_xml(content, file.string())
                                                    : read_alto(content, file.string());
    if (!page.findings.empty()) return {"", "", page.findings.front().sentence};
    return {plain_text(page.text), page.text.languages.empty() ? "" : page.text.languages.front(),
            ""};
}

// What the text says, else the folder it lies in where that is named for a language, else what was asked for.
std::string alphabet_of(const PageText& truth, const std::string& page, const std::string& asked) {
    if (const auto told = canonical_language(truth.language)) return *told;
    const std::string folder = page.substr(0, page.find('/'));
    if (const auto named = canonical_language(folder); named && folder != page) return *named;
    return asked;
}

void compare(const std::string& page, const fs::path& file, const Results& results,
             const EvaluationWishes& wishes, Evaluation& into) {
    const PageText truth = read_page(file);
    if (!truth.fault.empty()) return into.faults.push_back(truth.fault);
    const fs::path* other = results.counterpart(page);
    PageText read;
    if (other)
        read = read_page(*other);
    else
        into.missing.push_back(page);
    if (!read.fault.empty())
        into.faults.push_back(read.fault);  // it counts as if nothing had been read
    const std::string code = alphabet_of(truth, page, wishes.language);
    const Alphabet* alphabet = find_alphabet(code);
    Leniency leniency = wishes.leniency;
    leniency.dotted_i = alphabet && alphabet->casing == Casing::dotted;
    try {
        PageScore score = score_page(truth.text, read.text, leniency, into.confusions[code]);
        score.name = page;
        score.alphabet = code;
        into.pages.push_back(std::move(score));
    } catch (const std::length_error& e) {
        into.faults.push_back(fmt::format("{}: {}; compare it in parts", page, e.what()));
    }
}

}  // namespace

std::vector<PageScore> Evaluation::pages_of(const std::string& alphabet) const {
    std::vector<PageScore> some;
    std::copy_if(pages.begin(), pages.end(), std::back_inserter(some),
                 [&](const PageScore& page) { return page.alphabet == alphabet; });
    return some;
}

Confusions Evaluation::all_confusions() const {
    Confusions all;
    for (const auto& [alphabet, some] : confusions)
        for (const auto& [pair, count] : some)
            all[pair] += count;
    return all;
}

Evaluation evaluate(const EvaluationWishes& wishes) {
    Evaluation evaluation{
        wishes.truth.string(), wishes.result.string(), wishes.leniency, {}, {}, {}, {}};
    Texts truths, results;
    collect(wishes.truth, "", 0, truths, evaluation.faults);
    collect(wishes.result, "", 0, results, evaluation.faults);
    if (truths.empty())
        throw Failure(
            Exit::input,
            fmt::format("{}: has no text; put .txt, .gt.txt, ALTO or PAGE .xml files there",
                        evaluation.truth));
    const Results by_name(results);
    for (const auto& [page, file] : truths)
        compare(page, file, by_name, wishes, evaluation);
    if (evaluation.missing.size() == truths.size())
        throw Failure(Exit::input,
                      fmt::format("{}: has no text of the pages of {}; files are paired by their "
                                  "names without ending",
                                  evaluation.result, evaluation.truth));
    return evaluation;
}

std::string percent_of(double ratio) {
    return fmt::format("{:.2f} %", ratio * 100);
}

std::string percent_of(const Rate& rate) {
    if (!rate.low) return percent_of(rate.value);
    return fmt::format("{:.2f} % ({:.2f} to {:.2f})", rate.value * 100, *rate.low * 100,
                       *rate.high * 100);
}

}  // namespace nuskha
