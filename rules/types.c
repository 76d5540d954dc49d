// The tree as a table.  It is short, so a search through it is a loop.

#include "rules/types.h"

#include <stddef.h>

static const char *const types[] = {
    "Person",
    "Org",
    "Org/Company",
    "Org/Bank",
    "Org/Government",
    "Org/Agency",
    "Org/Party",
    "Org/Ngo",
    "Org/Media",
    "Org/University",
    "Org/Team",
    "Org/Exchange",
    "Place",
    "Place/Country",
    "Place/Region",
    "Place/City",
    "Place/Facility",
    "Place/Water",
    "Norp",
    "Norp/Nationality",
    "Norp/Religion",
    "Norp/Ideology",
    "Product",
    "Event",
    "Work",
    "Law",
    "Asset",
    "Asset/Currency",
    "Asset/Equity",
    "Asset/Index",
    "Asset/Commodity",
    "Asset/Crypto",
};

enum { TYPE_COUNT = sizeof(types) / sizeof(types[0]) };

bool gz_type_known(struct gz_str type)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (gz_str_is(type, types[i])) {
            return true;
        }
    }
    return false;
}

bool gz_type_is_a(struct gz_str type, struct gz_str ancestor)
{
    return gz_str_starts(type, ancestor) &&
           (type.len_bytes == ancestor.len_bytes ||
            type.ptr[ancestor.len_bytes] == '/');
}

const char *gz_type_suggest(struct gz_str type)
{
    return gz_str_suggest(type, types, TYPE_COUNT);
}

const char *gz_type_at(size_t i)
{
    return i < TYPE_COUNT ? types[i] : NULL;
}
