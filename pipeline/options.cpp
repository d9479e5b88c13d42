#include "pipeline/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "models/failure.hpp"

namespace nuskha {
namespace {

std::size_t edits(std::string_view a, std::string_view b) {  // Levenshtein distance, one row
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t here =
                std::min({row[j + 1] + 1, row[j] + 1, diagonal + (a[i] != b[j])});
            diagonal = std::exchange(row[j + 1], here);
        }
    }
    return row.back();
}

std::string_view type_word(const OptionValue& value) {
    return std::holds_alternative<bool>(value)         ? "true or false"
           : std::holds_alternative<double>(value)     ? "a number"
           : std::holds_alternative<NumberRows>(value) ? "rows of numbers, like [[1, 2], [3, 4]]"
                                                       : "a text in quotes";
}

std::string outside(const OptionSpec& spec, double number) {
    return number >= spec.minimum && number <= spec.maximum
               ? std::string()
               : fmt::format("must lie between {} and {}; it is {}", spec.minimum, spec.maximum,
                             number);
}

// What is wrong with a value of the right type; empty where nothing is.
std::string fault_of(const OptionSpec& spec, const OptionValue& value) {
    if (const double* number = std::get_if<double>(&value)) return outside(spec, *number);
    const NumberRows* rows = std::get_if<NumberRows>(&value);
    if (!rows) return {};
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const std::vector<double>& row = (*rows)[i];
        if (row.size() != spec.columns)
            return fmt::format("takes rows of {} numbers; row {} has {}", spec.columns, i + 1,
                               row.size());
        for (const double number : row)
            if (const std::string fault = outside(spec, number); !fault.empty())
                return fmt::format("row {}: each number {}", i + 1, fault);
    }
    return {};
}

}  // namespace

std::string to_string(const OptionValue& value) {
    if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const double* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const NumberRows* rows = std::get_if<NumberRows>(&value)) return fmt::format("{}", *rows);
    return fmt::format("\"{}\"", std::get<std::string>(value));
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
    std::string best;
    std::size_t fewest = word.size() / 2 + 2;
    for (const std::string& candidate : candidates)
        if (const std::size_t n = edits(word, candidate); n < fewest) {
            fewest = n;
            best = candidate;
        }
    return best;
}

Options::Options(std::span<const OptionSpec> table) : table_(table) {
    for (const OptionSpec& spec : table)
        values_.emplace(spec.name, spec.default_value);
}

void Options::set(std::string_view name, const OptionValue& value, const std::string& where) {
    const auto spec = std::find_if(table_.begin(), table_.end(),
                                   [&](const OptionSpec& s) { return s.name == name; });
    if (spec == table_.end()) {
        std::vector<std::string> names;
        for (const OptionSpec& s : table_)
            names.emplace_back(s.name);
        const std::string near = nearest(name, names);
        throw Failure(
            Exit::usage,
            near.empty()
                ? fmt::format("{}: there is no option '{}'; it takes {}", where, name,
                              names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")))
                : fmt::format("{}: there is no option '{}'; did you mean '{}'?", where, name,
                              near));
    }
    if (value.index() != spec->default_value.index())
        throw Failure(Exit::usage, fmt::format("{}: option '{}' takes {}, not {}", where, name,
                                               type_word(spec->default_value), to_string(value)));
    if (const std::string fault = fault_of(*spec, value); !fault.empty())
        throw Failure(Exit::usage, fmt::format("{}: option '{}' {}", where, name, fault));
    values_.find(name)->second = value;
}

std::string Options::canonical() const {
    std::string lines;
    for (const auto& [name, value] : values_)
        lines += fmt::format("{} = {}\n", name, to_string(value));
    return lines;
}

const OptionValue& Options::at(std::string_view name) const {
    return values_.find(name)->second;
}

}  // namespace nuskha
