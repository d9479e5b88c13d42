// Options of a stage: declared once in a table, set by a recipe, read by the stage. The table also
// makes the recipe checker, --help and the manual.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nuskha {

using NumberRows =
    std::vector<std::vector<double>>;  // in TOML [[1, 2], [3, 4]]; one row also [1, 2]
using OptionValue = std::variant<bool, double, std::string, NumberRows>;

struct OptionSpec {
    std::string_view name;      // snake_case
    OptionValue default_value;  // its type is the option's type
    std::string_view sentence;  // what it does, with unit
    double minimum = -1e300;    // for numbers, also those in rows
    double maximum = 1e300;
    std::size_t columns = 0;  // for rows: how many numbers each must have
};

std::string to_string(const OptionValue& value);  // as it stands in TOML

class Options {
  public:
    explicit Options(std::span<const OptionSpec> table);

    // Throws Failure(usage) with the nearest right name for an unknown option, a value of the wrong
    // type, or one out of range.
    void set(std::string_view name, const OptionValue& value, const std::string& where);

    bool flag(std::string_view name) const { return std::get<bool>(at(name)); }
    double number(std::string_view name) const { return std::get<double>(at(name)); }
    const std::string& text(std::string_view name) const { return std::get<std::string>(at(name)); }
    const NumberRows& rows(std::string_view name) const { return std::get<NumberRows>(at(name)); }
    std::span<const OptionSpec> table() const { return table_; }
    std::string canonical() const;  // "name = value" lines, sorted: part of what a page depends on

  private:
    const OptionValue& at(std::string_view name) const;
    std::span<const OptionSpec> table_;
    std::map<std::string, OptionValue, std::less<>> values_;
};

// The candidate that is fewest edits away from a misspelt word; empty where none is near.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace nuskha
