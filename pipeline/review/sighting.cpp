#include "pipeline/review/sighting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nuskha::review {
namespace {

constexpr std::size_t most_words = 400;  // of a page, to know it again by

const Event* inspected(const Page& page) {
    for (const Event& event : page.events)
        if (event.stage == "inspect") return &event;
    return nullptr;
}

std::uint32_t number_of(std::string_view word) {  // FNV-1a, 32 bits
    std::uint32_t hash = 2166136261u;
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

// Short words are everywhere, and broken ones too.
std::vector<std::uint32_t> words_of(const Text& text) {
    std::vector<std::uint32_t> words;
    for (const Block& block : text.blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words)
                if (word.text.size() > 3 && words.size() < most_words)
                    words.push_back(number_of(word.text));
    std::sort(words.begin(), words.end());
    return words;
}

}  // namespace

Sighting sighting_of(const Page& page, const std::string& path, const std::string& scan_digest) {
    Sighting seen;
    seen.place = path;
    if (page.id.image > 0) seen.place += fmt::format(" image {}", page.id.image);
    if (page.id.side > 0) seen.place += fmt::format(" side {}", page.id.side);
    if (!scan_digest.empty()) seen.scan = fmt::format("{} {}", scan_digest, page.id.image);
    seen.captured = page.facts.captured;
    seen.blank = std::any_of(page.findings.begin(), page.findings.end(),
                             [](const Finding& f) { return f.code == "image.blank"; });
    if (const Event* event = inspected(page)) {
        const auto value = [&](const char* name) {
            const double* at = event->number(name);
            return at ? *at : 0.0;
        };
        seen.paper = value("paper");
        seen.tint_a = value("paper_a");
        seen.tint_b = value("paper_b");
        seen.parts = value("parts");
        seen.ink_share = value("ink_share");
        const auto high = static_cast<std::uint64_t>(value("dhash_high"));
        const auto low = static_cast<std::uint64_t>(value("dhash_low"));
        if ((high || low) && !seen.blank) seen.hash = high << 32 | low;
    }
    if (page.text) {
        seen.words = words_of(*page.text);
        seen.folios = folios_of(*page.text);
    }
    return seen;
}

}  // namespace nuskha::review
