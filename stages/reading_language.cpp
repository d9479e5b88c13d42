#include "stages/reading_language.hpp"

#include <algorithm>
#include <optional>

#include "models/language/alphabet.hpp"
#include "models/language/letter_pairs.hpp"
#include "models/language/spelling.hpp"
#include "stages/samples.hpp"
#include "stages/tilt.hpp"

namespace nuskha {
namespace {

using LineRead = EngineBench::LineRead;

// Languages of one script, or one whose alphabet is not known.
struct Group {
    std::optional<Script> script;
    std::vector<std::string> languages;
};

std::optional<Script> script_of(const std::string& language) {
    const Alphabet* alphabet = find_alphabet(language);
    return alphabet ? std::optional(alphabet->script) : std::nullopt;
}

std::vector<Group> by_script(const std::vector<std::string>& languages) {
    std::vector<Group> groups;
    for (const std::string& language : languages) {
        const auto script = script_of(language);
        const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
            return script && group.script == script;
        });
        if (at != groups.end())
            at->languages.push_back(language);
        else
            groups.push_back({script, {language}});
    }
    return groups;
}

// Of each script that none of the page's languages is written in, all that its data can read.
std::vector<Group> other_scripts(const std::vector<Group>& groups) {
    std::vector<Group> others;
    for (const Script script : {Script::latin, Script::cyrillic, Script::arabic}) {
        const TrainedData* data = find_data(script_data(script));
        const bool asked = std::any_of(groups.begin(), groups.end(),
                                       [&](const Group& group) { return group.script == script; });
        if (asked || !data) continue;
        Group group{script, {}};
        for (const Alphabet& alphabet : alphabets())
            if (alphabet.script == script && coverage(alphabet, *data).whole())
                group.languages.emplace_back(alphabet.code);
        if (!group.languages.empty()) others.push_back(std::move(group));
    }
    return others;
}

// Reads a line of any of them well enough to tell them apart: the fewest data that write all.
TrainedSet sampling_set(const Group& group) {
    for (const std::string& language : group.languages) {
        const TrainedSet set = trained_set_for({language});
        const TrainedData* data = find_data(set.models.front());
        if (data && std::all_of(group.languages.begin(), group.languages.end(),
                                [&](const std::string& other) {
                                    const Alphabet* alphabet = find_alphabet(other);
                                    return !alphabet || coverage(*alphabet, *data).whole();
                                }))
            return set;
    }
    if (group.script)
        if (const std::string whole(script_data(*group.script)); find_data(whole))
            return {{whole}, {}};
    return trained_set_for({group.languages.front()});
}

struct Tried {
    const Group* group;
    std::string text;
    double legibility = 0;  // mean over the lines
};

class Choice {
  public:
    Choice(const Page& page, const View& view, const Ink& ink, EngineBench& engines)
        : page_(page),
          view_(view),
          ink_(ink),
          engines_(engines),
          known_(engines.lines_read(page)) {}

    // One line settles the script for most pages; only else two more are read.
    std::optional<Tried> best_of(const std::vector<Group>& groups) {
        for (const Group& group : groups)
            if (auto read = from_known(group)) return read;
        std::optional<Tried> best;
        for (const std::size_t lines : {1U, 3U}) {
            std::vector<Tried> tried;
            for (const Group& group : groups)
                tried.push_back(read_lines(group, lines));
            std::stable_sort(tried.begin(), tried.end(), [](const Tried& a, const Tried& b) {
                return a.legibility > b.legibility;
            });
            if (tried.empty() || tried.front().legibility <= 0) continue;
            best = tried.front();
            if (tried.size() < 2 || best->legibility > tried[1].legibility + clear_lead) break;
        }
        return best;
    }

