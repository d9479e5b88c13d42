// Re-reads every byte of a store and compares it with what its inventories say. Never writes.
#pragma once

#include <functional>

#include "pipeline/store/store.hpp"

namespace nuskha {

struct AuditFigures {
    std::size_t objects = 0, files = 0;
    std::uint64_t bytes = 0;
};

struct AuditResult {
    AuditFigures figures;
    std::vector<Finding> findings;  // fixity.*
};

// `told` is called after each file with the figures so far and the file's path in the store.
using AuditProgress = std::function<void(const AuditFigures&, const std::string& path)>;

// Only the named item where one is given. Throws Failure(store) where the store cannot be opened.
AuditResult audit_store(const Store& store, const std::string& item, const AuditProgress& told);

}  // namespace nuskha
