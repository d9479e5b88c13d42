#include "models/preservation/ocfl_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace nuskha {
namespace {

// A URI has a scheme (RFC 3986, section 3.1).
bool is_uri(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return false;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return letter(text[0]) &&
           std::all_of(
               text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [&](char c) {
                   return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
               });
}

using Contents = std::map<std::string, std::set<std::string>>;  // digest -> content paths

Contents contents_of(const OcflInventory& inventory) {
    Contents contents;
    for (const auto& [path, digest] : inventory.manifest)
        contents[digest].insert(path);
    return contents;
}

bool meet(const Contents& a, const std::string& digest_a, const Contents& b,
          const std::string& digest_b) {
    const auto x = a.find(digest_a), y = b.find(digest_b);
    return x != a.end() && y != b.end() &&
           std::any_of(x->second.begin(), x->second.end(),
                       [&](const std::string& path) { return y->second.contains(path); });
}

// Logical paths mean the same content; where the inventories use different digest algorithms, that
// is told by the content paths that these name.
void compare_states(const OcflInventory& old, const OcflInventory& newest, std::size_t last,
                    std::vector<OcflFault>& faults) {
    const Contents then = contents_of(old), now = contents_of(newest);
    const bool other_digests = old.digest_algorithm != newest.digest_algorithm;
    for (std::size_t v = 0; v < last; ++v) {
        const OcflVersion &a = old.versions[v], &b = newest.versions[v];
        const std::string version = newest.version_name(v + 1);
        const bool same =
            std::equal(a.state.begin(), a.state.end(), b.state.begin(), b.state.end(),
                       [&](const auto& x, const auto& y) {
                           return x.first == y.first &&
                                  (x.second == y.second ||
                                   (other_digests && meet(then, x.second, now, y.second)));
                       });
        if (!same)
            faults.push_back(
                {"E066", "",
                 fmt::format("{} has another state there than in the newest", version)});
        if (a.created != b.created || a.message != b.message || a.user_name != b.user_name ||
            a.user_address != b.user_address)
            faults.push_back(
                {"W011", "",
                 fmt::format("time, message or user of {} are others than in the newest",
                             version)});
    }
}

}  // namespace

std::vector<OcflFault> differences_of(const OcflInventory& old, std::size_t number,
                                      const OcflInventory& newest) {
    std::vector<OcflFault> faults;
    if (old.id != newest.id)
        for (const char* code : {"E037", "E110"})
            faults.push_back({code, "", "has another id than the object"});
    if (old.content_directory != newest.content_directory)
        faults.push_back({"E019", "", "names another contentDirectory than the object"});
    if (old.versions.size() != number)
        faults.push_back({"E040", "", fmt::format("its head is {}", old.head())});
    compare_states(old, newest, std::min({number, old.versions.size(), newest.versions.size()}),
                   faults);
    return faults;
}

std::vector<OcflFault> not_recommended(const OcflInventory& inventory) {
    std::vector<OcflFault> faults;
    const auto warn = [&](const char* code, const std::string& what) {
        faults.push_back({code, "", what});
    };
    if (inventory.padding > 0) warn("W001", "version numbers are padded by noughts");
    if (!is_uri(inventory.id)) warn("W005", "the id is not a URI");
    for (std::size_t v = 0; v < inventory.versions.size(); ++v) {
        const OcflVersion& version = inventory.versions[v];
        const std::string name = inventory.version_name(v + 1);
        if (version.message.empty() || version.user_name.empty())
            warn("W007", fmt::format("{} has no message or no user", name));
        if (version.user_name.empty()) continue;
        if (version.user_address.empty())
            warn("W008", fmt::format("the user of {} has no address", name));
        else if (!is_uri(version.user_address))
            warn("W009", fmt::format("the address of {}'s user is not a URI", name));
    }
    return faults;
}

}  // namespace nuskha
