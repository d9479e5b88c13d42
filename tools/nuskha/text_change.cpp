#include "tools/nuskha/text_change.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace nuskha {
namespace {

std::string percent(const std::optional<double>& confidence) {
    return confidence ? fmt::format("{:.1f}", 100 * *confidence) : "-";
}

void print_line(const std::string& name, std::size_t pages, const WordDifference& words,
                const std::optional<double>& before, const std::optional<double>& after,
                const std::string& outcome) {
    fmt::print("{:<28} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}  {:>5} {:>5}  {}\n", name, pages,
               words.before, words.after, words.added, words.removed, words.changed,
               percent(before), percent(after), outcome);
}

std::string outcome_word(const ItemChange& change) {
    switch (change.outcome.state) {
        case ItemState::sealed:
            return fmt::format("sealed as v{}", change.outcome.version);
        case ItemState::unchanged:
            return "unchanged";
        case ItemState::held_back:
            return "left alone";
        case ItemState::waiting:
            break;
    }
    return change.pages_changed() > 0 ? "would change" : "would not change";
}

// Weighted by words, as over one long page, of pages that claim one.
std::optional<double> mean(const ItemChange& change, std::optional<double> PageChange::*confidence,
                           std::size_t WordDifference::*words) {
    double sum = 0;
    std::size_t all = 0;
    for (const PageChange& page : change.pages) {
        if (!(page.*confidence)) continue;
        sum += *(page.*confidence) * double(page.words.*words);
        all += page.words.*words;
    }
    return all > 0 ? std::optional(sum / double(all)) : std::nullopt;
}

std::optional<double> stated_confidence(const Text& text) {
    return text.claims_confidence() ? std::optional(text.mean_confidence()) : std::nullopt;
}

nlohmann::json figures(const WordDifference& words, const std::optional<double>& before,
                       const std::optional<double>& after) {
    const auto known = [](const std::optional<double>& confidence) {
        return confidence ? nlohmann::json(*confidence) : nlohmann::json();
    };
    return {{"words_before", words.before},    {"words_after", words.after},
            {"words_added", words.added},      {"words_removed", words.removed},
            {"words_changed", words.changed},  {"confidence_before", known(before)},
            {"confidence_after", known(after)}};
}

}  // namespace

std::size_t ItemChange::pages_changed() const {
    std::size_t count = 0;
    for (const PageChange& page : pages)
        count += page.changed;
    return count;
}

WordDifference ItemChange::words() const {
    WordDifference all;
    for (const PageChange& page : pages)
        all += page.words;
    return all;
}

std::optional<double> ItemChange::confidence_before() const {
    return mean(*this, &PageChange::confidence_before, &WordDifference::before);
}

std::optional<double> ItemChange::confidence_after() const {
    return mean(*this, &PageChange::confidence_after, &WordDifference::after);
}

PageChange change_of(const SealedItem& item, const SealedPage& page, const Page& fresh,
                     const std::string& reading) {
    const Transcription before = item.transcription(page);
    const Text none;
    const Text& text = fresh.text ? *fresh.text : none;
    PageChange change;
    change.page = page.stem;
    change.number = page.record.number;
    change.read_before = page.record.read;
    change.changed =
        fresh.text && !same_reading(page.record, before, text,
                                    read_alto(alto_of(page, fresh, reading), page.alto_path()));
    change.words = word_difference(before.text, text);
    change.confidence_before = stated_confidence(before.text);
    change.confidence_after = stated_confidence(text);
    return change;
}

void print_heading() {
    fmt::print("{:<28} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}  {:>5} {:>5}\n", "", "pages", "words",
               "words", "", "", "", "conf.", "conf.");
    fmt::print("{:<28} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}  {:>5} {:>5}\n", "item", "changed",
               "before", "after", "added", "gone", "other", "before", "after");
}

void print_change(const ItemChange& change, bool page_by_page) {
    print_line(change.item, change.pages_changed(), change.words(), change.confidence_before(),
               change.confidence_after(), outcome_word(change));
    if (!page_by_page) return;
    for (const PageChange& page : change.pages)
        if (page.changed)
            print_line(fmt::format("  {}", page.page), 1, page.words, page.confidence_before,
                       page.confidence_after, page.read_before ? "" : "was not read before");
}

nlohmann::json as_json(const ItemChange& change) {
    auto pages = nlohmann::json::array();
    for (const PageChange& page : change.pages) {
        auto entry = figures(page.words, page.confidence_before, page.confidence_after);
        entry["page"] = page.page;
        entry["number"] = page.number;
        entry["changed"] = page.changed;
        entry["read_before"] = page.read_before;
        pages.push_back(std::move(entry));
    }
    auto all = figures(change.words(), change.confidence_before(), change.confidence_after());
    all["item"] = change.item;
    all["outcome"] = outcome_word(change);
    all["version"] = change.outcome.version;
    all["pages_changed"] = change.pages_changed();
    all["pages"] = std::move(pages);
    return all;
}

}  // namespace nuskha
