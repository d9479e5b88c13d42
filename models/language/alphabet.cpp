#include "models/language/alphabet.hpp"

#include <algorithm>
#include <array>

namespace nuskha {
namespace {

constexpr Script latin = Script::latin, cyrillic = Script::cyrillic, arabic = Script::arabic;
constexpr std::string_view a_to_z = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view arabic_letters = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";

constexpr auto table = std::to_array<Alphabet>({
    {"az-Latn", "Azerbaijani, Latin script", latin, "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
     " az aze azj azerbaijani azerbaijani-latin az-latn-az az-az "},
    {"az-Cyrl", "Azerbaijani, Cyrillic script", cyrillic, "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹш",
     " aze-cyrl azj-cyrl azerbaijani-cyrillic az-cyrl-az "},
    {"az-Arab", "Azerbaijani, Arabic script", arabic, "ءآئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤۆۇهھیىێ",
     " aze-arab azb azb-arab azj-arab azerbaijani-arabic "},
    {"kk-Cyrl", "Kazakh, Cyrillic script", cyrillic, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
     " kk kaz kaz-cyrl kazakh kazakh-cyrillic kk-kz kk-cyrl-kz "},
    {"kk-Latn", "Kazakh, Latin script", latin, "aäbdefgğhıijklmnñoöpqrsştuūüvyzʼ",
     " kaz-latn kazakh-latin "},
    {"kk-Arab", "Kazakh, Arabic script", arabic, "ءابپتجچحدرزسشعفقكگلمنڭھوۆۇيىە",
     " kaz-arab kazakh-arabic "},
    {"ru", "Russian", cyrillic, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", " rus ru-cyrl ru-ru russian "},
    {"en", "English", latin, a_to_z, " eng en-latn en-gb en-us english "},
    {"fa", "Persian", arabic, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
     " fas per pes fa-arab fa-ir persian farsi "},
    {"ar", "Arabic", arabic, arabic_letters, " ara arb ar-arab arabic "},
    {"ota", "Ottoman Turkish", arabic, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقكگڭلمنوهی",
     " ota-arab ottoman ottoman-turkish "},
    {"tr", "Turkish", latin, "abcçdefgğhıijklmnoöprsştuüvyz", " tur tr-latn tr-tr turkish "},
    {"de", "German", latin, "abcdefghijklmnopqrstuvwxyzäöüß", " deu ger de-latn de-de german "},
    {"fr", "French", latin, "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
     " fra fre fr-latn fr-fr french "},
    {"la", "Latin", latin, a_to_z, " lat la-latn latin "},
    {"uk", "Ukrainian", cyrillic, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", " ukr ukrainian "},
    {"tt", "Tatar", cyrillic, "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя", " tat tatar "},
    {"uz-Cyrl", "Uzbek, Cyrillic script", cyrillic, "абвгғдеёжзийкқлмнопрстуўфхҳцчшъэюя",
     " uzb-cyrl uzbek-cyrillic "},
    {"uz-Latn", "Uzbek, Latin script", latin, "abdefghijklmnopqrstuvxyzʻʼ", " uz uzb uzbek "},
    {"ky", "Kyrgyz", cyrillic, "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя", " kir kyrgyz "},
});

std::string folded(std::string_view declared) {  // lower case, '-' between parts, trimmed
    std::string out;
    for (char c : declared) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c == '_' || c == ' ') c = '-';
        out += c;
    }
    const auto first = out.find_first_not_of('-'), last = out.find_last_not_of('-');
    return first == std::string::npos ? "" : out.substr(first, last - first + 1);
}

}  // namespace

std::string_view word(Script script) {
    switch (script) {
        case Script::latin:
            return "Latn";
        case Script::cyrillic:
            return "Cyrl";
        case Script::arabic:
            return "Arab";
    }
    return "Latn";
}

std::span<const Alphabet> alphabets() {
    return table;
}

Direction direction(Script script) {
    return script == Script::arabic ? Direction::right_to_left : Direction::left_to_right;
}

const Alphabet* find_alphabet(std::string_view code) {
    const auto* at =
        std::find_if(table.begin(), table.end(), [&](const Alphabet& a) { return a.code == code; });
    return at == table.end() ? nullptr : at;
}

std::optional<std::string> canonical_language(std::string_view declared) {
    const std::string name = folded(declared);
    if (name.empty()) return {};
    for (const Alphabet& alphabet : table)
        if (folded(alphabet.code) == name ||
            alphabet.aliases.find(" " + name + " ") != std::string_view::npos)
            return std::string(alphabet.code);
    return {};
}

}  // namespace nuskha
