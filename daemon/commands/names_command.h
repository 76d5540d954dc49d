#ifndef GZ_NAMES_COMMAND_H
#define GZ_NAMES_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/str.h"

/*
 * The verbs of `gazetted names`.  Each appends what it found to out, reports
 * what went wrong in err, and returns an exit status.
 */
struct gz_names_question {
    struct gz_str text;        // the name, or the text
    const char *const *paths;  // lists, pack folders and images
    size_t path_count;
    unsigned expand;  // rules for the lists, see alias_rules.h
    bool json;
    bool colours;
};

/** Say where names that are spelt like q->text come from. */
int gz_names_why(const struct gz_names_question *q, struct gz_buffer *out,
                 struct gz_error *err);

/** Say what is found in q->text, and what is not and why. */
int gz_names_find(const struct gz_names_question *q, struct gz_buffer *out,
                  struct gz_error *err);

#endif
