// A .traineddata container made for tests.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "models/language/trained_data.hpp"

namespace nuskha {

inline std::string little_endian(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> 8 * i & 0xFF);
    return out;
}

// Components by their number in Tesseract's list (0 configuration, 17 LSTM, 21 its characters, 23 version).
inline std::string container(const std::map<int, std::string>& components) {
    std::string offsets, rest;
    constexpr int entries = 24;
    for (int i = 0; i < entries; ++i) {
        const auto at = components.find(i);
        offsets += little_endian(
            at == components.end() ? ~std::uint64_t{0} : 4 + entries * 8 + rest.size(), 8);
        if (at != components.end()) rest += at->second;
    }
    return little_endian(entries, 4) + offsets + rest;
}

inline std::string character_list(const std::vector<std::string>& characters) {
    std::string list = std::to_string(characters.size() + 3) +
                       "\nNULL 0 Common 0\n"
                       "Joined 7 0,255,0,255,0,0,0,0,0,0 Latin 1 0 1 Joined\n"
                       "|Broken|0|1 f 0,255,0,255,0,0,0,0,0,0 Common 2 10 2 |Broken|0|1\n";
    for (const std::string& c : characters)
        list += c + " 5 0,255,0,255,0,0,0,0,0,0 Latin 3 0 3 " + c + "\t# " + c + "\n";
    return list;
}

inline TrainedData data_of(const std::string& name, const std::string& file) {
    return read_trained_data(name, file.size(), [&](std::uint64_t offset, std::size_t bytes) {
        return offset < file.size() ? file.substr(offset, bytes) : std::string();
    });
}

// Data that writes the letters of these texts and their capitals.
inline TrainedData data_writing(const std::string& name, const std::string& letters) {
    std::vector<std::string> all = characters(letters);
    for (const std::string& letter : characters(letters))
        all.push_back(capital(letter, *find_alphabet("en")));
    return data_of(name, container({{17, "net"}, {21, character_list(all)}}));
}

}  // namespace nuskha
