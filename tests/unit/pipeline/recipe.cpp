#include "pipeline/recipe.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "models/failure.hpp"

using namespace nuskha;
using Catch::Contains;

namespace {

const std::array look_options{OptionSpec{"min_ppi", 300.0, "Pixels an inch", 1.0, 10000.0},
                              OptionSpec{"areas", NumberRows{}, "Where", 0.0, 1.0, 2}};
const std::array read_options{OptionSpec{"layout", std::string("page"), "Which"},
                              OptionSpec{"timeout", 60.0, "Seconds", 1.0, 3600.0}};

std::unique_ptr<Stage> none(const Options&, Workbench&) {
    return nullptr;
}

std::vector<Model> models_of(const Options&, const std::vector<std::string>& languages) {
    std::vector<Model> models;
    for (const std::string& language : languages)
        models.push_back({language, "digest of " + language});
    return models;
}

const std::array known{
    StageInfo{"inspect", "Looks", 1, look_options, none, nullptr, true},
    StageInfo{"recognise", "Reads", 4, read_options, none, models_of, false},
};

Recipe parse(std::string_view toml) {
    return parse_recipe(toml, "mine", "mine.toml", known);
}

std::string refused(std::string_view toml) {
    try {
        parse(toml);
    } catch (const Failure& failure) {
        CHECK(failure.kind() == Exit::usage);
        return failure.what();
    }
    return "taken";
}

constexpr auto sound = R"(title = "Mine"
languages = ["az-Latn", "ru"]
stages = ["inspect", "recognise", "seal"]
[recognise]
timeout = 90
)";

}  // namespace

TEST_CASE("a recipe names stages in order, options and languages") {
    const Recipe recipe = parse(sound);
    CHECK(recipe.name == "mine");
    CHECK(recipe.title == "Mine");
    CHECK(recipe.text == sound);
    CHECK(recipe.languages == std::vector<std::string>{"az-Latn", "ru"});
    REQUIRE(recipe.stages.size() == 2);
    CHECK(recipe.stages[0].info->name == "inspect");
    CHECK(recipe.stages[0].options.number("min_ppi") == 300);
    CHECK(recipe.stages[1].options.number("timeout") == 90);
    CHECK(recipe.seals);
    CHECK_FALSE(parse("stages = [\"inspect\"]").seals);
}

TEST_CASE("an option can be rows of numbers, a lone row without its second brackets") {
    const auto areas = [](const std::string& value) {
        return parse("stages = [\"inspect\"]\n[inspect]\nareas = " + value)
            .stages[0]
            .options.rows("areas");
    };
    CHECK(areas("[[0, 0.5], [1, 1]]") == NumberRows{{0, 0.5}, {1, 1}});
    CHECK(areas("[0, 0.5]") == NumberRows{{0, 0.5}});
    CHECK(areas("[]").empty());
}

