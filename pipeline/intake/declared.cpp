#include "pipeline/intake/declared.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "pipeline/intake/languages.hpp"
#include "pipeline/intake/names.hpp"
#include "pipeline/intake/table.hpp"
#include "pipeline/options.hpp"
#include "pipeline/toml_text.hpp"

namespace nuskha::intake {
namespace {

constexpr std::size_t most_findings = 50;
constexpr std::size_t longest_id = 500;
constexpr std::size_t most_languages = 100;  // of an item
constexpr std::size_t most_toml_bytes = 1u << 20;

Finding bad(const std::string& path, std::size_t line, std::string_view sentence) {
    return make_finding("batch.bad-metadata", line ? fmt::format("{}:{}", path, line) : path,
                        std::string(sentence));
}

Finding unknown_key(const std::string& path, std::size_t line, std::string_view key,
                    const std::vector<std::string>& known) {
    const std::string near = nearest(key, known);
    return make_finding("batch.unknown-key", line ? fmt::format("{}:{}", path, line) : path,
                        near.empty()
                            ? fmt::format("'{}' is not known and not used; known are {}",
                                          printable(key), fmt::join(known, ", "))
                            : fmt::format("'{}' is not known and not used; did you mean '{}'?",
                                          printable(key), near));
}

// Codes in a cell or string, between commas, semicolons, '+', '|', '/' or spaces.
void add_languages(std::string_view text, const std::string& place,
                   std::vector<std::string>& languages, std::vector<Finding>& findings) {
    constexpr std::string_view between = ",;+|/ \t\r\n";
    // A name of several words ("Church Slavonic") would fall apart: first try it whole.
    if (const auto whole = parse_language(text)) {
        if (std::find(languages.begin(), languages.end(), *whole) == languages.end())
            languages.push_back(*whole);
        return;
    }
    while (!text.empty() && findings.size() < most_findings) {
        if (languages.size() >= most_languages) {
            findings.push_back(
                make_finding("item.unknown-language", place,
                             fmt::format("more than {} languages are listed; name those that occur",
                                         most_languages)));
            return;
        }
        const auto end = std::min(text.find_first_of(between), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        const auto code = parse_language(word);
        if (!code)
            findings.push_back(make_finding(
                "item.unknown-language", place,
                fmt::format("'{}' is no language that is known; use a code such as az-Latn, "
                            "kk-Cyrl or ru",
                            printable(word))));
        else if (std::find(languages.begin(), languages.end(), *code) == languages.end())
            languages.push_back(*code);
    }
}

struct TomlFile {
    const std::string& path;
    std::vector<Finding>& findings;
    std::optional<toml::table> table;

    void parse(std::string_view bytes) {
        if (bytes.size() > most_toml_bytes) {
            findings.push_back(bad(path, 0, "is larger than 1 MB; is it the right file?"));
            return;
        }
        const auto text = as_utf8(bytes);
        if (!text) {
            findings.push_back(bad(path, 0, "is not UTF-8 text; save it as UTF-8"));
            return;
        }
        if (const std::size_t line = line_of_stray_letter(*text)) {
            findings.push_back(bad(path, line,
                                   "has a letter that TOML allows in quotes only; put the text in "
                                   "quotes"));
            return;
        }
        try {
            table = toml::parse(*text);
        } catch (const toml::parse_error& error) {
            findings.push_back(
                bad(path, error.source().begin.line,
                    fmt::format("is not valid TOML: {}; correct the line", error.description())));
        }
    }

    // A text, or a number or date as it is written.
    std::string text(std::string_view key) {
        const toml::node* node = table->get(key);
        if (!node) return {};
        if (const auto* value = node->as_string()) return nfc(trimmed(value->get()));
        std::ostringstream written;
        written.imbue(std::locale::classic());
        if (const auto* value = node->as_integer())
            written << value->get();
        else if (const auto* day = node->as_date())
            written << day->get();
        else if (const auto* moment = node->as_date_time())
            written << moment->get();
        else
            wrong_type(*node, key, "a text in quotes");
        return written.str();
    }

    void languages(std::vector<std::string>& to) {
        const toml::node* node = table->get("languages");
        if (!node) return;
        const std::string place = fmt::format("{}:{}", path, node->source().begin.line);
        if (const auto* one = node->as_string())
            return add_languages(one->get(), place, to, findings);
        const toml::array* list = node->as_array();
        if (!list) return wrong_type(*node, "languages", "a list of texts");
        for (const toml::node& element : *list)
            if (findings.size() >= most_findings)
                return;  // enough is told
            else if (const auto* one = element.as_string())
                add_languages(one->get(), place, to, findings);
            else
                wrong_type(element, "languages", "a list of texts");
    }

    void only(const std::vector<std::string>& known) {
        for (const auto& [key, node] : *table)
            if (findings.size() < most_findings &&
                std::find(known.begin(), known.end(), key.str()) == known.end())
                findings.push_back(unknown_key(path, key.source().begin.line, key.str(), known));
    }

    void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
        findings.push_back(bad(path, node.source().begin.line,
                               fmt::format("'{}' must be {}; correct it", key, wanted)));
    }
};

std::string checked_id(std::string_view id, const std::string& path, std::size_t line,
                       std::vector<Finding>& findings) {
    const std::string plain = nfc(trimmed(id));
    if (is_plain_utf8(plain) && plain.size() <= longest_id) return plain;
    findings.push_back(
        bad(path, line, "the id holds control characters or is very long; use a short name"));
    return {};
}

const std::vector<std::string> item_keys = {"id",        "title", "creator", "date",
                                            "languages", "kind",  "rights",  "shelfmark"};

std::string* field_of(Description& d, std::string_view key) {
    if (key == "title") return &d.title;
    if (key == "creator") return &d.creator;
    if (key == "date") return &d.date;
    if (key == "kind") return &d.kind;
    if (key == "rights") return &d.rights;
    if (key == "shelfmark") return &d.shelfmark;
    return nullptr;
}

class CsvItems {
  public:
    explicit CsvItems(const std::string& path) : path_(path) {}

