#ifndef GZ_LEGAL_FORMS_H
#define GZ_LEGAL_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * What companies of many countries must write behind or before their names.
 * Full stops do not tell forms apart: "SpA" is "S.p.A.".
 */
enum {
    GZ_LEGAL_SPELLINGS = 4,
    GZ_LEGAL_ENDINGS = 27,
    GZ_LEGAL_WORDS = 2,  // of 64 forms each
};

struct gz_legal_form {
    // How it is written, the usual way first; an empty one ends them.
    struct gz_str spellings[GZ_LEGAL_SPELLINGS];
    struct gz_str other;  // known, but nobody writes it in news; may be empty
    bool comma;           // a comma may stand before it
};

/**
 * The form that a name ends with, or NULL; *begin is the byte at which it
 * begins.  A form is written as it should be, or in capitals.
 */
const struct gz_legal_form *gz_legal_forms_end(struct gz_str name,
                                               size_t *begin);

// The forms by their last letters, for those who ask often.
struct gz_legal_endings {
    uint64_t forms[GZ_LEGAL_ENDINGS][GZ_LEGAL_WORDS];
};

void gz_legal_endings_init(struct gz_legal_endings *endings);

/** What gz_legal_forms_end() gives. */
const struct gz_legal_form *
gz_legal_endings_find(const struct gz_legal_endings *endings,
                      struct gz_str name, size_t *begin);

/** Call on_spelling for every way to write a form. */
void gz_legal_forms_all(void (*on_spelling)(void *context,
                                            struct gz_str spelling),
                        void *context);

/** Whether a name begins with a form that stands there; *end is behind it. */
bool gz_legal_forms_begin(struct gz_str name, size_t *end);

#endif
