#include "rules/resolve/type_numbers.h"

static const char *const dim_types[GZ_DIM_LIMIT] = {
    [GZ_DIM_MONEY] = "Money", [GZ_DIM_PERCENT] = "Percent",
    [GZ_DIM_DATE] = "Date",   [GZ_DIM_DURATION] = "Duration",
    [GZ_DIM_COUNT] = "Count",
};

void gz_type_numbers_init(struct gz_type_numbers *n,
                          const struct gz_type_tree *tree)
{
    *n = (struct gz_type_numbers){.tree = tree};
    for (int i = 0; i < GZ_DIM_LIMIT; i++) {
        n->values[i] = tree == NULL
                           ? GZ_TYPE_NONE
                           : gz_type_tree_find(tree, gz_str_z(dim_types[i]));
    }
}

static uint16_t look_up(const struct gz_type_tree *tree, struct gz_str type)
{
    while (tree != NULL && type.len_bytes > 0) {
        const uint16_t number = gz_type_tree_find(tree, type);
        if (number != GZ_TYPE_NONE) {
            return number;
        }
        while (type.len_bytes > 0 && type.ptr[--type.len_bytes] != '/') {
        }
    }
    return GZ_TYPE_NONE;
}

uint16_t gz_type_numbers_of(struct gz_type_numbers *n, struct gz_str type)
{
    const uint32_t slot =
        ((uint32_t)((uintptr_t)type.ptr >> 2) * 0x9e3779b1U) >> 26;
    if (n->known[slot].ptr != type.ptr ||
        n->known[slot].len_bytes != type.len_bytes) {
        n->known[slot] = type;
        n->numbers[slot] = look_up(n->tree, type);
    }
    return n->numbers[slot];
}