    DeclaredItems read(std::string_view bytes) {
        const auto text = as_utf8(bytes);
        if (!text) {
            problem(0, "is not UTF-8 text; save it as \"CSV UTF-8\"");
            return std::move(result_);
        }
        const Table table = read_table(*text);
        if (table.unclosed_quote)
            problem(table.unclosed_quote, "has a quote that never ends; close it");
        if (table.rows.empty() || !header(table.rows.front())) return std::move(result_);
        for (std::size_t i = 1; i < table.rows.size(); ++i)
            row(table.rows[i]);
        if (problems_ > most_findings)
            result_.findings.push_back(
                bad(path_, 0, fmt::format("{} more rows are faulty", problems_ - most_findings)));
        return std::move(result_);
    }

  private:
    void problem(std::size_t line, std::string_view sentence) {
        if (++problems_ <= most_findings) result_.findings.push_back(bad(path_, line, sentence));
    }

    bool header(const Row& first) {
        std::vector<std::string> known = item_keys;
        known.push_back("folder");
        std::set<std::string> seen;
        for (const std::string& cell : first.cells) {
            std::string name = lower_ascii(cell);
            if (name == "language") name = "languages";
            if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
                if (result_.findings.size() < most_findings)
                    result_.findings.push_back(unknown_key(path_, first.line, cell, known));
                name.clear();
            } else if (!name.empty() && !seen.insert(name).second) {
                problem(first.line, fmt::format("has the column '{}' twice; remove one", name));
                name.clear();
            }
            columns_.push_back(name);
        }
        if (seen.count("id") || seen.count("folder")) return true;
        problem(first.line, "has no column 'id'; name the columns in the first line");
        return false;
    }

    void row(const Row& row) {
        if (row.cells.size() > columns_.size() &&
            std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(columns_.size()),
                        row.cells.end(), [](const std::string& c) { return !c.empty(); }))
            return problem(row.line, fmt::format("has {} cells, the first line has {}; put cells "
                                                 "that hold the separator in quotes",
                                                 row.cells.size(), columns_.size()));
        DeclaredItem item;
        item.line = row.line;
        const std::string place = fmt::format("{}:{}", path_, row.line);
        for (std::size_t i = 0; i < std::min(row.cells.size(), columns_.size()); ++i) {
            const std::string& cell = row.cells[i];
            if (columns_[i] == "id")
                item.id = checked_id(cell, path_, row.line, result_.findings);
            else if (columns_[i] == "folder") {
                std::string path = cell;
                std::replace(path.begin(), path.end(), '\\', '/');
                const auto inside = lexical_path(path);
                if (!inside)
                    return problem(row.line, "its folder leaves the batch; name one inside it");
                item.folder = nfc(*inside);
            } else if (columns_[i] == "languages")
                add_languages(cell, place, item.description.languages, item.findings);
            else if (std::string* field = field_of(item.description, columns_[i]))
                *field = nfc(cell);
        }
        if (item.id.empty() && item.folder.empty())
            return problem(row.line, "has neither id nor folder; add the id");
        const std::string& key = item.id.empty() ? item.folder : item.id;
        const auto [at, is_new] = lines_.emplace(key, row.line);
        if (!is_new)
            return problem(row.line, fmt::format("'{}' was described in line {} already; keep one "
                                                 "of the two",
                                                 key, at->second));
        result_.items.push_back(std::move(item));
    }

    const std::string& path_;
    std::vector<std::string> columns_;
    std::map<std::string, std::size_t> lines_;
    std::size_t problems_ = 0;
    DeclaredItems result_;
};

}  // namespace

void read_batch_toml(const std::string& path, std::string_view bytes, Batch& batch) {
    TomlFile file{path, batch.findings, {}};
    file.parse(bytes);
    if (!file.table) return;
    if (std::string id = checked_id(file.text("id"), path, 0, batch.findings); !id.empty())
        batch.id = std::move(id);
    batch.operator_name = file.text("operator");
    batch.scanner = file.text("scanner");
    batch.date = file.text("date");
    batch.recipe = file.text("recipe");
    batch.rights = file.text("rights");
    file.languages(batch.languages);
    file.only({"id", "operator", "scanner", "date", "recipe", "languages", "rights"});
}

DeclaredItem read_item_toml(const std::string& path, std::string_view bytes) {
    DeclaredItem item;
    TomlFile file{path, item.findings, {}};
    file.parse(bytes);
    if (!file.table) return item;
    item.id = checked_id(file.text("id"), path, 0, item.findings);
    for (const std::string& key : item_keys)
        if (std::string* field = field_of(item.description, key)) *field = file.text(key);
    file.languages(item.description.languages);
    file.only(item_keys);
    return item;
}

DeclaredItems read_items_csv(const std::string& path, std::string_view bytes) {
    return CsvItems(path).read(bytes);
}

void fill_up(Description& to, const Description& from) {
    for (std::string Description::*field :
         {&Description::title, &Description::creator, &Description::date, &Description::kind,
          &Description::rights, &Description::shelfmark})
        if ((to.*field).empty()) to.*field = from.*field;
    if (to.languages.empty()) to.languages = from.languages;
}

}  // namespace nuskha::intake
