#include "pipeline/intake/table.hpp"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "pipeline/intake/names.hpp"

namespace nuskha::intake {
namespace {

bool valid_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t i = 0; i < size;) {
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        if (c <= 0) return false;  // a zero byte is of no text
    }
    return true;
}

std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian) {
    if (bytes.size() % 2) return {};
    icu::UnicodeString text;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        text.append(static_cast<char16_t>(big_endian ? first << 8 | second : second << 8 | first));
    }
    std::string utf8;
    text.toUTF8String(utf8);
    if (!valid_utf8(utf8)) return {};
    return utf8;
}

char separator_of(std::string_view text) {
    constexpr std::string_view candidates = ",;\t";
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        if (const auto at = candidates.find(c); at != candidates.npos) ++counts[at];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return candidates[static_cast<std::size_t>(most - counts.begin())];
}

// One character after the other; the state is what the next one means.
class Reader {
  public:
    explicit Reader(char separator, std::size_t line) : separator_(separator), line_(line) {
        row_.line = line;
    }

    Table read(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (quoted_)
                inside_quotes(text, i);
            else if (c == '"' && blank_)
                open_quote();
            else if (c == separator_)
                end_cell();
            else if (c == '\n' || c == '\r') {
                if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
                end_row();
            } else
                add(c);
        }
        if (quoted_)
            table_.unclosed_quote = quote_line_;
        else
            end_row();
        return std::move(table_);
    }

  private:
    void add(char c) {
        cell_ += c;
        blank_ = blank_ && (c == ' ' || c == '\t');
    }
    void open_quote() {
        quoted_ = true;
        blank_ = false;
        quote_line_ = line_;
        cell_.clear();
    }
    void inside_quotes(std::string_view text, std::size_t& i) {
        const char c = text[i];
        if (c == '\n' || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) ++line_;
        if (c != '"')
            cell_ += c;
        else if (i + 1 < text.size() && text[i + 1] == '"') {
            cell_ += '"';
            ++i;
        } else
            quoted_ = false;
    }
    void end_cell() {
        row_.cells.emplace_back(trimmed(cell_));
        cell_.clear();
        blank_ = true;
    }
    void end_row() {
        end_cell();
        if (std::any_of(row_.cells.begin(), row_.cells.end(),
                        [](const std::string& cell) { return !cell.empty(); }))
            table_.rows.push_back(std::move(row_));
        row_ = {++line_, {}};
    }

    char separator_;
    std::size_t line_, quote_line_ = 0;
    bool quoted_ = false, blank_ = true;  // blank_: nothing but spaces in the cell so far
    std::string cell_;
    Row row_;
    Table table_;
};

}  // namespace

std::optional<std::string> as_utf8(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
    if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), true);
    if (!valid_utf8(bytes)) return {};
    return std::string(bytes);
}

Table read_table(std::string_view utf8) {
    if (lower_ascii(utf8.substr(0, 4)) == "sep=" && utf8.size() > 5) {
        const char separator = utf8[4];
        const auto end = utf8.find('\n');
        if (end == utf8.npos) return {};
        return Reader(separator, 2).read(utf8.substr(end + 1));
    }
    return Reader(separator_of(utf8), 1).read(utf8);
}

}  // namespace nuskha::intake
