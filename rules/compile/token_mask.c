#include "rules/compile/token_mask.h"

static uint64_t bit(enum gz_token_mask_class at)
{
    return UINT64_C(1) << (unsigned)at;
}

uint64_t gz_token_mask_class(enum gz_token_class class_of)
{
    const uint64_t number = bit(GZ_TOKEN_MASK_NUMBER);
    const uint64_t word = bit(GZ_TOKEN_MASK_WORD);
    switch (class_of) {
    case GZ_CLASS_CAPITALIZED:
        return bit(GZ_TOKEN_MASK_CAPITAL);
    case GZ_CLASS_ALL_CAPS:
        return bit(GZ_TOKEN_MASK_ALL_CAPS);
    case GZ_CLASS_LOWER:
        return word;
    case GZ_CLASS_WORD:
        return number | word | bit(GZ_TOKEN_MASK_OTHER_WORD);
    case GZ_CLASS_NUMBER:
        return number;
    case GZ_CLASS_POSSESSIVE:
        return bit(GZ_TOKEN_MASK_POSSESSIVE);
    case GZ_CLASS_ANY:
    case GZ_CLASS_COUNT:
        break;
    }
    // Every token has a key.
    return GZ_TOKEN_MASK_KEYS;
}
