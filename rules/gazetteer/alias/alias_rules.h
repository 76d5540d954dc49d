#ifndef GZ_ALIAS_RULES_H
#define GZ_ALIAS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * Further spellings of a name that a list gives, by rules that its keeper
 * switches on.  Every spelling says which rule made it and out of what.
 *
 * Rules are applied in the order of the enumeration, each to the name and to
 * what the rules before it made of it:
 *
 *     acronym         "World Health Organization (WHO)" is "World Health
 *                     Organization", and "WHO" as an acronym
 *     ticker          the ticker among the xids, or in a name such as "Acme
 *                     (NASDAQ: ACME)", counts in the forms of tickers
 *     legal-suffix    "Acme Corporation Ltd." is "Acme Corporation" and
 *                     "Acme"; "Acme, Inc." is "Acme Inc."
 *     the             "The Home Depot" is "Home Depot"
 *     ampersand       "Marks & Spencer" is "Marks and Spencer", and back
 *     initials        "J. P. Morgan" is "J.P. Morgan" and "JP Morgan", and back
 *     middle-initial  "George W. Bush" is "George Bush"
 *     accents         "São Paulo" is "Sao Paulo"
 *
 * What a rule makes is weaker than a name that was given: a spelling that is
 * an ordinary word, or has less than three letters, only counts with context;
 * an acronym that is an ordinary word has policy word.  What says nothing at
 * all, such as "General" or an initial, is not made.
 */
enum gz_alias_rule {
    GZ_ALIAS_ACRONYM,
    GZ_ALIAS_TICKER,
    GZ_ALIAS_LEGAL_SUFFIX,
    GZ_ALIAS_THE,
    GZ_ALIAS_AMPERSAND,
    GZ_ALIAS_INITIALS,
    GZ_ALIAS_MIDDLE_INITIAL,
    GZ_ALIAS_ACCENTS,
    GZ_ALIAS_RULE_COUNT,
};

// A set of rules: bit 1 << rule.
#define GZ_ALIAS_RULES_ALL ((1U << GZ_ALIAS_RULE_COUNT) - 1)

enum { GZ_ALIAS_MAX = 32 };  // spellings that are made of one name

// A name with what rules ask about it; all borrowed.
struct gz_alias_subject {
    struct gz_str name;  // composed
    struct gz_str type;  // of its entity: "Org/Company"
    struct gz_str xids;  // of its row
};

struct gz_alias {
    struct gz_str text;  // in arena
    struct gz_str from;  // what the rule was given: the name, an earlier text
                         // or, of a ticker, "ticker=ACME"
    enum gz_alias_rule rule;
    enum gz_how how;  // GZ_HOW_ALIAS or GZ_HOW_ACRONYM
    bool exact;       // counts just so, whatever the policy of the row
    uint8_t flags;    // set of enum gz_name_flags besides those of the row
};

struct gz_aliases {
    const struct gz_alias *items;  // in arena
    uint32_t count;
};

/** How people call a rule. */
const char *gz_alias_rule_name(enum gz_alias_rule rule);

/** Add a rule, or all of them for "all", to a set; false: there is none. */
bool gz_alias_rules_add(struct gz_str name, unsigned *rules);

/** The rule that is meant by a name that is none, or NULL. */
const char *gz_alias_rule_suggest(struct gz_str name);

/** "all", and the names of all rules, for messages. */
#define GZ_ALIAS_RULE_LIST                                                     \
    "all, acronym, ticker, legal-suffix, the, ampersand, initials, "           \
    "middle-initial and accents"

/**
 * Apply a set of rules to a name, in arena.  No spelling is the name itself
 * and none comes twice; past GZ_ALIAS_MAX there are no more.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_alias_rules_apply(unsigned rules,
                                    const struct gz_alias_subject *subject,
                                    struct gz_arena *arena,
                                    struct gz_aliases *out) GZ_MUST_CHECK;

#endif
