#include "tools/samples/prose.hpp"

#include <algorithm>
#include <fstream>

#include "models/failure.hpp"
#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::vector<std::string> sentences_of(const std::string& paragraph) {
    std::vector<std::string> sentences;
    std::size_t start = 0;
    while (start < paragraph.size()) {
        std::size_t end = paragraph.find(". ", start);
        end = end == std::string::npos ? paragraph.size() : end + 1;
        sentences.push_back(paragraph.substr(start, end - start));
        start = end + 1;
    }
    return sentences;
}

void set_key(Prose& prose, const std::string& key, const std::string& value) {
    if (key == "title") prose.title = value;
    if (key == "author") prose.author = value;
    if (key == "chapter") prose.chapter = value;
    if (key == "running") prose.running = value;
    if (key == "periodical") prose.periodical = value;
    if (key == "places") prose.places = split(value, '|');
}

}  // namespace

Prose load_prose(const std::string& language) {
    const std::string path = std::string(NUSKHA_SAMPLE_TEXTS) + "/" + language + ".txt";
    std::ifstream in(path);
    Prose prose;
    prose.language = language;
    bool heading = true;
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(": ");
        if (line.empty()) {
            heading = false;
        } else if (heading && colon != std::string::npos) {
            set_key(prose, line.substr(0, colon), line.substr(colon + 2));
        } else {
            prose.paragraphs.push_back(sentences_of(line));
        }
    }
    if (prose.paragraphs.empty())
        throw Failure(Exit::input, path + ": no text; build from a whole source tree");
    return prose;
}

std::vector<std::string> paragraphs_from(const Prose& prose, int first) {
    std::vector<std::string> out;
    const int count = static_cast<int>(prose.paragraphs.size());
    for (int i = 0; i < 3 * count; ++i) {
        std::string paragraph;
        for (const std::string& sentence : prose.paragraphs[(first + i) % count])
            paragraph += (paragraph.empty() ? "" : " ") + sentence;
        out.push_back(std::move(paragraph));
    }
    return out;
}

std::vector<std::string> shuffled_paragraphs(const Prose& prose, std::size_t letters, Dice& dice) {
    std::vector<std::string> all;
    for (const auto& paragraph : prose.paragraphs)
        all.insert(all.end(), paragraph.begin(), paragraph.end());
    std::vector<std::string> out;
    std::size_t made = 0, at = all.size();
    while (made < letters) {
        std::string paragraph;
        for (int left = 3 + dice.below(3); left > 0; --left) {
            if (at >= all.size()) {
                dice.shuffle(all);
                at = 0;
            }
            paragraph += (paragraph.empty() ? "" : " ") + all[at++];
        }
        made += paragraph.size();
        out.push_back(std::move(paragraph));
    }
    return out;
}

bool is_right_to_left(std::string_view language) {
    const Alphabet* alphabet = find_alphabet(language);
    return alphabet && alphabet->script == Script::arabic;
}

std::string tesseract_language(std::string_view language) {
    if (language == "en") return "eng";
    if (language == "ru") return "rus";
    if (language == "az-Latn") return "aze";
    if (language == "kk-Cyrl") return "kaz";
    if (language == "az-Cyrl") return "Cyrillic";
    if (language == "kk-Latn") return "Latin";
    if (language == "fa") return "fas";
    if (language == "ar") return "ara";
    return "Arabic";
}

}  // namespace nuskha
