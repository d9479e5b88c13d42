#include "pipeline/intake/checksum_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "pipeline/intake/names.hpp"
#include "pipeline/intake/table.hpp"

namespace nuskha::intake {
namespace {

using Algorithm = std::optional<DigestAlgorithm>;
constexpr std::size_t most_findings = 20;
constexpr std::size_t longest_name = 4096;

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != text.npos; });
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::string squeezed(std::string_view text) {  // "SHA-256 sum" -> "sha256sum"
    std::string plain = lower_ascii(text);
    std::erase_if(plain, [](char c) { return c == '-' || c == '_' || c == ' '; });
    return plain;
}

Algorithm algorithm_in(std::string_view text) {
    const std::string plain = squeezed(text);
    for (const char* name : {"sha512", "sha384", "sha256", "sha224", "sha1", "md5"})
        if (plain.find(name) != plain.npos) return digest_algorithm(name);
    return {};
}

Algorithm algorithm_of(std::string_view digest) {
    const Algorithm algorithm = digest_algorithm_of_length(digest.size());
    return algorithm && normal_hex(digest, *algorithm) ? algorithm : Algorithm();
}

class ListReader {
  public:
    explicit ListReader(const std::string& path)
        : path_(path), by_file_name_(algorithm_in(file_name(path))) {
        const std::string lower = lower_ascii(file_name(path));
        list_.percent_encoded = lower.starts_with("manifest-") || lower.starts_with("tagmanifest-");
    }

    ChecksumList lines(std::string_view text) {
        std::size_t number = 0;
        while (!text.empty()) {
            const auto end = text.find_first_of("\r\n");
            const std::string_view one = text.substr(0, end);
            ++number;
            if (const std::string_view plain = trimmed(one);
                !plain.empty() && plain[0] != '#' && plain[0] != ';' && !line(one, number))
                unreadable(number, "is not a digest with a file name; correct the line");
            if (end == text.npos) break;
            text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
        }
        return take();
    }

    ChecksumList table(std::string_view text) {
        const Table table = read_table(text);
        if (table.unclosed_quote)
            unreadable(table.unclosed_quote, "has a quote that never ends; close it");
        if (table.rows.empty()) return take();
        Columns columns = by_header(table.rows.front());
        const bool has_header = digest_cells(table.rows.front()).empty();
        const std::size_t first = has_header ? 1 : 0;
        if (table.rows.size() > first) complete(columns, table.rows[first]);
        if (!columns.path || columns.digests.empty()) {
            unreadable(table.rows.front().line,
                       "no column of file names and no column of digests were found; name them "
                       "'path' and 'sha256'");
            return take();
        }
        for (std::size_t i = first; i < table.rows.size(); ++i)
            row(table.rows[i], columns);
        return take();
    }

    void unreadable(std::size_t line, std::string_view sentence) {
        if (++faults_ > most_findings) return;
        list_.findings.push_back(make_finding(
            "checksum.unreadable", fmt::format("{}:{}", path_, line), std::string(sentence)));
    }

  private:
    struct Columns {
        std::optional<std::size_t> path, folder, algorithm;
        std::vector<std::pair<std::size_t, Algorithm>> digests;
    };

    bool add(std::string_view digest, std::string_view name, Algorithm stated, std::size_t number,
             bool exact) {
        const Algorithm algorithm = stated          ? stated
                                    : by_file_name_ ? by_file_name_
                                                    : algorithm_of(digest);
        if (!algorithm) return false;
        const auto hex = normal_hex(digest, *algorithm);
        if (!hex || name.size() > longest_name) return false;
        list_.entries.push_back({std::string(name), *algorithm, *hex, number, exact});
        return true;
    }

    bool line(std::string_view text, std::size_t number) {
        bool escaped = false;
        std::string unescaped;
        if (text.starts_with('\\')) {  // coreutils: "\\" and "\n" in the name are escapes
            escaped = true;
            text.remove_prefix(1);
        }
        if (const auto open = text.find('('); open != text.npos)
            if (const auto named = digest_algorithm(trimmed(text.substr(0, open))))
                if (bsd(text, open, *named, number, escaped)) return true;
        if (trimmed(text).empty()) return false;
        const std::string_view start = text.substr(text.find_first_not_of(" \t"));
        const auto end = std::min(start.find_first_of(" \t"), start.size());
        const std::string_view digest = start.substr(0, end);
        if (!is_digest(digest)) return reversed(trimmed(text), number);
        std::string_view name = start.substr(end);
        if (trimmed(name).empty()) return add(digest, "", {}, number, false);
        name.remove_prefix(1);
        if (name.starts_with(' ') || name.starts_with('*'))
            name.remove_prefix(1);
        else if (const auto first = name.find_first_not_of(" \t"); first != name.npos)
            name.remove_prefix(first + (name[first] == '*' ? 1 : 0));
        return add(digest, escaped ? without_escapes(name) : std::string(name), {}, number,
                   escaped);
    }

    bool bsd(std::string_view text, std::size_t open, DigestAlgorithm algorithm, std::size_t number,
             bool escaped) {
        const auto close = text.rfind(')');
        if (close == text.npos || close < open) return false;
        const std::string_view rest = trimmed(text.substr(close + 1));
        if (!rest.starts_with('=')) return false;
        const std::string_view name = text.substr(open + 1, close - open - 1);
        return add(trimmed(rest.substr(1)), escaped ? without_escapes(name) : std::string(name),
                   algorithm, number, escaped);
    }

