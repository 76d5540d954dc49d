#ifndef GZ_EXAMPLE_VERDICT_H
#define GZ_EXAMPLE_VERDICT_H

#include "daemon/commands/example_lab.h"

/*
 * Whether an example holds.  A hit does when the rule found something, when
 * in each role that the example marks the rule's findings have exactly the
 * marked parts, and when all of them are as `want:` says.  A miss does when
 * the rule found nothing.
 *
 * Marks name a role; of rules that make mentions "name" or a type: the
 * mention must be of it.  Wants are
 *
 *     polarity, modality, attribution  of facts; an attribution is a kind,
 *                                      or NONE
 *     entity                           of mentions: the id, or the name
 *     type, how                        of mentions, such as Org/Company
 *     a role                           of facts: a value in the form of
 *                                      value_text.h, an entity's id or name,
 *                                      or the words
 */
struct gz_example_verdict {
    bool holds;
    // What differs, as lines "ROLE  WORDS  BEGIN..END" and "KEY = VALUE"; in
    // the arena of the run.
    struct gz_str expected;
    struct gz_str found;
};

/** Judge a run.  Fails with GZ_LIMIT when memory is short. */
enum gz_status gz_example_judge(const struct gz_example_run *run,
                                const struct gz_rule_set *set,
                                struct gz_example_verdict *out) GZ_MUST_CHECK;

#endif
