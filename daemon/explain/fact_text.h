#ifndef GZ_FACT_TEXT_H
#define GZ_FACT_TEXT_H

#include <stdbool.h>

#include "daemon/base/buffer.h"
#include "rules/findings.h"
#include "rules/text/document.h"

/*
 * A fact on one line, for people:
 *
 *     0.72  Spending  spender=Acme, amount=GT 1000000000 USD P1Y,
 *     purpose="chips"  PLANNED  ANONYMOUS "people familiar" (said)
 *     business.spending
 *
 * (one line).  Entities by name, values in the form of value_text.h, texts in
 * quotes; polarity and modality where they are not POSITIVE and ACTUAL.
 */

/** Append the roles of a fact: "customer=Acme, segment="cloud"". */
void gz_fact_text_roles(const struct gz_findings *findings,
                        const struct gz_document *doc,
                        const struct gz_fact *fact, bool colours,
                        struct gz_buffer *out);

/** Append what is said of a fact: "  NEGATIVE  PLANNED  NAMED Acme (said)",
 * with two blanks before each part. */
void gz_fact_text_status(const struct gz_findings *findings,
                         const struct gz_document *doc,
                         const struct gz_fact *fact, bool colours,
                         struct gz_buffer *out);

/** Append the whole line, its end included. */
void gz_fact_text_append(const struct gz_findings *findings,
                         const struct gz_document *doc,
                         const struct gz_fact *fact, bool colours,
                         struct gz_buffer *out);

#endif
