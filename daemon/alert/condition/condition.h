#ifndef GZ_CONDITION_H
#define GZ_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/event.h"
#include "daemon/alert/condition/alert_terms.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The `when` of a subscription: a typed expression over one entity event.
 *
 *     salience.score >= 0.3 and fact(Customer).attribution.kind == NAMED
 *         and fact(Spending).amount.value > 500m USD
 *
 *     or    := and ("or" and)*
 *     and   := not ("and" not)*
 *     not   := "not" not | "(" or ")" | test
 *     test  := path [op value | "in" "[" value ("," value)* "]"]
 *     op    := == | != | < | <= | > | >= | contains
 *     path  := NAME ("." NAME)* | "fact" ["(" TYPE ")"] ("." NAME)*
 *     value := NUMBER [k|m|bn|tn] [UNIT | %] | NAME | "text" | true | false
 *
 * A path alone is a truth value, or says of a fact or a role that it is there.
 *
 * fact(T) is the fact that the subscription is about when that has type T,
 * so that two tests of it are about one fact; else any fact of type T will do.
 * `fact` alone is the fact that the subscription is about.
 *
 * A number compares true only when it must be: "more than 500m" is > 400m and
 * is not < 600m; amounts in other units never compare true, not even with !=.
 *
 * The code is prefix, packed, without addresses; it comes from our own
 * compiler only.
 */

/**
 * Compile the text at begin_byte of src (that is, a YAML scalar's text; where
 * it was quoted, marks are of the scalar).  Appends the code.  terms NULL:
 * names of types and roles are not checked, nor whether a test can be true.
 * GZ_INVALID: all its mistakes are in err.
 */
enum gz_status gz_condition_compile(struct gz_str text,
                                    const struct gz_source *src,
                                    size_t begin_byte, size_t end_byte,
                                    const struct gz_alert_terms *terms,
                                    struct gz_buffer *code,
                                    struct gz_error *err) GZ_MUST_CHECK;

/** Whether it holds; fact NULL allowed: the event as a whole. */
bool gz_condition_holds(struct gz_str code, const struct gz_event *event,
                        const struct gz_event_fact *fact);

/** The expression as text, from which the same code comes. */
void gz_condition_print(struct gz_str code, struct gz_buffer *out);

/** The first type of facts that it names, or empty; borrowed from code. */
struct gz_str gz_condition_fact_type(struct gz_str code);

#endif
