#ifndef GZ_PACK_SET_H
#define GZ_PACK_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/str.h"
#include "daemon/config/config.h"
#include "rules/ruleset.h"

/*
 * The packs that a tool works with: those of the configuration, and those of
 * the command line.  A pack of the command line takes the place of a
 * configured one of the same name, so that a pack under work is tried with all
 * that it builds on; else it comes last.
 */
struct gz_pack_set {
    struct gz_arena *arena;    // owned
    struct gz_config *config;  // owned
    const char **paths;        // in arena or config
    size_t count;
    const char **given;  // of the command line, as found; in arena
    size_t given_count;
};

// Which packs, and what of them; all borrowed for the call.
struct gz_pack_request {
    const char *config;  // NULL: the default configuration
    char **given;        // count paths or names of shipped packs
    int count;
    const char *pack;  // one of them instead of given, or NULL
    bool cast;         // with the names that only examples use
    bool need_rules;   // packs without rules are a mistake
};

/**
 * Find the packs and load them: *rules is owned, and NULL after a failure.
 * Returns an exit status; what is wrong is in err.  Release with
 * gz_pack_set_close(), also after a failure.
 */
int gz_pack_set_load(struct gz_pack_set *set,
                     const struct gz_pack_request *request,
                     struct gz_ruleset **rules, struct gz_error *err);

/** Release; an empty set is allowed. */
void gz_pack_set_close(struct gz_pack_set *set);

/** Whether a pack folder of the rules was given on the command line; without
 * any given, all are. */
bool gz_pack_set_chosen(const struct gz_pack_set *set, struct gz_str folder);

/**
 * The rule of an id.  Without one NULL, and err says so and which one may be
 * meant.
 */
const struct gz_rule *gz_pack_set_rule(const struct gz_rule_set *rules,
                                       const char *id, struct gz_error *err);

#endif