    // The language of the group that its text is in. Few letters are added to until they tell; where they do not,
    // the page is read with data for all of them.
    ReadingChoice language_of(const Tried& tried, bool declared) {
        const auto& languages = tried.group->languages;
        if (languages.size() == 1) return {languages, trained_set_for(languages)};
        Tried more = tried;
        Likely likely = likely_languages(tried.text, languages);
        if (likely.lead() < certain) {
            more = read_lines(*tried.group, sample_count);
            likely = likely_languages(tried.text + ' ' + more.text, languages);
        }
        if (likely.languages.empty() || likely.lead() < certain || more.legibility < legible)
            return {languages, sampling_set(*tried.group)};
        const std::string& language = likely.languages.front().language;
        return {{language}, declared ? trained_set_for({language}) : sampling_set(*tried.group)};
    }

  private:
    static constexpr double clear_lead = 0.25;  // of one script's legibility over another's
    static constexpr double certain = 12;       // natural logarithm
    static constexpr int sample_count = 3;

    // Lines that were read before in a language of the group, and whose letters are those of a language.
    std::optional<Tried> from_known(const Group& group) const {
        Tried tried{&group, "", 0};
        int lines = 0;
        for (const LineRead& line : known_) {
            if (!holds(group, line.language)) continue;
            tried.text += (tried.text.empty() ? "" : " ") + line.reading.text;
            tried.legibility += line.reading.legibility;
            ++lines;
        }
        if (lines == 0) return {};
        tried.legibility /= lines;
        const Likely likely = likely_languages(tried.text, group.languages);
        const bool language = !likely.languages.empty() &&
                              likely.per_letter(likely.languages.front().language) > like_language;
        const bool fits = group.languages.size() == 1 ||
                          trained_set_for({known_.front().language}) == sampling_set(group);
        if (tried.legibility < legible_in_best || !language || !fits) return {};
        return tried;
    }

    static bool holds(const Group& group, const std::string& language) {
        return std::find(group.languages.begin(), group.languages.end(), language) !=
               group.languages.end();
    }

    Tried read_lines(const Group& group, std::size_t count) {
        if (!pictures_)
            pictures_ =
                line_pictures(page_, view_, ink_, measure_tilt(ink_, 15).degrees, sample_count);
        Tried tried{&group, "", 0};
        count = std::min(count, pictures_->size());
        Engine& engine = engines_.engine(sampling_set(group));
        for (std::size_t i = 0; i < count; ++i) {
            const LineReading reading = engine.read_line((*pictures_)[i]);
            tried.text += (tried.text.empty() ? "" : " ") + reading.text;
            tried.legibility += reading.legibility / double(count);
        }
        // Data of one script may write others' letters too, and then reads them well.
        if (group.script) tried.legibility *= share_of_script(tried.text, *group.script);
        return tried;
    }

    static constexpr double legible = 0.6, like_language = -3;
    static constexpr double legible_in_best =
        0.4;  // of lines for which other scripts were tried too

    const Page& page_;
    const View& view_;
    const Ink& ink_;
    EngineBench& engines_;
    std::vector<LineRead> known_;
    std::optional<std::vector<Raster>> pictures_;
};

// Below the first, lines are perhaps in none of the page's scripts; above the second they are in another.
constexpr double doubtful = 0.4, surprising = 0.8;

ReadingChoice best_of(const Page& page, const View& view, const Ink& ink, EngineBench& engines) {
    const std::vector<Group> groups = by_script(page.languages);
    Choice choice(page, view, ink, engines);
    const std::optional<Tried> best = choice.best_of(groups);
    if (!best || best->legibility < doubtful) {
        const std::vector<Group> others = other_scripts(groups);
        if (const auto other = choice.best_of(others); other && other->legibility > surprising)
            return choice.language_of(*other, false);
    }
    if (!best) return {page.languages, trained_set_for(page.languages)};
    return choice.language_of(*best, true);
}

