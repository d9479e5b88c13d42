// The container: a number of entries (int32), the offset of each (int64, -1 = absent), then the
// components one after another; all little-endian. A component ends where the next one begins.
// The list of characters: their number on a line, then one line each, "CHARACTER properties...".
#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "models/language/trained_data.hpp"

namespace nuskha {
namespace {

enum Entry : std::size_t { config = 0, lstm = 17, lstm_characters = 21, version = 23 };
constexpr std::size_t most_entries = 1024;  // Tesseract 5 has 24, and gives up above 1,000
constexpr std::size_t most_config = 64 << 10, most_characters = 4 << 20, most_version = 1 << 10;
constexpr std::size_t longest_character = 30;  // bytes: UNICHAR_LEN

template <typename Number>
Number little_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = sizeof(Number); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return static_cast<Number>(value);
}

struct Component {
    std::uint64_t offset = 0, bytes = 0;  // none where it is absent
};
using Components = std::array<Component, version + 1>;

// Empty and a reason where the list is no such list, or leads out of the file.
std::string read_components(Components& components, std::uint64_t size, const ReadAt& read) {
    const std::string head = read(0, 4);
    const auto count = head.size() == 4 ? little_endian<std::int32_t>(head) : 0;
    if (count <= 0 || static_cast<std::size_t>(count) > most_entries) return "is no trained data";
    const std::string list = read(4, static_cast<std::size_t>(count) * 8);
    if (list.size() != static_cast<std::size_t>(count) * 8) return "is cut short";
    std::vector<std::int64_t> offsets;
    for (std::size_t i = 0; i < list.size(); i += 8)
        offsets.push_back(little_endian<std::int64_t>(std::string_view(list).substr(i)));
    for (std::size_t i = 0; i < offsets.size() && i < components.size(); ++i) {
        if (offsets[i] < 0) continue;
        const auto begin = static_cast<std::uint64_t>(offsets[i]);
        if (begin < 4 + list.size() || begin > size) return "is cut short";
        std::uint64_t end = size;
        for (const std::int64_t other : offsets)
            if (other > offsets[i]) end = std::min(end, static_cast<std::uint64_t>(other));
        components[i] = {begin, end - begin};
    }
    return "";
}

std::string bytes_of(const Component& component, std::size_t most, const ReadAt& read) {
    if (component.bytes == 0 || component.bytes > most) return "";
    return read(component.offset, static_cast<std::size_t>(component.bytes));
}

bool valid_utf8(const std::string& text) {
    for (int at = 0, size = static_cast<int>(text.size()); at < size;) {
        UChar32 c;
        U8_NEXT(text.data(), at, size, c);
        if (c < 0) return false;
    }
    return true;
}

std::string nfc(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    icu::Normalizer2::getNFCInstance(status)->normalizeUTF8(0, text, sink, nullptr, status);
    return out;
}

// The blank ("NULL") and what is no character (joined, broken) are left out.
std::string read_characters(std::set<std::string>& characters, const std::string& list) {
    std::istringstream lines(list);
    std::string line;
    std::size_t wanted = 0, seen = 0;
    std::getline(lines, line);
    if (std::from_chars(line.data(), line.data() + line.size(), wanted).ec != std::errc() ||
        wanted == 0)
        return "has a list of characters without their number";
    for (; seen < wanted && std::getline(lines, line); ++seen) {
        const std::string character = line.substr(0, line.find(' '));
        if (character.empty() || character.size() > longest_character || !valid_utf8(character))
            return fmt::format("has no character in line {} of its list", seen + 2);
        if (character != "NULL" && character != "Joined" && !character.starts_with("|Broken"))
            characters.insert(nfc(character));
    }
    return seen == wanted ? "" : "has a list of characters that is cut short";
}

std::vector<std::string> sublanguages(const std::string& config) {
    std::vector<std::string> names;
    std::istringstream lines(config);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string key, value;
        if (!(words >> key >> value) || key != "tessedit_load_sublangs") continue;
        std::istringstream each(value);
        for (std::string name; std::getline(each, name, '+');)
            if (!name.empty() && name.front() != '~') names.push_back(name);
    }
    return names;
}

}  // namespace

TrainedData read_trained_data(const std::string& name, std::uint64_t size, const ReadAt& read) {
    TrainedData data;
    data.name = name;
    Components parts;
    data.fault = read_components(parts, size, read);
    if (!data.fault.empty()) return data;
    if (parts[lstm].bytes == 0) {
        data.fault = "has no LSTM recogniser";
        return data;
    }
    data.sublanguages = sublanguages(bytes_of(parts[config], most_config, read));
    data.version = bytes_of(parts[version], most_version, read);
    if (!valid_utf8(data.version)) data.version.clear();
    data.fault =
        read_characters(data.characters, bytes_of(parts[lstm_characters], most_characters, read));
    if (!data.fault.empty()) data.characters.clear();
    return data;
}

}  // namespace nuskha
