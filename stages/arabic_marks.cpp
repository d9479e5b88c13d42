#include "stages/arabic_marks.hpp"

#include <algorithm>

#include "models/language/alphabet.hpp"
#include "models/language/spelling.hpp"

namespace nuskha {
namespace {

using Letters = std::vector<std::pair<std::string, std::string>>;

bool is_arabic(const Word& word) {
    return share_of_script(word.text, Script::arabic) > 0.5;
}

void change(Word& word, const Letters& marks) {
    word.text = changed(word.text, marks);
    for (Character& character : word.characters)
        character.text = changed(character.text, marks);
}

bool holds(const std::string& text, std::string_view mark) {
    return text.find(mark) != std::string::npos;
}

struct Guillemets {
    std::size_t opening = 0;
    std::vector<Word*> closing_nothing;  // of what their block opened before
};

Guillemets guillemets_of(std::vector<Block>& blocks) {
    Guillemets found;
    for (Block& block : blocks) {
        int open = 0;
        for (Line& line : block.lines)
            for (Word& word : line.words) {
                if (!is_arabic(word)) continue;
                for (const std::string& character : characters(word.text)) {
                    open += character == "«";
                    found.opening += character == "«";
                    if (character != "»") continue;
                    if (open > 0)
                        --open;
                    else
                        found.closing_nothing.push_back(&word);
                }
            }
    }
    return found;
}

}  // namespace

void set_arabic_marks(std::vector<Block>& blocks) {
    const Letters marks{{",", "،"}, {";", "؛"}, {"?", "؟"}}, guillemets{{"»", "،"}};
    constexpr std::size_t by_rule = 2;  // one may close what the page before has opened
    bool has_comma = false;
    for (Block& block : blocks)
        for (Line& line : block.lines)
            for (Word& word : line.words)
                if (is_arabic(word)) has_comma = has_comma || holds(word.text, "،");
    for (Block& block : blocks)
        for (Line& line : block.lines)
            for (Word& word : line.words)
                if (is_arabic(word)) change(word, marks);
    if (has_comma) return;
    const Guillemets found = guillemets_of(blocks);
    // Where quotations are usual, it is the other end that was misread.
    if (found.closing_nothing.size() < std::max<std::size_t>(by_rule, 2 * found.opening)) return;
    for (Word* word : found.closing_nothing)
        change(*word, guillemets);
}

}  // namespace nuskha
