#include "tools/recognition/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "models/language/trained_data.hpp"
#include "tools/evaluate/distance.hpp"
#include "tools/measuring/program.hpp"
#include "tools/recognition/readers.hpp"
#include "tools/recognition/typed_pages.hpp"

namespace nuskha {
namespace {

// What may be declared where nothing is: the alphabets that the pages are set in.
std::vector<std::string> all_languages() {
    return {typed_languages().begin(), typed_languages().end()};
}

constexpr const char* everything = "aze+Cyrillic+kaz+rus+eng+fas";

// The calls that an expert may choose for a language by hand.
std::vector<std::string> experts_calls(const std::string& language) {
    std::vector<std::string> calls = stated_data(language);
    if (language == "kk-Cyrl" || language == "ru")
        calls = {"Cyrillic", language == "ru" ? "rus" : "kaz"};
    return calls;
}

// Most that the promise allows, share of letters; nothing promised for kk-Latn, kk-Arab and ar.
std::optional<double> promised(const std::string& language, bool aged) {
    if (language == "fa" || language == "az-Arab") return aged ? 0.10 : 0.06;
    if (language == "kk-Latn" || language == "kk-Arab" || language == "ar") return {};
    return aged ? 0.03 : 0.01;
}

struct Group {
    Readings declared, undeclared, everything;
    std::map<std::string, Readings> expert;  // by call
    int right = 0;                           // undeclared: read in its own language
    const Readings& best_expert() const {
        return std::min_element(
                   expert.begin(), expert.end(),
                   [](const auto& a, const auto& b) { return a.second.error() < b.second.error(); })
            ->second;
    }
};

bool kept(const std::string& language, bool aged, const Group& group) {
    const auto most = promised(language, aged);
    bool well = !most || group.declared.error() <= *most;
    return well && group.declared.error() <= group.best_expert().error() + 0.001;
}

}  // namespace

bool measure_type(const PartPlan& plan) {
    const int pages = plan.count ? plan.count : 10;
    OurReader ours;
    std::ofstream csv(plan.out / "type.csv");
    csv << "language,aged,number,face,declared,undeclared,chosen,confidence,expert\n";
    const auto file = plan.out / "page.pgm";
    std::map<std::pair<std::string, bool>, Group> groups;
    for (int number = 0; number < pages; ++number)
        for (const std::string& language : all_languages())
            for (const bool aged : {false, true}) {
                if (!plan.wants(language)) continue;
                const TypedPage page = typed_page(
                    language, aged,
                    Dice(plan.seed).named(fmt::format("{} {} {}", language, aged, number)));
                write_pgm(page.scan, file);
                const std::string name =
                    fmt::format("{} {} {}", language, aged ? "aged" : "clean", number);
                const auto keep = [&](const std::string& reader, const ReadBy& reading) {
                    if (plan.keep) keep_reading(plan.out, name, reader, reading);
                };
                if (plan.keep) keep_page(plan.out, name, page.scan, page.truth);
                Group& group = groups[{language, aged}];
                const ReadBy declared = ours.read(page.scan, {language});
                group.declared.add(declared, page.truth);
                keep("declared", declared);
                const ReadBy found = ours.read(page.scan, all_languages());
                group.undeclared.add(found, page.truth);
                keep("undeclared", found);
                const std::string chosen =
                    found.detail.languages.empty() ? "" : found.detail.languages.front();
                const bool right = found.detail.languages.size() == 1 && chosen == language;
                group.right += right;
                double expert = 1;
                if (number < plan.peers) {
                    for (const std::string& call : experts_calls(language)) {
                        const ReadBy read = tesseract_reads(file, call);
                        group.expert[call].add(read, page.truth);
                        keep("expert-" + call, read);
                        expert = std::min(expert, character_distance(read.text, page.truth).rate());
                    }
                    const ReadBy read = tesseract_reads(file, everything);
                    group.everything.add(read, page.truth);
                }
                csv << fmt::format("{},{},{},{},{:.5f},{:.5f},{},{:.4f},{:.5f}\n", language, aged,
                                   number, page.face,
                                   character_distance(declared.text, page.truth).rate(),
                                   character_distance(found.text, page.truth).rate(), chosen,
                                   declared.detail.mean_confidence(), expert)
                    << std::flush;
                if (!right)
                    fmt::print("{} {} {} in {} was taken for {} ({} languages)\n", language,
                               aged ? "aged" : "clean", number, page.face, chosen,
                               found.detail.languages.size());
            }
    fmt::print("{:<9} {:<6} {:>5}  {:>9} {:>10} {:>7}  {:>9} {:>10}  {:>6} {:>8} {:>8}\n",
               "error, %", "", "pages", "declared", "undeclared", "right", "expert", "everything",
               "CPU s", "expert's", "everyth.");
    bool all_kept = true;
    Readings found, expert, everyone;
    int right = 0;
    for (const auto& [key, group] : groups) {
        const auto& [language, aged] = key;
        const Readings best = group.expert.empty() ? Readings{} : group.best_expert();
        const bool well = group.expert.empty() || kept(language, aged, group);
        all_kept = all_kept && well;
        fmt::print(
            "{:<9} {:<6} {:>5}  {:>9.2f} {:>10.2f} {:>7}  {:>9.2f} {:>10.2f}  {:>6.2f} {:>8.2f} "
            "{:>8.2f} {}\n",
            language, aged ? "aged" : "clean", group.declared.pages, 100 * group.declared.error(),
            100 * group.undeclared.error(), group.right, 100 * best.error(),
            100 * group.everything.error(), group.undeclared.seconds / group.undeclared.pages,
            best.seconds / std::max(1, best.pages),
            group.everything.seconds / std::max(1, group.everything.pages), well ? "" : "NOT KEPT");
        right += group.right;
        found.pages += group.undeclared.pages;
        found.seconds += group.undeclared.seconds;
        expert.seconds += best.seconds;
        everyone.seconds += group.everything.seconds;
    }
    fmt::print(
        "language found on {} of {} pages; CPU time {:.2f} of the expert's calls, {:.2f} of "
        "tesseract -l {}\n",
        right, found.pages, found.seconds / expert.seconds, found.seconds / everyone.seconds,
        everything);
    return all_kept && right >= 0.99 * found.pages && found.seconds <= 1.15 * expert.seconds &&
           found.seconds <= 0.75 * everyone.seconds;
}

}  // namespace nuskha
