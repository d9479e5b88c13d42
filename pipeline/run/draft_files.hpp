// Files of a version in the making.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "models/preservation/mets.hpp"
#include "pipeline/store/store.hpp"

namespace nuskha {

inline constexpr std::array kept_algorithms{DigestAlgorithm::sha512, DigestAlgorithm::sha256,
                                            DigestAlgorithm::md5};
inline constexpr auto findings_file = "findings.json", mets_file = "mets.xml",
                      item_text_file = "text.txt";
inline constexpr auto text_type = "text/plain;charset=UTF-8", xml_type = "application/xml";

// Writes one below the draft's content folder, hashed on its way out.
SealedFile put_file(const Draft& draft, const std::string& path, const std::string& mime,
                    const std::function<void(FileWriter&)>& write);

// Removes what was written of content that an earlier version has, or that stands twice in this one.
void keep_only_new(const Draft& draft, std::span<const LogicalFile> state, const NextVersion& next);

}  // namespace nuskha
