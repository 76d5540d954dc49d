#ifndef GZ_DOCUMENT_H
#define GZ_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/grammar.h"
#include "rules/text/offsets.h"
#include "rules/text/sentences.h"
#include "rules/text/tokens.h"

/*
 * An article as the rules see it: its fields, each cut into tokens and
 * sentences.  A position in an article is a field and an offset in that
 * field's text.
 */
enum gz_field {
    GZ_FIELD_TITLE,
    GZ_FIELD_BODY,
    GZ_FIELD_COUNT,
};

// What part of the page a mention stands in.
enum gz_zone {
    GZ_ZONE_TITLE,
    GZ_ZONE_BODY,
    GZ_ZONE_COUNT,
};

struct gz_passage {
    struct gz_str text;  // borrowed, valid UTF-8, maybe empty
    struct gz_tokens tokens;
    struct gz_sentences sentences;
    const struct gz_offsets *offsets;
    // Of each token, bits of enum gz_grammar; NULL until rules say them.
    const uint64_t *classes;
};

struct gz_document {
    struct gz_passage fields[GZ_FIELD_COUNT];
    struct gz_str language;  // BCP 47, empty when unknown
};

/** Cut all fields, in arena; the texts stay borrowed. */
enum gz_status gz_document_new(struct gz_str title, struct gz_str body,
                               struct gz_str language, struct gz_arena *arena,
                               struct gz_document **out) GZ_MUST_CHECK;

/** Whether a token is this ASCII mark. */
static inline bool gz_passage_is_mark(const struct gz_passage *p,
                                      uint32_t token, char mark)
{
    const struct gz_token *t = &p->tokens.items[token];
    return t->kind == GZ_TOKEN_MARK && p->text.ptr[t->begin_byte] == mark;
}

/** Whether there is a token that begins with a capital. */
static inline bool gz_passage_is_capital(const struct gz_passage *p,
                                         uint32_t token)
{
    return token < p->tokens.count &&
           (p->tokens.items[token].flags & GZ_TOKEN_CAPITAL) != 0;
}

/** Whether rules say that a token is a word of a class. */
static inline bool gz_passage_is(const struct gz_passage *p, uint32_t token,
                                 enum gz_grammar class_of)
{
    return (p->classes[token] >> (unsigned)class_of & 1) != 0;
}

/** The zone that a byte of a field stands in. */
enum gz_zone gz_document_zone(const struct gz_document *doc,
                              enum gz_field field, uint32_t byte);

/** Whether an article is in a pack's language, as far as both say; a pack's
 * "mul" is every one. */
bool gz_document_speaks(const struct gz_document *doc, struct gz_str language);

/** The number of the sentence of a field that holds a token. */
static inline uint32_t gz_document_sentence(const struct gz_document *doc,
                                            enum gz_field field, uint32_t token)
{
    return doc->fields[field].sentences.of_tokens[token];
}

#endif