// Of the words that data of the set read; "script/Cyrillic" is Cyrillic.
std::string words_of(const TrainedSet& set, const std::vector<Block>& blocks) {
    std::string words;
    for (const Block& block : blocks)
        for (const Line& line : block.lines)
            for (const Word& word : line.words) {
                const std::string data = word.language.substr(word.language.rfind('/') + 1);
                if (std::find(set.models.begin(), set.models.end(), data) != set.models.end())
                    words += word.text + ' ';
            }
    return words;
}

// And in its letters, where data of a whole script writes another language's that look like them.
void name_language(Word& word, const std::string& language) {
    const auto letters = own_letters(word.text, language);
    word.language = language;
    if (letters.empty()) return;
    word.text = changed(word.text, letters);
    for (Character& character : word.characters)
        character.text = changed(character.text, letters);
}

std::string language_of_text(const std::string& text, const ReadingChoice& choice,
                             const std::vector<std::string>& page_languages) {
    constexpr double clear = 20, clear_per_letter = 0.05;  // natural logarithm
    if (choice.languages.empty()) return "";
    std::vector<std::string> among = choice.languages;
    for (const std::string& language : page_languages)
        if (std::find(among.begin(), among.end(), language) == among.end() &&
            script_of(language) == script_of(among.front()))
            among.push_back(language);
    const Likely likely = likely_languages(text, among);
    const bool told = !likely.languages.empty() && likely.lead() > clear &&
                      likely.lead() > clear_per_letter * double(likely.letters);
    return told ? likely.languages.front().language : choice.languages.front();
}

}  // namespace

ReadingChoice choose_reading(const Page& page, const View& view, const Ink& ink,
                             EngineBench& engines) {
    if (page.languages.size() < 2) return {page.languages, trained_set_for(page.languages)};
    if (const auto known = engines.reading_choice(page)) return *known;
    ReadingChoice best = best_of(page, view, ink, engines);
    engines.remember_choice(page, best);
    return best;
}

std::vector<TrainedSet> sets_that_may_read(const std::vector<std::string>& languages) {
    std::vector<TrainedSet> sets{trained_set_for(languages)};
    const auto add = [&](TrainedSet set) {
        if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(std::move(set));
    };
    if (languages.size() < 2) return sets;
    const std::vector<Group> groups = by_script(languages);
    for (const std::string& language : languages)
        add(trained_set_for({language}));
    for (const Group& group : groups)
        add(sampling_set(group));
    for (const Group& group : other_scripts(groups))
        add(sampling_set(group));
    return sets;
}

std::vector<ReadingChoice> other_readings(const std::vector<std::string>& page_languages,
                                          const ReadingChoice& choice) {
    std::vector<ReadingChoice> others;
    if (choice.set.models.size() > 1) return others;
    const auto own = script_of(choice.languages.front());
    for (const Group& group : by_script(page_languages))
        if (group.script && group.script != own)
            others.push_back({group.languages, sampling_set(group)});
    return others;
}

bool has_words_of(const TrainedSet& set, const std::vector<Block>& blocks) {
    return !words_of(set, blocks).empty();
}

std::vector<std::string> name_languages(std::vector<Block>& blocks, const ReadingChoice& choice,
                                        std::span<const ReadingChoice> others,
                                        const std::vector<std::string>& page_languages) {
    std::vector<std::string> languages = choice.languages;
    if (choice.set.models.size() == 1 && page_languages.size() > 1)
        languages = {language_of_text(words_of(choice.set, blocks), choice, page_languages)};
    for (const ReadingChoice& other : others) {
        if (!has_words_of(other.set, blocks)) continue;
        const std::string language =
            language_of_text(words_of(other.set, blocks), other, page_languages);
        if (std::find(languages.begin(), languages.end(), language) == languages.end())
            languages.push_back(language);
    }
    for (Block& block : blocks)
        for (Line& line : block.lines)
            for (Word& word : line.words)
                name_language(word, language_read_by(word.language, languages));
    return languages;
}

}  // namespace nuskha
