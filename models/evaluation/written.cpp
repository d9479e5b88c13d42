#include "models/evaluation/written.hpp"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>

namespace nuskha {
namespace {

bool invisible(UChar32 c) {  // ZWNJ and ZWJ among them: on paper there is nothing to read
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c < 0x20 && !u_isUWhiteSpace(c));
}

bool left_out(UChar32 c, const Leniency& leniency) {
    if (invisible(c)) return true;
    if (leniency.punctuation && u_ispunct(c)) return true;
    return leniency.marks && (u_charType(c) == U_NON_SPACING_MARK || c == 0x640);
}

icu::UnicodeString nfc(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(status)->normalize(text, status);
}

icu::UnicodeString plain(std::string_view utf8, const Leniency& leniency) {
    icu::UnicodeString text =
        nfc(icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())}));
    if (leniency.letter_case)
        text = nfc(
            text.foldCase(leniency.dotted_i ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT));
    icu::UnicodeString out;
    bool blank = false;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_isUWhiteSpace(c)) {
            blank = true;
        } else if (!left_out(c, leniency)) {
            if (blank && !out.isEmpty()) out.append(u' ');
            blank = false;
            out.append(leniency.long_s && c == 0x17F ? UChar32('s') : c);
        }
    }
    return out;
}

// Each part between two breaks, with the status of the later one.
template <typename Take>
void each_part(icu::BreakIterator& breaks, const icu::UnicodeString& text, Take take) {
    breaks.setText(text);
    std::string part;
    for (int begin = breaks.first(), end = breaks.next(); end != icu::BreakIterator::DONE;
         begin = end, end = breaks.next()) {
        part.clear();
        text.tempSubStringBetween(begin, end).toUTF8String(part);
        take(part, breaks.getRuleStatus());
    }
}

}  // namespace

Symbol Dictionary::symbol(const std::string& text) {
    const auto [at, fresh] = symbols_.try_emplace(text, static_cast<Symbol>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return at->second;
}

Written written(std::string_view utf8, const Leniency& leniency, Dictionary& letters,
                Dictionary& words) {
    UErrorCode status = U_ZERO_ERROR;
    static const std::unique_ptr<icu::BreakIterator> by_letter(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)),
        by_word(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    const icu::UnicodeString text = plain(utf8, leniency);
    Written result;
    each_part(*by_letter, text, [&](const std::string& letter, int) {
        result.letters.push_back(letters.symbol(letter));
    });
    each_part(*by_word, text, [&](const std::string& word, int kind) {
        if (kind >= UBRK_WORD_NONE_LIMIT) result.words.push_back(words.symbol(word));
    });
    return result;
}

}  // namespace nuskha
