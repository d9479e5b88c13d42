#include "models/preservation/guideline.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace nuskha;

TEST_CASE("a higher level of a guideline asks for no less than a lower one") {
    for (const Guideline& guideline : guidelines()) {
        CAPTURE(guideline.title);
        REQUIRE(guideline.levels.size() >= 3);
        for (std::size_t i = 1; i < guideline.levels.size(); ++i) {
            const QualityLevel &low = guideline.levels[i - 1], &high = guideline.levels[i];
            CHECK(high.rank == low.rank + 1);
            CHECK(high.darkest <= low.darkest);
            REQUIRE(high.limits.size() == low.limits.size());
            for (const Limit& limit : high.limits) {
                CAPTURE(info_of(limit.figure).name);
                REQUIRE(low.of(limit.figure));
                CHECK(limit.least >= low.of(limit.figure)->least);
                CHECK(limit.most <= low.of(limit.figure)->most);
                CHECK(limit.least <= limit.most);
            }
        }
    }
}

TEST_CASE("guidelines and figures have names of their own") {
    std::set<std::pair<std::string, std::string>> names;
    for (const Guideline& guideline : guidelines())
        CHECK(names.insert({guideline.name, guideline.material}).second);
    std::set<std::string_view> figures;
    for (const FigureInfo& info : all_figures()) {
        CHECK(figures.insert(info.name).second);
        CHECK(&info_of(info.figure) == &info);
    }
}

TEST_CASE("some numbers of the guidelines, as printed in them") {
    const auto limit = [](const char* name, const char* material, std::size_t level,
                          Figure figure) {
        for (const Guideline& guideline : guidelines())
            if (guideline.name == name && guideline.material == material)
                return *guideline.levels.at(level).of(figure);
        FAIL(name << ' ' << material);
        return Limit{};
    };
    CHECK(limit("fadgi-2016", "bound", 3, Figure::colour).most == 4);
    CHECK(limit("fadgi-2016", "bound-rare", 2, Figure::colour).most == 3);  // its lowest is 2 stars
    CHECK(limit("fadgi-2016", "bound-rare", 2, Figure::mtf50).least == 45);
    CHECK(limit("fadgi-2016", "documents", 3, Figure::half_sampling).most == 0.4);
    CHECK(limit("fadgi-2016", "maps", 0, Figure::scale).most == 3);
    CHECK(limit("fadgi-2016", "newspapers", 2, Figure::noise).most == 2);
    CHECK(limit("fadgi-2023", "bound", 3, Figure::ppi).least == Approx(396));
    CHECK(limit("metamorfoze", "a3", 2, Figure::colour_76_worst).most == 10);
    CHECK(limit("metamorfoze", "a1", 0, Figure::light_spread).most == 5);
    // 45 % of 85 % of half of 300 pixels an inch: 2.26 line pairs a millimetre
    CHECK(limit("metamorfoze", "a3", 1, Figure::mtf50).least / 100 * 150 / 25.4 ==
          Approx(2.26).margin(0.01));
}

TEST_CASE("limits are said in words, and a sentence tells its guideline") {
    CHECK(Limit{Figure::tone, 0, 5}.in_words() == "at most 5");
    CHECK(Limit{Figure::efficiency, 80}.in_words() == "at least 80");
    CHECK(Limit{Figure::mtf50, 35, 75}.in_words() == "35 to 75");
    CHECK(Limit{Figure::scale, -2, 2}.in_words() == "at most 2 either way");
    for (const Guideline& guideline : guidelines())
        CHECK(guideline_of(guideline.title + ": 1 star reached") == &guideline);
    CHECK_FALSE(guideline_of("nothing to note"));
}
