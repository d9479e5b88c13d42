// Text and tables as spreadsheets write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha::intake {

// UTF-8 without byte order mark, from UTF-8 (with or without) or UTF-16 with one (either order).
// Nothing where the bytes are of another encoding.
std::optional<std::string> as_utf8(std::string_view bytes);

struct Row {
    std::size_t line = 0;  // where it starts, from 1
    std::vector<std::string> cells;
};

struct Table {
    std::vector<Row> rows;           // empty lines left out; the header is the first
    std::size_t unclosed_quote = 0;  // the line of a quote that never ends; its row is left out
};

// RFC 4180 with comma, semicolon or tab, whichever the first line has most of; quoted cells may
// hold separators, line ends and doubled quotes. A first line "sep=;" is obeyed.
Table read_table(std::string_view utf8);

}  // namespace nuskha::intake
