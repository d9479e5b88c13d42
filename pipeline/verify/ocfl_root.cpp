#include "pipeline/verify/ocfl_root.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/preservation/ocfl_layout.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_text = 1 << 20;  // of declarations and layout
constexpr std::size_t deepest = 64;              // folders between the root and an object

class RootCheck {
  public:
    RootCheck(const fs::path& root, VerifyFigures& figures, const ObjectVerified& verified,
              const VerifyProgress& told, OcflVerdict& verdict)
        : root_(root), figures_(figures), verified_(verified), told_(told), verdict_(verdict) {}

    void run() {
        declaration();
        layout();
        extensions();
        walk(root_, 0);
    }

  private:
    void fault(const char* code, const std::string& place, const std::string& what) {
        verdict_.cut_short = verdict_.faults.size() >= most_faults;
        if (!verdict_.cut_short) verdict_.faults.push_back({code, place, what});
    }

    std::string place_of(const fs::path& path) const {
        return path.lexically_relative(root_).generic_string();
    }

    std::optional<std::string> text_of(const std::string& file, const char* code) {
        const FileBytes bytes = read_whole(root_ / file, largest_text);
        if (bytes.error.empty())
            return std::string(reinterpret_cast<const char*>(bytes.data.get()), bytes.size);
        fault(code, file, fmt::format("cannot be read: {}", bytes.error));
        return {};
    }

    void declaration() {
        std::vector<std::string> names;
        std::string error;
        for (const auto& entry : entries_of(root_, error))
            if (const std::string name = entry.path().filename().string(); name.starts_with("0="))
                names.push_back(name);
        if (names.empty()) return fault("E069", "", "has no declaration that it is a storage root");
        if (names.size() > 1) fault("E076", names[1], "is a second declaration");
        const auto known = std::find_if(names.begin(), names.end(), [](const std::string& name) {
            return name == "0=ocfl_1.0" || name == "0=ocfl_1.1";
        });
        if (known == names.end())
            return fault("E079", names.front(), "does not declare a root of OCFL 1.0 or 1.1");
        spec_ = known->substr(7);
        const auto text = text_of(*known, "E080");
        if (text && *text != ocfl_declaration_text(*known))
            fault("E080", *known, "does not say what its name says, and a line end");
    }

    // Which layout objects lie by, where it is said and known.
    void layout() {
        const std::string file = "ocfl_layout.json";
        if (!fs::is_regular_file(fs::symlink_status(root_ / file))) return;
        const auto text = text_of(file, "E070");
        if (!text) return;
        const LayoutDescription said = read_layout_description(*text);
        if (!said.complete)
            return fault("E070", file, "has no texts called extension and description");
        if (!is_registered_ocfl_extension(said.extension))
            return fault("E071", file,
                         fmt::format("{} is not a registered extension", said.extension));
        LayoutRead read = read_layout(*text, file);
        if (!read.layout) return;  // registered, but not one we can compute
        const std::string config = fmt::format("extensions/{}/config.json", said.extension);
        if (fs::is_regular_file(fs::symlink_status(root_ / config)))
            if (const auto parameters = text_of(config, "E070"))
                read = read_layout_config(*read.layout, *parameters, config);
        layout_ = read.layout;
        for (const Finding& finding : read.findings)
            fault("E070", finding.place, finding.sentence);
    }

    void extensions() {
        const fs::path folder = root_ / "extensions";
        if (!fs::is_directory(fs::symlink_status(folder))) return;
        std::string error;
        for (const auto& entry : entries_of(folder, error)) {
            const std::string name = entry.path().filename().string();
            if (!fs::is_directory(entry.symlink_status()))
                fault("E086", "extensions/" + name, "is no folder of an extension");
            else if (!is_registered_ocfl_extension(name))
                fault("W013", "extensions/" + name, "is not a registered extension");
        }
    }

    void object(const fs::path& folder) {
        const std::string place = place_of(folder);
        const OcflVerdict verdict = verify_ocfl_object(
            folder, figures_, [&](const VerifyFigures& figures, const std::string& file) {
                told_(figures, place + "/" + file);
            });
        verified_(place, verdict);
        if (spec_ == "1.0" && fs::exists(folder / "0=ocfl_object_1.1"))
            fault("E081", place, "is of a later OCFL version than the root");
        if (layout_ && !verdict.id.empty()) {
            const auto there =
                object_path(*layout_, verdict.id,
                            hex_digest(layout_->digest_algorithm, std::string_view(verdict.id)));
            if (there != place)
                fault("E083", place,
                      fmt::format("lies elsewhere than the layout says: {}",
                                  there.value_or("the layout cannot hold its id")));
        }
    }

    void walk(const fs::path& folder, std::size_t depth) {
        std::string error;
        const auto entries = entries_of(folder, error);
        if (!error.empty())
            fault("E072", place_of(folder), fmt::format("the folder cannot be read: {}", error));
        else if (entries.empty() && depth > 0)
            fault("E073", place_of(folder), "is an empty folder");
        for (const auto& entry : entries) {
            const fs::file_status status = entry.symlink_status();
            const std::string place = place_of(entry.path());
            if (fs::is_symlink(status))
                fault("E090", place, "is a symbolic link");
            else if (!fs::is_directory(status)) {
                if (depth > 0) fault("E072", place, "is part of no object");
            } else if (depth == 0 && entry.path().filename() == "extensions") {
                continue;
            } else if (ocfl_kind(entry.path()) == OcflKind::object) {
                object(entry.path());
            } else if (depth < deepest) {
                walk(entry.path(), depth + 1);
            } else {
                fault("E088", place, "lies too deep to be part of a hierarchy of objects");
            }
        }
    }

    const fs::path& root_;
    VerifyFigures& figures_;
    const ObjectVerified& verified_;
    const VerifyProgress& told_;
    OcflVerdict& verdict_;
    std::string spec_;
    std::optional<OcflLayout> layout_;
};

}  // namespace

OcflKind ocfl_kind(const fs::path& folder) {
    std::string error;
    bool object = false, root = false, inventory = false, layout = false;
    for (const auto& entry : entries_of(folder, error)) {
        const std::string name = entry.path().filename().string();
        object = object || name.starts_with("0=ocfl_object_");
        root = root || (name.starts_with("0=ocfl_") && !name.starts_with("0=ocfl_object_"));
        inventory = inventory || name == "inventory.json";
        layout = layout || name == "ocfl_layout.json";
    }
    if (root) return OcflKind::root;
    if (object || inventory) return OcflKind::object;
    return layout ? OcflKind::root : OcflKind::none;
}

OcflVerdict verify_ocfl_root(const fs::path& root, VerifyFigures& figures,
                             const ObjectVerified& verified, const VerifyProgress& told) {
    if (!fs::is_directory(root))
        throw Failure(Exit::input, fmt::format("{}: is not a folder", root.string()));
    OcflVerdict verdict;
    RootCheck(root, figures, verified, told, verdict).run();
    return verdict;
}

}  // namespace nuskha
