#ifndef GZ_ALIAS_WORK_H
#define GZ_ALIAS_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/gazetteer/alias/alias_rules.h"

/*
 * What the rules share.  A rule is a function that looks at one spelling and
 * puts what it makes of it; gz_alias_put() sees to the rest.
 */
struct gz_alias_work {
    const struct gz_alias_subject *subject;
    struct gz_arena *arena;
    struct gz_alias *items;  // room for GZ_ALIAS_MAX
    uint32_t count;
    enum gz_alias_rule rule;  // at work
    struct gz_str from;       // what it looks at
    enum gz_status status;    // the first failure sticks
};

/** Put a spelling, which is copied, unless it is there or says nothing. */
void gz_alias_put(struct gz_alias_work *w, struct gz_str text);

/** The same with the other fields; text, flags, how and exact are read. */
void gz_alias_put_as(struct gz_alias_work *w, const struct gz_alias *alias);

/** Put the parts one behind the other, as gz_alias_put() does. */
void gz_alias_put_parts(struct gz_alias_work *w, const struct gz_str *parts,
                        uint32_t count);

/** Whether the subject's entity is of a type such as "Org" or below it. */
bool gz_alias_is_a(const struct gz_alias_work *w, const char *type);

/** s without the white space and the commas at its end. */
struct gz_str gz_alias_trim_end(struct gz_str s);

/** The last word of s, up to white space; empty when there is none. */
struct gz_str gz_alias_last_word(struct gz_str s);

/** Cut the first word off a spelling of words between single spaces. */
struct gz_str gz_alias_next_word(struct gz_str *s);

static inline bool gz_alias_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/** The rules themselves: each looks at name, which is w->from. */
void gz_alias_acronym(struct gz_alias_work *w, struct gz_str name);
void gz_alias_ticker(struct gz_alias_work *w, struct gz_str name);
void gz_alias_legal_suffix(struct gz_alias_work *w, struct gz_str name);
void gz_alias_the(struct gz_alias_work *w, struct gz_str name);
void gz_alias_ampersand(struct gz_alias_work *w, struct gz_str name);
void gz_alias_initials(struct gz_alias_work *w, struct gz_str name);
void gz_alias_middle_initial(struct gz_alias_work *w, struct gz_str name);
void gz_alias_accents(struct gz_alias_work *w, struct gz_str name);

#endif
