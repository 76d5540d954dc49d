#ifndef GZ_VALUE_CURRENCY_H
#define GZ_VALUE_CURRENCY_H

#include "rules/values/value_work.h"

/*
 * Currencies around a number: "US$", "Rs.", "EUR", "Canadian dollars",
 * "dollars canadiens", "US cents".  A word that several countries use and the
 * text does not tell apart ("pesos", "crowns") is XXX, the code of ISO 4217
 * for no currency; XXX never compares.  A bare "$" is that of the language's
 * region (en-AU), else the United States'.
 */
struct gz_value_currency {
    struct gz_str code;  // static
    uint32_t begin_token;
    uint32_t end_token;
    int noun;     // enum gz_value_noun or another of the table; -1: none
    bool cents;   // hundredths of it
    bool risky;   // "COP": an ordinary word too
    bool pounds;  // the word alone: may be a weight
};

/** The currency that ends before token i. */
bool gz_value_currency_before(const struct gz_value_work *w, uint32_t i,
                              struct gz_value_currency *out);

/** The currency that token i begins with, "Rs" of "Rs5,000"; *skip is its
 * bytes. */
bool gz_value_currency_fused(const struct gz_value_work *w, uint32_t i,
                             struct gz_value_currency *out, uint32_t *skip);

/** The currency that begins at token i. */
bool gz_value_currency_after(const struct gz_value_work *w, uint32_t i,
                             struct gz_value_currency *out);

/** The currency that a number's tail is: "5EUR", "25p". */
bool gz_value_currency_tail(const struct gz_value_work *w, struct gz_str tail,
                            struct gz_value_currency *out);

/** Take "Canadian" behind "$5 million" in place of what the sign says. */
void gz_value_currency_refine(const struct gz_value_work *w, uint32_t i,
                              struct gz_value_currency *c);

#endif
