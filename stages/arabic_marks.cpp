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

// Words of the block, in its order, that close what nothing opened.
std::vector<Word*> closing_nothing(Block& block) {
    std::vector<Word*> words;
    int open = 0;
    for (Line& line : block.lines)
        for (Word& word : line.words) {
            if (!is_arabic(word)) continue;
            for (const std::string& character : characters(word.text)) {
                open += character == "«";
                if (character != "»") continue;
                if (open > 0)
                    --open;
                else
                    words.push_back(&word);
            }
        }
    return words;
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
    for (Block& block : blocks) {
        for (Line& line : block.lines)
            for (Word& word : line.words)
                if (is_arabic(word)) change(word, marks);
        if (has_comma) continue;
        if (const auto words = closing_nothing(block); words.size() >= by_rule)
            for (Word* word : words)
                change(*word, guillemets);
    }
}

}  // namespace nuskha
