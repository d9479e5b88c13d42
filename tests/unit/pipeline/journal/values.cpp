#include "pipeline/journal/values.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "models/failure.hpp"
#include "tests/unit/pipeline/journal/samples.hpp"

using namespace nuskha;
using nlohmann::json;

namespace {

template <class T>
void require_same(const T& a, const T& b) {  // field by field, exactly
    REQUIRE(json(a).dump(1) == json(b).dump(1));
}

// No field of the sample is left at its default: else a forgotten field would go unnoticed.
void require_all_set(const json& value, const std::string& where) {
    INFO(where << " = " << value.dump());
    if (value.is_object()) {
        for (const auto& [name, field] : value.items())
            require_all_set(field, where + "." + name);
    } else if (value.is_null() || value.is_boolean() || value.is_string()) {
        REQUIRE_FALSE(value == json());
        REQUIRE_FALSE(value == json(false));
    }
}

}  // namespace

TEST_CASE("every record comes back from CBOR as it was") {
    const PageRecord page = sample_page({"AZ-1", "1.tif", 2, 1}, "x");
    const PageRecord again = page_record_from_cbor(to_cbor(page));
    require_same(page, again);
    REQUIRE(again.page.text == page.page.text);
    REQUIRE(again.page.geometry == page.page.geometry);
    REQUIRE(again.page.facts == page.page.facts);
    REQUIRE(again.page.events == page.page.events);
    REQUIRE(again.page.findings == page.page.findings);
    REQUIRE(again.page.id == page.page.id);

    const ScanRecord scan = sample_scan("AZ-1", "1.tif");
    require_same(scan, scan_record_from_cbor(to_cbor(scan)));
    REQUIRE(scan_record_from_cbor(to_cbor(scan)).bytes == 123'456'789'012);
    require_same(sample_outcome(), item_outcome_from_cbor(to_cbor(sample_outcome())));
    require_same(sample_batch(2, 3), batch_from_cbor(to_cbor(sample_batch(2, 3))));
    require_same(sample_run(), run_facts_from_cbor(to_cbor(sample_run())));

    require_all_set(json(page), "page");
    require_all_set(json(scan), "scan");
    require_all_set(json(sample_batch(1, 1)), "batch");
    require_all_set(json(sample_run()), "run");
}

TEST_CASE("a page that was not recognised stays so") {
    PageRecord page = sample_page({"AZ-1", "1.tif", 0, 0}, "x");
    page.page.text.reset();
    REQUIRE_FALSE(page_record_from_cbor(to_cbor(page)).page.text);
    page.page.text.emplace();
    REQUIRE(page_record_from_cbor(to_cbor(page)).page.text == Text{});
}

TEST_CASE("bytes that are not a record are refused and never crash") {
    const auto refused = [](const std::vector<std::uint8_t>& bytes) {
        try {
            page_record_from_cbor(bytes);
        } catch (const Failure& e) {
            return e.kind() == Exit::store;
        }
        return false;
    };
    const std::vector<std::uint8_t> good = to_cbor(sample_page({"AZ-1", "1.tif", 0, 0}, "x"));
    REQUIRE(refused({}));
    REQUIRE(refused({0xff, 0xff}));
    REQUIRE(refused(std::vector<std::uint8_t>(5'000'000, 0x81)));  // arrays in arrays in arrays
    REQUIRE(refused({0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));  // 2^63 elements
    REQUIRE(refused(to_cbor(sample_run())));                                   // another record
    std::vector<std::uint8_t> longer = good;
    longer.push_back(0);
    REQUIRE(refused(longer));
    for (std::size_t length = 0; length < good.size(); ++length)
        REQUIRE(refused({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length)}));

    std::mt19937 random(1);  // flipped bytes: refused, or still a record; nothing else
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::uint8_t> bytes = good;
        for (int n = 0; n < 3; ++n)
            bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
        try {
            page_record_from_cbor(bytes);
        } catch (const Failure& e) {
            REQUIRE(e.kind() == Exit::store);
        }
    }
}

TEST_CASE("words of an enumeration that nobody knows are refused") {
    json page = sample_page({"AZ-1", "1.tif", 0, 0}, "x");
    page["page"]["findings"][0]["level"] = "catastrophe";
    REQUIRE_THROWS_AS(page_record_from_cbor(json::to_cbor(page)), Failure);
}

TEST_CASE("a run from before there was a gate can be read") {
    nlohmann::json old = sample_run();
    for (const char* field : {"findings", "gate", "limits"})
        old.erase(field);
    const auto run = old.get<RunFacts>();
    CHECK(run.recipe == "print");
    CHECK_FALSE(run.gate.judged);
    CHECK(nlohmann::json(sample_run()).get<RunFacts>().gate == sample_run().gate);
}