TEST_CASE("a wrong recipe is refused with file, line and the nearest right name") {
    CHECK_THAT(refused("title = \"x\""), Contains("mine.toml") && Contains("stages"));
    CHECK_THAT(refused("\nstages = [\"inspekt\"]"),
               Contains("mine.toml:2") && Contains("'inspect'?"));
    CHECK_THAT(refused("stages = [\"seal\", \"inspect\"]"), Contains("must be the last"));
    CHECK_THAT(refused("stages = [\"inspect\", \"inspect\"]"), Contains("stands twice"));
    CHECK_THAT(refused("stages = [\"inspect\", 3]"), Contains("texts in quotes"));
    CHECK_THAT(refused("stages = \"inspect\""), Contains("list of texts"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[recognise]\ntimeout = 3"),
               Contains("mine.toml:2") && Contains("not among the recipe's stages"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nmin_pip = 3"),
               Contains("mine.toml:3, [inspect]") && Contains("'min_ppi'?"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nmin_ppi = 0"),
               Contains("between 1 and"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nmin_ppi = [1]"),
               Contains("takes a number, not [[1]]"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nmin_ppi = 1979-05-27"),
               Contains("a number, true"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nareas = [[0, 1], 1]"),
               Contains("mine.toml:3") && Contains("rows of numbers are wanted"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nareas = [[0, \"1\"]]"),
               Contains("mine.toml:3") && Contains("only numbers"));
    CHECK_THAT(refused("stages = [\"inspect\"]\n[inspect]\nareas = [0, 1, 1]"),
               Contains("rows of 2 numbers"));
    CHECK_THAT(refused("stages = [\"inspect\"]\nlanguage = 3"), Contains("'languages'?"));
    CHECK_THAT(refused("stages = [\"inspect\"]\nlanguages = \"ru\""), Contains("mine.toml:2"));
    CHECK_THAT(refused("stages = [\"inspect\"\n"), Contains("mine.toml:"));
    CHECK_THAT(refused(""), Contains("stages"));
}

TEST_CASE("a recipe is found by its built-in name or read from a file") {
    const std::array built_in{BuiltInRecipe{"print", sound}};
    CHECK(load_recipe("print", built_in, known).name == "print");
    CHECK_THROWS_WITH(load_recipe("prnt", built_in, known), Contains("'print'?"));
    CHECK_THROWS_WITH(load_recipe("/nowhere/x.toml", built_in, known),
                      Contains("/nowhere/x.toml") && Contains("cannot be read"));
}

TEST_CASE("what pages depend on changes with stage, revision, option and models") {
    const Recipe recipe = parse(sound);
    const std::string material = recipe.key_material({"ru"});
    CHECK(material == parse(sound).key_material({"ru"}));
    CHECK(material != recipe.key_material({"ru", "en"}));
    CHECK_THAT(material, Contains("digest of ru") && Contains("recognise/4"));
    std::string other(sound);
    other.replace(other.find("90"), 2, "91");
    CHECK(material != parse(other).key_material({"ru"}));
    CHECK(material !=
          parse("stages = [\"recognise\"]\n[recognise]\ntimeout = 90").key_material({"ru"}));
    other.replace(other.find("\"Mine\""), 6, "\"Else\"");
    other.replace(other.find("91"), 2, "90");
    CHECK(material == parse(other).key_material({"ru"}));  // a title changes no page
}

TEST_CASE("a recipe says what the review looks for and what its gate allows") {
    const Recipe plain = parse(sound);
    CHECK(plain.gate.options.number("max_errors") == 0);
    const Recipe recipe = parse(std::string(sound) + R"([review]
max_drift = 12
[gate]
max_warned = 0.5
image.blurred = 0.01
"ocr.no-text" = 0.3
)");
    CHECK(recipe.review.number("max_drift") == 12);
    CHECK(recipe.gate.options.number("max_warned") == 0.5);
    CHECK(recipe.gate.shares.at("image.blurred") == 0.01);
    CHECK(recipe.gate.shares.at("ocr.no-text") == 0.3);
    CHECK(recipe.key_material({"ru"}) == plain.key_material({"ru"}));  // no page is computed anew
}

TEST_CASE("what a gate does not know is told with the nearest right name") {
    const auto gate = [](const std::string& line) {
        return refused(std::string(sound) + "[gate]\n" + line + "\n");
    };
    CHECK_THAT(gate("max_warnd = 0.1"), Contains("[gate]") && Contains("'max_warned'"));
    CHECK_THAT(gate("image.blured = 0.1"), Contains("did you mean 'image.blurred'?"));
    CHECK_THAT(gate("image.blurred = 2"), Contains("0 to 1"));
    CHECK_THAT(gate("max_warned = \"all\""), Contains("takes a number"));
    CHECK_THAT(refused(std::string(sound) + "[gaet]\nmax_warned = 1\n"), Contains("'gate'"));
    CHECK_THAT(refused(std::string(sound) + "[review]\nmax_drif = 1\n"), Contains("'max_drift'"));
}
