#include "tools/nuskha/reading_age.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include "models/failure.hpp"
#include "stages/engine.hpp"
#include "stages/trained_models.hpp"

namespace nuskha {
namespace {

// "5.3.0" -> 5, 3, 0; nothing where it is no such thing.
std::optional<std::vector<int>> version_numbers(std::string_view text) {
    std::vector<int> numbers;
    for (;;) {
        int number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || number < 0) return {};
        numbers.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) return numbers;
        if (text.front() != '.') return {};
        text.remove_prefix(1);
    }
}

// "2026-01-31", with or without "T12:00:00Z".
bool is_moment(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() != 10 && text.size() != form.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
    return true;
}

bool recognised(const SealedPage& page) {
    return page.record.read && !page.imported();
}

class BeforeMoment : public ReadingAge {
  public:
    explicit BeforeMoment(std::string moment) : moment_(std::move(moment)) {}
    bool older(const SealedItem& item, const SealedPage& page) const override {
        return recognised(page) &&
               item.text_since(page) < moment_;  // both in UTC, largest part first
    }

  private:
    std::string moment_;
};

class EngineBelow : public ReadingAge {
  public:
    explicit EngineBelow(std::vector<int> version) : version_(std::move(version)) {}
    bool older(const SealedItem&, const SealedPage& page) const override {
        const std::string& engine = page.record.engine;
        const auto read_by = version_numbers(engine.substr(engine.rfind(' ') + 1));
        return recognised(page) && read_by && *read_by < version_;
    }

  private:
    std::vector<int> version_;
};

class NotInstalled : public ReadingAge {
  public:
    bool older(const SealedItem&, const SealedPage& page) const override {
        if (!recognised(page)) return false;
        return page.record.engine != engine_version() ||
               std::any_of(page.record.models.begin(), page.record.models.end(),
                           [&](const Model& model) { return digest(model.name) != model.sha256; });
    }

  private:
    static std::string digest(const std::string& model) {
        return trained_data_file(model).empty() ? "" : trained_data_digest(model);
    }
};

}  // namespace

bool ReadingAge::older(const SealedItem& item) const {
    return std::any_of(item.pages().begin(), item.pages().end(),
                       [&](const SealedPage& page) { return older(item, page); });
}

std::unique_ptr<ReadingAge> reading_older_than(const std::string& words) {
    if (words == "installed") return std::make_unique<NotInstalled>();
    if (is_moment(words)) return std::make_unique<BeforeMoment>(words);
    if (auto version = version_numbers(words))
        return std::make_unique<EngineBelow>(std::move(*version));
    throw Failure(Exit::usage,
                  fmt::format("--model-older-than {}: is neither a date (2026-01-31), an engine's "
                              "version (5.3.0), nor the word installed",
                              words));
}

}  // namespace nuskha
