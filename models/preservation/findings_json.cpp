#include "models/preservation/findings_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace nuskha {
namespace {

constexpr std::string_view schema = "nuskha-findings/1";

using Ordered = nlohmann::ordered_json;

std::string compact(const Ordered& value) {
    return value.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

// Looks for the two texts at the top and stops as soon as both are known.
class MadeFromReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool known() const { return schema_ == schema && made_from_known_; }
    const std::string& made_from() const { return made_from_; }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool string(string_t& value) override {
        if (depth_ != 1) return true;
        if (key_ == "schema") schema_ = value;
        if (key_ == "made_from") {
            made_from_ = value;
            made_from_known_ = true;
        }
        return !known();
    }
    bool start_object(std::size_t) override { return ++depth_ <= 8; }
    bool end_object() override { return --depth_ >= 0; }
    bool start_array(std::size_t) override { return ++depth_ <= 8; }
    bool end_array() override { return --depth_ >= 0; }
    bool key(string_t& value) override {
        if (depth_ == 1) key_ = value;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

  private:
    std::string key_, schema_, made_from_;
    bool made_from_known_ = false;
    int depth_ = 0;
};

}  // namespace

FindingsWriter::FindingsWriter(TextSink sink, const std::string& item, const std::string& made_from)
    : sink_(std::move(sink)) {
    sink_("{\n\"schema\": " + compact(schema) + ",\n\"item\": " + compact(item) +
          ",\n\"made_from\": " + compact(made_from) + ",\n\"findings\": [");
}

void FindingsWriter::add(const Finding& finding) {
    Ordered numbers = Ordered::array();
    for (const Number& n : finding.numbers) {
        Ordered number;
        number["name"] = n.name;
        number["value"] = std::isfinite(n.value) ? Ordered(n.value) : Ordered(nullptr);
        number["unit"] = n.unit;
        numbers.push_back(std::move(number));
    }
    Ordered value;
    value["code"] = finding.code;
    value["level"] = word(finding.level);
    value["place"] = finding.place;
    value["sentence"] = finding.sentence;
    value["numbers"] = std::move(numbers);
    sink_((first_ ? "\n" : ",\n") + compact(value));
    first_ = false;
}

void FindingsWriter::finish() {
    sink_(first_ ? "]\n}\n" : "\n]\n}\n");
}

std::optional<std::string> read_made_from(std::string_view json) {
    MadeFromReader reader;
    nlohmann::json::sax_parse(json, &reader, nlohmann::json::input_format_t::json, false);
    if (!reader.known()) return {};
    return reader.made_from();
}

}  // namespace nuskha