    bool reversed(std::string_view text, std::size_t number) {  // "name  digest"
        const auto gap = text.find_last_of(" \t");
        if (gap == text.npos || !is_digest(text.substr(gap + 1))) return false;
        return add(text.substr(gap + 1), trimmed(text.substr(0, gap)), {}, number, false);
    }

    static bool is_digest(std::string_view word) { return algorithm_of(word).has_value(); }

    static std::string without_escapes(std::string_view name) {
        std::string plain;
        for (std::size_t i = 0; i < name.size(); ++i) {
            const bool escape = name[i] == '\\' && i + 1 < name.size();
            if (escape) ++i;
            plain += !escape ? name[i] : name[i] == 'n' ? '\n' : name[i] == 'r' ? '\r' : name[i];
        }
        return plain;
    }

    static std::vector<std::size_t> digest_cells(const Row& row) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            if (is_digest(row.cells[i])) found.push_back(i);
        return found;
    }

    static Columns by_header(const Row& header) {
        Columns columns;
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            const std::string name = squeezed(header.cells[i]);
            if (const Algorithm algorithm = algorithm_in(name))
                columns.digests.emplace_back(i, algorithm);
            else if (one_of(name, {"checksum", "hash", "digest", "hashvalue", "checksumvalue",
                                   "fixity", "value"}))
                columns.digests.emplace_back(i, Algorithm());
            else if (one_of(name, {"algorithm", "alg", "hashtype", "checksumtype", "method",
                                   "hashalgorithm", "checksumalgorithm"}))
                columns.algorithm = i;
            else if (one_of(name, {"folder", "directory", "dir"}))
                columns.folder = i;
            else if (!columns.path &&
                     one_of(name, {"path", "file", "filename", "name", "filepath", "relativepath",
                                   "image", "imagename", "scan", "uri"}))
                columns.path = i;
        }
        return columns;
    }

    static void complete(Columns& columns, const Row& row) {  // from what the cells hold
        const std::vector<std::size_t> digests = digest_cells(row);
        if (columns.digests.empty())
            for (const std::size_t i : digests)
                columns.digests.emplace_back(i, Algorithm());
        for (std::size_t i = 0; i < row.cells.size() && !columns.path; ++i)
            if (has_scan_ending(row.cells[i])) columns.path = i;
    }

    void row(const Row& row, const Columns& columns) {
        const auto cell = [&](std::size_t i) {
            return i < row.cells.size() ? std::string_view(row.cells[i]) : std::string_view();
        };
        std::string name(cell(*columns.path));
        if (columns.folder && !cell(*columns.folder).empty())
            name = fmt::format("{}/{}", cell(*columns.folder), name);
        bool any = false;
        for (const auto& [column, by_header] : columns.digests) {
            if (column >= row.cells.size()) break;  // in order: the rest is beyond the row as well
            const std::string_view digest = cell(column);
            if (digest.empty()) continue;
            Algorithm stated = by_header;
            if (!stated && columns.algorithm) stated = algorithm_in(cell(*columns.algorithm));
            if (name.empty() || !add(digest, name, stated, row.line, false))
                unreadable(row.line, "is not a digest with a file name; correct the row");
            any = true;
        }
        if (!any) unreadable(row.line, "has no digest; add it or remove the row");
    }

    ChecksumList take() {
        if (faults_ > most_findings)
            list_.findings.push_back(make_finding(
                "checksum.unreadable", path_,
                fmt::format("{} more lines cannot be understood; is this a checksum file?",
                            faults_ - most_findings)));
        return std::move(list_);
    }

    const std::string& path_;
    Algorithm by_file_name_;
    std::size_t faults_ = 0;
    ChecksumList list_;
};

}  // namespace

ChecksumForm checksum_form(std::string_view file_name) {
    const std::string lower = lower_ascii(file_name);
    const std::string_view ending = ending_of(lower);
    const bool spoken_of =
        algorithm_in(lower) || contains_any(lower, {"checksum", "hash", "digest", "fixity"});
    if (one_of(ending, {".sfv", ".crc", ".crc32"})) return ChecksumForm::weak;
    if (one_of(ending, {".asc", ".sig", ".gpg", ".minisig"}))
        return spoken_of ? ChecksumForm::signature : ChecksumForm::none;
    if (one_of(ending, {".md5", ".md5sum", ".md5sums", ".sha", ".sha1", ".sha224", ".sha256",
                        ".sha384", ".sha512", ".sha1sum", ".sha224sum", ".sha256sum", ".sha384sum",
                        ".sha512sum", ".sha256sums", ".sha512sums"}))
        return ChecksumForm::lines;
    if (!spoken_of) return ChecksumForm::none;
    if (one_of(ending, {".csv", ".tsv"})) return ChecksumForm::table;
    return one_of(ending, {"", ".txt", ".lst", ".chk"}) ? ChecksumForm::lines : ChecksumForm::none;
}

ChecksumList read_checksum_list(const std::string& path, std::string_view bytes) {
    ListReader reader(path);
    const auto text = as_utf8(bytes);
    if (!text) {
        reader.unreadable(1, "the file is not UTF-8 text; save it as UTF-8");
        return reader.lines("");
    }
    return checksum_form(file_name(path)) == ChecksumForm::table ? reader.table(*text)
                                                                 : reader.lines(*text);
}

}  // namespace nuskha::intake
