#ifndef GZ_PROPER_NAME_H
#define GZ_PROPER_NAME_H

#include <stdint.h>

#include "rules/gazetteer/alias/legal_forms.h"
#include "rules/text/document.h"

/*
 * Names of organisations without their legal form.  Nearly no name ends with
 * one, which the keys of the forms' last words tell at once.
 */
enum { GZ_PROPER_NAME_WORDS = 128 };  // of 64 bits each

struct gz_proper_names {
    uint64_t sieve[GZ_PROPER_NAME_WORDS];  // bits of keys
    struct gz_legal_endings endings;
};

void gz_proper_names_init(struct gz_proper_names *names);

/** Where the name of tokens begin..end ends without its legal form and the
 * comma before that; end if it has none. */
uint32_t gz_proper_names_end(const struct gz_proper_names *names,
                             const struct gz_passage *passage, uint32_t begin,
                             uint32_t end);

#endif
