#ifndef GZ_RULESET_H
#define GZ_RULESET_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/compile/program.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/language/rule_set.h"
#include "rules/resolve/country_index.h"

/*
 * Everything that extraction needs to know, loaded once, immutable and shared
 * by all workers.  A reload loads a second one and swaps the pointer.
 */
struct gz_ruleset;

#define GZ_RULESET_HEX 16

/**
 * Load packs: each path is an image (*.gzt), a name list (*.tsv) or a pack
 * folder.  Lists and folders that follow each other are compiled together in
 * memory.  Names are found as if everything had been compiled together, in
 * this order; see layers.h.  Rules come from the folders, in this order.
 * On failure every mistake of lists and of rules is in err and nothing is
 * kept.
 * The caller holds one reference; release with gz_ruleset_unref().
 */
enum gz_status gz_ruleset_load(const char *const *paths, size_t count,
                               struct gz_ruleset **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** The same with the cast of the rules, names that only examples use, as the
 * last of the lists: for `test` and other tools that run examples. */
enum gz_status gz_ruleset_load_cast(const char *const *paths, size_t count,
                                    struct gz_ruleset **out,
                                    struct gz_error *err) GZ_MUST_CHECK;

/**
 * The names of base with other rules, which are borrowed and must outlive it:
 * for tools that change a rule and look what comes of it.  Their types must be
 * base's.  It has base's hash.  base is shared.
 */
enum gz_status gz_ruleset_derive(struct gz_ruleset *base,
                                 const struct gz_rule_set *set,
                                 struct gz_ruleset **out,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Take and drop a reference; any thread. NULL allowed by unref. */
struct gz_ruleset *gz_ruleset_ref(struct gz_ruleset *rules);
void gz_ruleset_unref(struct gz_ruleset *rules);

/** 16 hex digits that name the contents: the same lists and rules, the same
 * digits. */
const char *gz_ruleset_hash(const struct gz_ruleset *rules);

/** How many entities, names and bytes all its gazetteers hold. */
struct gz_gazetteer_size gz_ruleset_size(const struct gz_ruleset *rules);

/** All its names, borrowed. */
const struct gz_layers *gz_ruleset_names(const struct gz_ruleset *rules);

/** Its rules and their program, borrowed; NULL when there are none. */
const struct gz_rule_set *gz_ruleset_rules(const struct gz_ruleset *rules);
const struct gz_program *gz_ruleset_program(const struct gz_ruleset *rules);

/** Who stands for a country, for rules that recast; borrowed, maybe NULL. */
const struct gz_country_index *
gz_ruleset_countries(const struct gz_ruleset *rules);

#endif
