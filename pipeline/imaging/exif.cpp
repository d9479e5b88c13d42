#include "pipeline/imaging/exif.hpp"

#include <cstdint>
#include <optional>

#include "pipeline/imaging/finding_log.hpp"

namespace nuskha {
namespace {

class ExifReader {
  public:
    explicit ExifReader(std::span<const std::byte> bytes) : bytes_(bytes) {
        if (bytes.size() < 8) return;
        little_ = byte(0) == 'I';
        valid_ = (byte(0) == 'I' || byte(0) == 'M') && byte(1) == byte(0) && u16(2) == 42;
    }
    bool valid() const { return valid_; }

    std::uint32_t byte(std::size_t at) const { return std::to_integer<std::uint32_t>(bytes_[at]); }
    bool holds(std::uint64_t at, std::uint64_t size) const {
        return at <= bytes_.size() && size <= bytes_.size() - at;
    }
    std::uint32_t u16(std::size_t at) const {  // the caller has asked holds()
        return little_ ? byte(at) | byte(at + 1) << 8 : byte(at) << 8 | byte(at + 1);
    }
    std::uint32_t u32(std::size_t at) const {
        return little_ ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
    }

    struct Entry {
        std::uint32_t tag, type, count;
        std::uint64_t at, size;  // of its value
    };

    // Calls `use` for every entry whose value lies inside the block; false where the directory
    // itself does not.
    template <typename Use>
    bool each(std::uint32_t directory, Use use) const {
        if (directory < 8 || !holds(directory, 2)) return false;
        const std::uint32_t entries = u16(directory);
        bool sound = true;
        for (std::uint32_t i = 0; i < entries; ++i) {
            const std::uint64_t at = directory + 2ull + 12ull * i;
            if (!holds(at, 12)) return false;
            static constexpr std::uint8_t sizes[13] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
            Entry entry{u16(at), u16(at + 2), u32(at + 4), 0, 0};
            if (entry.type == 0 || entry.type > 12) continue;
            entry.size = std::uint64_t{entry.count} * sizes[entry.type];
            entry.at = entry.size <= 4 ? at + 8 : u32(at + 8);
            if (holds(entry.at, entry.size))
                use(entry);
            else
                sound = false;
        }
        return sound;
    }

    std::string text(const Entry& e) const {
        if (e.type != 2 && e.type != 7) return {};
        const auto* chars = reinterpret_cast<const char*>(bytes_.data()) + e.at;
        return clean_text({chars, static_cast<std::size_t>(e.size)});
    }
    std::uint32_t integer(const Entry& e) const {
        if (e.count < 1) return 0;
        return e.type == 3 ? u16(e.at) : e.type == 4 ? u32(e.at) : 0;
    }
    double rational(const Entry& e) const {
        if (e.type != 5 || e.count < 1 || u32(e.at + 4) == 0) return 0;
        return static_cast<double>(u32(e.at)) / u32(e.at + 4);
    }

  private:
    std::span<const std::byte> bytes_;
    bool little_ = true, valid_ = false;
};

}  // namespace

std::string iso_date(std::string_view d) {
    const auto digits = [&](std::size_t at, std::size_t n) {
        for (std::size_t i = at; i < at + n; ++i)
            if (d[i] < '0' || d[i] > '9') return false;
        return true;
    };
    if (d.size() < 10 || !digits(0, 4) || !digits(5, 2) || !digits(8, 2)) return {};
    if (d.substr(0, 4) == "0000" || d[4] != d[7] || (d[4] != ':' && d[4] != '-')) return {};
    std::string out(d.substr(0, 4));
    out.append("-").append(d.substr(5, 2)).append("-").append(d.substr(8, 2));
    if (d.size() >= 19 && digits(11, 2) && digits(14, 2) && digits(17, 2))
        out.append("T")
            .append(d.substr(11, 2))
            .append(":")
            .append(d.substr(14, 2))
            .append(":")
            .append(d.substr(17, 2));
    return out;
}

bool read_exif(std::span<const std::byte> block, ImageFacts& facts, std::string& version) {
    const ExifReader exif(block);
    if (!exif.valid()) return false;
    double x = 0, y = 0;
    std::uint32_t unit = 2, sub = 0;
    std::string changed, taken;
    bool sound = exif.each(exif.u32(4), [&](const ExifReader::Entry& e) {
        switch (e.tag) {
            case 271:
                facts.maker = exif.text(e);
                break;
            case 272:
                facts.model = exif.text(e);
                break;
            case 274:
                if (exif.integer(e) >= 1 && exif.integer(e) <= 8)
                    facts.orientation = static_cast<int>(exif.integer(e));
                break;
            case 282:
                x = exif.rational(e);
                break;
            case 283:
                y = exif.rational(e);
                break;
            case 296:
                unit = exif.integer(e);
                break;
            case 305:
                facts.software = exif.text(e);
                break;
            case 306:
                changed = exif.text(e);
                break;
            case 0x8769:  // the EXIF directory
                sub = exif.integer(e);
                break;
            default:
                break;
        }
    });
    if (sub != 0)
        sound = exif.each(sub, [&](const ExifReader::Entry& e) {
            if (e.tag == 36867) taken = exif.text(e);
            if (e.tag == 36864) version = exif.text(e);
        }) && sound;
    facts.captured = iso_date(taken.empty() ? changed : taken);
    const double factor = unit == 2 ? 1 : unit == 3 ? 2.54 : 0;
    if (x > 0 && factor > 0) {
        facts.ppi_x = x * factor;
        facts.ppi_y = (y > 0 ? y : x) * factor;
    }
    return sound;
}

}  // namespace nuskha
