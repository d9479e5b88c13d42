// What people wrote about a batch and its items: batch.toml, items.csv, item.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/document/item.hpp"

namespace nuskha::intake {

struct DeclaredItem {
    std::string id;      // NFC; empty where not stated
    std::string folder;  // items.csv only: the folder or group that the id is bound to
    std::size_t line = 0;
    Description description;
    std::vector<Finding> findings;  // about this item: item.unknown-language
};

struct DeclaredItems {
    std::vector<DeclaredItem> items;  // those with an id or a folder; each id once
    std::vector<Finding> findings;    // batch.bad-metadata, batch.unknown-key
};

// `path` names the file in findings. Bad content is told in findings; what could be read is kept.
void read_batch_toml(const std::string& path, std::string_view bytes, Batch& batch);
DeclaredItem read_item_toml(const std::string& path, std::string_view bytes);
DeclaredItems read_items_csv(const std::string& path, std::string_view bytes);

// What `from` states and `to` does not.
void fill_up(Description& to, const Description& from);

}  // namespace nuskha::intake
