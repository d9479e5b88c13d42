// How objects lie in an OCFL storage root: its declaration files and the registered layout
// extensions 0002 (flat), 0003 (hashed n-tuples, encapsulated by the id) and 0004 (hashed
// n-tuples).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/preservation/digest.hpp"
#include "models/preservation/finding.hpp"

namespace nuskha {

// Declarations (OCFL 1.1, sections 3.3 and 4.1): a file's name; its text is the name without "0=",
// and a newline.
inline constexpr std::string_view ocfl_root_declaration = "0=ocfl_1.1";
inline constexpr std::string_view ocfl_object_declaration = "0=ocfl_object_1.1";
std::string ocfl_declaration_text(std::string_view name);

struct OcflLayout {
    enum class Kind { flat_direct, encapsulated_n_tuple, hashed_n_tuple };  // 0002, 0003, 0004
    Kind kind = Kind::hashed_n_tuple;
    DigestAlgorithm digest_algorithm = DigestAlgorithm::sha256;  // of the object's id
    int tuple_size = 3;
    int tuples = 3;
    bool short_object_root = false;  // 0004 only
    bool operator==(const OcflLayout&) const = default;
};

std::string_view extension_name(const OcflLayout& layout);  // "0004-hashed-n-tuple-storage-layout"
std::string layout_json(const OcflLayout& layout);          // text of ocfl_layout.json
std::string layout_config_json(const OcflLayout& layout);   // of extensions/NAME/config.json

// Path of an object in the root, without '/' at either end. `id_digest` is the lower-case hex of
// the UTF-8 id by layout.digest_algorithm (0002 needs none). Nothing where the layout cannot hold
// the id.
std::optional<std::string> object_path(const OcflLayout& layout, std::string_view id,
                                       std::string_view id_digest);

// Is it an extension that OCFL's community keeps (https://ocfl.github.io/extensions/)?
bool is_registered_ocfl_extension(std::string_view name);

struct LayoutDescription {  // what ocfl_layout.json says, whether the layout is known or not
    std::string extension;
    bool complete = false;  // both texts that OCFL demands are there (E070)
};
LayoutDescription read_layout_description(std::string_view json);

struct LayoutRead {
    std::optional<OcflLayout> layout;
    std::vector<Finding> findings;  // store.layout
};

// Reads ocfl_layout.json: which layout it is, with that extension's default parameters. Bounded;
// never throws on bad content. `place` names the file in findings.
LayoutRead read_layout(std::string_view json, const std::string& place);
// The same with the parameters of the extension's config.json put in.
LayoutRead read_layout_config(const OcflLayout& layout, std::string_view json,
                              const std::string& place);

}  // namespace nuskha
