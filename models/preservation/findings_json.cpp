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

// Takes the texts and numbers at the top, and stops where the findings begin.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t value) override {
        if (depth_ == 1 && key_ == "pages" && value <= 1'000'000'000)
            header_.pages = static_cast<int>(value);
        return true;
    }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool string(string_t& value) override {
        if (depth_ != 1) return true;
        if (key_ == "schema") schema_ = value;
        for (const auto& [name, field] : fields)
            if (key_ == name) header_.*field = value;
        return true;
    }
    bool start_object(std::size_t) override { return ++depth_ <= 8; }
    bool end_object() override { return --depth_ >= 0; }
    bool start_array(std::size_t) override {
        complete_ = depth_ == 1 && key_ == "findings";
        return !complete_ && ++depth_ <= 8;
    }
    bool end_array() override { return --depth_ >= 0; }
    bool key(string_t& value) override {
        if (depth_ == 1) key_ = value;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

    std::optional<FindingsHeader> header() const {
        if (!complete_ || schema_ != schema || header_.made_from.empty()) return {};
        return header_;
    }

  private:
    static constexpr std::pair<std::string_view, std::string FindingsHeader::*> fields[] = {
        {"item", &FindingsHeader::item},
        {"title", &FindingsHeader::title},
        {"batch", &FindingsHeader::batch},
        {"recipe", &FindingsHeader::recipe},
        {"made_from", &FindingsHeader::made_from}};
    std::string key_, schema_;
    FindingsHeader header_;
    bool complete_ = false;
    int depth_ = 0;
};

}  // namespace

FindingsWriter::FindingsWriter(TextSink sink, const FindingsHeader& header)
    : sink_(std::move(sink)) {
    sink_("{\n\"schema\": " + compact(schema) + ",\n\"item\": " + compact(header.item) +
          ",\n\"title\": " + compact(header.title) + ",\n\"batch\": " + compact(header.batch) +
          ",\n\"recipe\": " + compact(header.recipe) +
          ",\n\"made_from\": " + compact(header.made_from) +
          ",\n\"pages\": " + std::to_string(header.pages) + ",\n\"findings\": [");
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

std::vector<Finding> read_findings(std::string_view json) {
    const auto document = nlohmann::json::parse(json, nullptr, false);
    std::vector<Finding> findings;
    if (!read_findings_header(json) || !document.is_object()) return findings;
    const auto listed = document.find("findings");
    if (listed == document.end() || !listed->is_array()) return findings;
    for (const auto& entry : *listed)
        try {
            Finding finding{
                entry.at("code"), Level::note, entry.at("place"), entry.at("sentence"), {}};
            for (const Level level : {Level::warning, Level::error})
                if (entry.at("level") == word(level)) finding.level = level;
            for (const auto& n : entry.at("numbers"))
                finding.numbers.push_back(
                    {n.at("name"), n.at("value").is_number() ? n.at("value").get<double>() : NAN,
                     n.at("unit")});
            findings.push_back(std::move(finding));
        } catch (const nlohmann::json::exception&) {
            continue;
        }
    return findings;
}

std::optional<FindingsHeader> read_findings_header(std::string_view json) {
    HeaderReader reader;
    nlohmann::json::sax_parse(json, &reader, nlohmann::json::input_format_t::json, false);
    return reader.header();
}

}  // namespace nuskha
