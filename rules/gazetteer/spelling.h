#ifndef GZ_SPELLING_H
#define GZ_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/image.h"

/*
 * A name as it goes into an image: cut into tokens by the same code that cuts
 * articles, with the text that name_record.h describes and the keys of its
 * tokens.
 */
struct gz_spelling {
    struct gz_str text;    // in arena
    uint32_t token_count;  // without a full stop at the end
    bool final_dot;
    uint64_t class;  // of the first token: gz_name_key_class()
    bool has_class;  // the first token is a word, so that case matters
    uint64_t tokens[GZ_NAME_TOKENS_MAX];
    bool gaps[GZ_NAME_TOKENS_MAX];  // one stands before the token
};

enum gz_spelling_fault {
    GZ_SPELLING_FINE,
    GZ_SPELLING_NO_WORD,  // marks only
    GZ_SPELLING_LONG,     // more than GZ_NAME_BYTES_MAX
    GZ_SPELLING_TOKENS,   // more than GZ_NAME_TOKENS_MAX
};

/**
 * Prepare a name, valid UTF-8 on one line, in arena.
 * A name that cannot be in an image gives GZ_INVALID and *fault says why.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_spelling_make(struct gz_str name, struct gz_arena *arena,
                                struct gz_spelling *out,
                                enum gz_spelling_fault *fault) GZ_MUST_CHECK;

/** The key of the whole name, without its class. */
uint64_t gz_spelling_key(const struct gz_spelling *s);

#endif
