// The alphabets. Letters after CLDR's exemplar sets where it has them (a test compares), else after the
// sources that docs/decisions.md names.
#include <array>

#include "models/language/alphabet.hpp"

namespace nuskha {
namespace {

constexpr Script latin = Script::latin, cyrillic = Script::cyrillic, arabic = Script::arabic;
constexpr Casing none = Casing::none, plain = Casing::plain, dotted = Casing::dotted;
constexpr std::string_view a_to_z = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view european = "0123456789", arabic_indic = "٠١٢٣٤٥٦٧٨٩",
                           persian = "۰۱۲۳۴۵۶۷۸۹";
constexpr std::string_view english_marks = ".,;:!?'\"()[]-–—…’‘“”",
                           guillemets = ".,;:!?\"()[]-–—…«»„“”",
                           russian_marks = ".,;:!?\"()[]-–—…«»„“№", arabic_marks = ".:!()[]-،؛؟«»…";

constexpr auto table = std::to_array<Alphabet>({
    {"az-Latn", "Azerbaijani, Latin script", latin, "abcçdeəfgğhxıikqlmnoöprsştuüvyz", "j",
     european, guillemets, dotted, "",
     " az aze azj azerbaijani azerbaijani-latin az-latn-az az-az "},
    {"az-Latn-baku1926", "Azerbaijani, Latin script of 1929 to 1939", latin,
     "aʙcçdeəfgƣhxьijkqlmnoɵprsştuvyzƶ", "ꞑ", european, guillemets, plain, "Bʙ",
     " az-baku1926 aze-latn-baku1926 az-latn-1929 az-latn-1933 "},
    {"az-Cyrl", "Azerbaijani, Cyrillic script", cyrillic, "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹш", "",
     european, russian_marks, plain, "", " aze-cyrl azj-cyrl azerbaijani-cyrillic az-cyrl-az "},
    {"az-Arab", "Azerbaijani, Arabic script", arabic, "ءآئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤۆۇهھەیىێؽ",
     "", persian, arabic_marks, none, "", " aze-arab azb azb-arab azj-arab azerbaijani-arabic "},
    {"kk-Cyrl", "Kazakh, Cyrillic script", cyrillic, "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіьэюя",
     "ёъ", european, russian_marks, plain, "",
     " kk kaz kaz-cyrl kazakh kazakh-cyrillic kk-kz kk-cyrl-kz "},
    {"kk-Latn", "Kazakh, Latin script of 2021", latin, "aäbdefgğhıijklmnñoöpqrsştuūüvyz", "",
     european, guillemets, dotted, "", " kaz-latn kazakh-latin kk-latn-2021 kk-latn-kz "},
    {"kk-Latn-baku1926", "Kazakh, Latin script of 1929 to 1940", latin,
     "aʙcçdeəgƣhijkqlmnꞑoɵprstuvyzь", "fūx", european, guillemets, plain, "Bʙ",
     " kk-baku1926 kaz-latn-baku1926 kk-latn-1929 "},
    {"kk-Arab", "Kazakh, Arabic script", arabic, "ءابۆگعدەجزيكقلمنڭوپرستۋۇفحھچشى", "", european,
     arabic_marks, none, "", " kaz-arab kazakh-arabic kk-arab-cn kk-cn "},
    {"ru", "Russian", cyrillic, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "", european, russian_marks,
     plain, "", " rus ru-cyrl ru-ru russian "},
    {"ru-petr1708", "Russian, orthography before 1918", cyrillic,
     "абвгдежзийіклмнопрстуфхцчшщъыьѣэюяѳ", "ёѵ", european, russian_marks, plain, "",
     " rus-petr1708 ru-cyrl-petr1708 russian-before-1918 "},
    {"en", "English", latin, a_to_z, "", european, english_marks, plain, "",
     " eng en-latn en-gb en-us english "},
    {"fa", "Persian", arabic, "ءآأئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهةی", "ؤ", persian, arabic_marks,
     none, "", " fas per pes fa-arab fa-ir persian farsi "},
    {"ar", "Arabic", arabic, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", "", arabic_indic, arabic_marks,
     none, "", " ara arb ar-arab arabic "},
    {"ota", "Ottoman Turkish", arabic, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقكگڭلمنوهیى", "", arabic_indic,
     arabic_marks, none, "", " ota-arab ottoman ottoman-turkish "},
    {"tr", "Turkish", latin, "abcçdefgğhıijklmnoöprsştuüvyz", "", european, english_marks, dotted,
     "", " tur tr-latn tr-tr turkish "},
    {"de", "German", latin, "abcdefghijklmnopqrstuvwxyzäöüß", "", european, guillemets, plain, "",
     " deu ger de-latn de-de german "},
    {"fr", "French", latin, "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ", "", european,
     ".,;:!?'\"()[]-–—…«»’", plain, "", " fra fre fr-latn fr-fr french "},
    {"la", "Latin", latin, a_to_z, "", european, english_marks, plain, "", " lat la-latn latin "},
    {"uk", "Ukrainian", cyrillic, "абвгдеєжзиіїйклмнопрстуфхцчшщьюя", "ґ", european, russian_marks,
     plain, "", " ukr ukrainian "},
    {"tt", "Tatar", cyrillic, "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя", "", european,
     russian_marks, plain, "", " tat tatar "},
    {"uz-Cyrl", "Uzbek, Cyrillic script", cyrillic, "абвгғдеёжзийкқлмнопрстуўфхҳцчшъэюя", "",
     european, russian_marks, plain, "", " uzb-cyrl uzbek-cyrillic "},
    {"uz-Latn", "Uzbek, Latin script", latin, "abdefghijklmnopqrstuvxyzʻʼ", "", european,
     guillemets, plain, "", " uz uzb uzbek "},
    {"ky", "Kyrgyz", cyrillic, "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя", "", european, russian_marks,
     plain, "", " kir kyrgyz "},
});

}  // namespace

std::span<const Alphabet> alphabets() {
    return table;
}

}  // namespace nuskha
