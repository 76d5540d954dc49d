#ifndef GZ_CONDITION_PARSER_H
#define GZ_CONDITION_PARSER_H

#include "daemon/alert/condition/alert_terms.h"
#include "daemon/alert/condition/condition_code.h"
#include "daemon/alert/condition/condition_lexer.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"

/*
 * What condition_compile.c, condition_paths.c and condition_values.c share:
 * the token at hand, and the way to say that it is wrong.  Mistakes are read
 * past, so that all are told; the code is of no use then.
 */
struct gz_condition_parser {
    enum gz_status mistake;  // GZ_OK, or GZ_INVALID: there was one
    struct gz_str all;       // the condition
    struct gz_str rest;      // not read yet
    struct gz_condition_token token;
    const struct gz_source *src;
    size_t begin_byte;  // of the condition in src, and
    size_t end_byte;    // its end; equal: marks are of the whole
    bool verbatim;      // it stands in src as it is
    const struct gz_alert_terms *terms;
    struct gz_buffer *code;
    struct gz_error *err;
    uint32_t depth;
    uint32_t open;  // brackets around the token at hand
};

/** Go to the next token. */
void gz_condition_parser_step(struct gz_condition_parser *p);

/** Whether the token at hand is that word or sign. */
bool gz_condition_parser_at(const struct gz_condition_parser *p,
                            const char *text);

/** Report what is wrong from the begin of one text to the end of another,
 * both parts of the condition; GZ_INVALID. */
enum gz_status gz_condition_parser_fail(struct gz_condition_parser *p,
                                        struct gz_str from, struct gz_str to,
                                        const char *fmt, ...) GZ_PRINTF(4, 5);

/** The same of a name that is unknown: `what` it should be, and hint (taken),
 * such as gz_name_hint() makes it, stand around it.  GZ_NO_MEMORY too. */
enum gz_status gz_condition_parser_unknown(struct gz_condition_parser *p,
                                           struct gz_str name, const char *what,
                                           struct gz_buffer *hint);

/** Note a mistake that was reported, to go on behind it: GZ_INVALID becomes
 * GZ_OK, all else is returned as it is. */
enum gz_status gz_condition_parser_past(struct gz_condition_parser *p,
                                        enum gz_status st) GZ_MUST_CHECK;

/** Append a text to the code; false, and said, when it is longer than 255. */
enum gz_status gz_condition_parser_put(struct gz_condition_parser *p,
                                       struct gz_str text) GZ_MUST_CHECK;

// A path that was read: which field, and what is left to the printer.
struct gz_condition_path {
    struct gz_str text;  // as written
    enum gz_condition_field field;
};

/** Read a path and append its code. */
enum gz_status
gz_condition_paths_read(struct gz_condition_parser *p,
                        struct gz_condition_path *out) GZ_MUST_CHECK;

/** The type of facts of that name, NULL where types are not checked; one that
 * is unknown is reported and read past. */
enum gz_status
gz_condition_paths_fact(struct gz_condition_parser *p, struct gz_str name,
                        const struct gz_fact_type **out) GZ_MUST_CHECK;

/** Read a value that such a field can be compared with, append its code. */
enum gz_status gz_condition_values_read(struct gz_condition_parser *p,
                                        const struct gz_condition_path *path,
                                        enum gz_condition_op op) GZ_MUST_CHECK;

#endif
