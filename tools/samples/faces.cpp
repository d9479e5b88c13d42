#include "tools/samples/faces.hpp"

#include <map>

#include "models/failure.hpp"
#include "tools/samples/prose.hpp"

namespace nuskha {
namespace {

bool can_write(const Face& face, const std::string& language) {
    try {
        Typesetter type(600, 200, 300, language);
        for (const auto& paragraph : load_prose(language).paragraphs)
            for (const std::string& sentence : paragraph)
                type.set(sentence, face, 0, 0, 500, Align::start);
        return true;
    } catch (const Failure&) {
        return false;
    }
}

}  // namespace

std::vector<Face> bench_faces(const std::string& language) {
    static std::map<std::string, std::vector<Face>> known;
    const auto [at, added] = known.try_emplace(language);
    if (!added) return at->second;
    std::vector<Face> wanted{
        {"Liberation Serif", 1}, {"Liberation Sans", 1}, {"Linux Libertine O", 1}, {"PT Serif", 1},
        {"FreeSerif", 1},        {"FreeSans", 1},        {"Liberation Mono", 1},   {"PT Sans", 1}};
    std::vector<Face> usual{{"DejaVu Serif", 1}, {"Noto Sans", 1}};
    if (language == "az-Arab") {
        wanted = {{"Amiri", 1.2}, {"Scheherazade", 1.4}, {"Noto Kufi Arabic", 1}};
        usual = {{"Noto Sans Arabic", 1.15}};
    }
    for (const std::vector<Face>& some : {wanted, usual}) {
        for (const Face& face : some)
            if (can_write(face, language)) at->second.push_back(face);
        if (!at->second.empty()) break;
    }
    return at->second;
}

}  // namespace nuskha
