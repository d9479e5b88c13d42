// A batch folder in the making, with the truth of its scans beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/samples/ageing.hpp"
#include "tools/samples/image_files.hpp"

namespace nuskha {

class Delivery {
  public:
    Delivery(std::filesystem::path batch, std::filesystem::path truth, Dice dice)
        : batch_(std::move(batch)), truth_(std::move(truth)), dice_(dice) {}

    // Ages the sheet and writes scan and truth. The format is told by the name's extension;
    // TIFF takes the given form.
    void scan(const std::string& path, const Sheet& sheet, const Sheet* behind,
              const Ageing& ageing, TiffForm tiff = TiffForm::jpeg, int quality = 60,
              std::optional<double> jp2_rate = {});
    void file(const std::string& path, const std::string& bytes) const;  // a side file
    std::string read(const std::string& path) const;
    // Lower-case hexadecimal of a file of the batch; algorithm "md5" or "sha256".
    std::string digest(const std::string& path, const char* algorithm) const;
    // "digest  name" for each, as md5sum writes it.
    std::string sums(const std::string& folder, const std::vector<std::string>& names,
                     const char* algorithm) const;
    const std::filesystem::path& batch() const { return batch_; }
    const std::filesystem::path& truth() const { return truth_; }

  private:
    std::filesystem::path batch_, truth_;
    Dice dice_;
};

}  // namespace nuskha
