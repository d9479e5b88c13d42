#include "pipeline/intake/overrides.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>

#include "models/failure.hpp"
#include "pipeline/intake/names.hpp"
#include "pipeline/intake/table.hpp"
#include "pipeline/toml_text.hpp"

namespace nuskha::intake {
namespace {

constexpr std::size_t most_bytes = 16u << 20, most_numbers = 16;
constexpr std::int64_t most_images = 1'000'000;

class Reader {
  public:
    explicit Reader(const std::string& path) : path_(path) {}

    std::map<std::string, std::vector<Override>> read(std::string_view bytes) {
        const toml::table file = parse(bytes);
        for (const auto& [key, node] : file)
            if (key.str() != "page")
                fail(line_of(node), fmt::format("'{}' is not known; there is only [[page]]",
                                                printable(key.str())));
        if (!file.contains("page")) return {};
        const toml::array* pages = file["page"].as_array();
        if (!pages) fail(line_of(*file.get("page")), "a page begins with [[page]]");
        for (const toml::node& node : *pages) {
            const toml::table* page = node.as_table();
            if (!page) fail(line_of(node), "a page begins with [[page]]");
            read_page(*page);
        }
        return std::move(all_);
    }

  private:
    [[noreturn]] void fail(std::size_t line, const std::string& what) const {
        throw Failure(Exit::input, fmt::format("{}: {}; correct it and run again", at(line), what));
    }
    std::string at(std::size_t line) const {
        return line ? fmt::format("{}:{}", path_, line) : path_;
    }
    static std::size_t line_of(const toml::node& node) { return node.source().begin.line; }

    toml::table parse(std::string_view bytes) const {
        if (bytes.size() > most_bytes) fail(0, "is larger than 16 MB");
        const auto text = as_utf8(bytes);
        if (!text) fail(0, "is not UTF-8 text; save it as UTF-8");
        if (const std::size_t line = line_of_stray_letter(*text))
            fail(line, "has a letter that TOML allows in quotes only");
        try {
            return toml::parse(*text);
        } catch (const toml::parse_error& error) {
            fail(error.source().begin.line, fmt::format("not valid TOML: {}", error.description()));
        }
    }

    std::int64_t whole(const toml::table& page, std::string_view key, std::int64_t otherwise,
                       std::int64_t most) const {
        const toml::node* node = page.get(key);
        if (!node) return otherwise;
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < 1 || *value > most)
            fail(line_of(*node),
                 fmt::format("'{}' must be a whole number from 1 to {}", key, most));
        return *value;
    }

    void read_page(const toml::table& page) {
        const toml::node* scan = page.get("scan");
        if (!scan || !scan->as_string())
            fail(line_of(page), "a [[page]] needs scan = \"path of the scan in the batch\"");
        const int image = static_cast<int>(whole(page, "image", 1, most_images)) - 1;
        const int side = static_cast<int>(whole(page, "side", 0, 2)) - 1;
        std::vector<Override>& list = all_[scan->as_string()->get()];
        for (const auto& [key, node] : page) {
            const std::string_view name = key.str();
            if (name == "scan" || name == "image" || name == "side") continue;
            Override told = value_of(name, node);
            told.image = image;
            told.side = side;
            told.where = at(line_of(node));
            for (const Override& other : list)
                if (other.name == told.name && other.image == image && other.side == side)
                    fail(line_of(node), fmt::format("'{}' was given for this page before, in {}",
                                                    told.name, other.where));
            list.push_back(std::move(told));
        }
    }

    Override value_of(std::string_view name, const toml::node& node) const {
        Override told;
        told.name = name;
        const auto number = [&](const toml::node& n) {
            const auto value = n.value<double>();
            if (!n.is_number() || !value || !std::isfinite(*value))
                fail(line_of(n), fmt::format("'{}' must be a number, a list of numbers or \"none\"",
                                             printable(name)));
            return *value;
        };
        if (const auto* word = node.as_string()) {
            if (word->get() != "none")
                fail(line_of(node), fmt::format("'{}' must be a number, a list of numbers or "
                                                "\"none\"",
                                                printable(name)));
            told.word = "none";
        } else if (const auto* list = node.as_array()) {
            if (list->size() > most_numbers)
                fail(line_of(node), fmt::format("'{}' has too many numbers", printable(name)));
            for (const toml::node& n : *list)
                told.numbers.push_back(number(n));
        } else {
            told.numbers.push_back(number(node));
        }
        return told;
    }

    const std::string& path_;
    std::map<std::string, std::vector<Override>> all_;
};

}  // namespace

std::map<std::string, std::vector<Override>> read_overrides(const std::string& path,
                                                            std::string_view bytes) {
    return Reader(path).read(bytes);
}

}  // namespace nuskha::intake
