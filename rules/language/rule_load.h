#ifndef GZ_RULE_LOAD_H
#define GZ_RULE_LOAD_H

#include "daemon/base/map.h"
#include "daemon/base/yaml.h"
#include "rules/language/rule_keys.h"
#include "rules/language/rule_set.h"

/*
 * The work of gz_rule_set_load(), passed from step to step: files, names,
 * drafts of rules, overrides, rules, checks.  A step reports what it finds
 * and goes on; nodes that have not the shape they should have were reported
 * by the first step, and the others pass them over in silence.
 */

// Where something was defined.
struct gz_rule_place {
    uint32_t file;
    const struct gz_yaml_node *node;
};

// The value of a key of a rule; several where overrides append.
struct gz_rule_part {
    struct gz_rule_place place;
    uint32_t change;  // number of the override that it is of; 0: the rule's own
    struct gz_rule_part *next;
};

struct gz_rule_macro_size;

// A rule before it is read: its nodes, as overrides leave them.
struct gz_rule_draft {
    struct gz_rule_place place;
    struct gz_rule_part *parts[GZ_RULE_FIELD_COUNT];
    struct gz_rule_part *changes;  // ids that overrides of it stand under
    uint32_t change_count;
    bool sound;  // what it makes and matches could be read
    bool disabled;
};

struct gz_rule_load {
    struct gz_rule_set *set;
    struct gz_arena *arena;  // that of the set
    struct gz_error *err;
    const struct gz_yaml_node **roots;  // by file; NULL: not readable
    struct gz_rule_place *places[GZ_RULE_NAME_COUNT];  // of what has a name
    uint32_t rooms[GZ_RULE_NAME_COUNT];                // of places
    // What set shows, while it is filled.
    struct gz_rule_list *lists;
    struct gz_str **phrases;  // of each list
    struct gz_rule_macro *macros;
    struct gz_fact_type *facts;
    struct gz_cast_name *cast;
    uint32_t cast_room;
    struct gz_rule_draft *drafts;
    uint32_t draft_count;
    struct gz_rule_macro_size *macro_sizes;
    uint64_t parts;         // of all patterns together
    bool blind;             // a file is not readable: what it has is unknown
    enum gz_status status;  // of the first mistake
};

/** Report at a node of a file. */
void gz_rule_load_report(struct gz_rule_load *load, uint32_t file,
                         const struct gz_yaml_node *node, const char *fmt, ...)
    GZ_PRINTF(4, 5);

/** Take note that memory is short; err is told once. */
void gz_rule_load_no_memory(struct gz_rule_load *load);

/** Zeroed memory of the set, or NULL, which is taken note of. */
void *gz_rule_load_alloc(struct gz_rule_load *load, size_t count,
                         size_t size_bytes);
#define GZ_RULE_LOAD_ARRAY(load, type, count)                                  \
    ((type *)gz_rule_load_alloc((load), (count), sizeof(type)))

/** Whether no memory is left: then every step returns at once. */
bool gz_rule_load_failed(const struct gz_rule_load *load);

/** Call visit with every child of a key of every file, in order. */
typedef void gz_rule_load_visit(struct gz_rule_load *load, uint32_t file,
                                const struct gz_yaml_node *node);
void gz_rule_load_each(struct gz_rule_load *load, const char *key,
                       gz_rule_load_visit *visit);

/** How many children there are. */
uint32_t gz_rule_load_count(const struct gz_rule_load *load, const char *key);

/** Make room for the places of so many names of a kind. */
void gz_rule_load_expect(struct gz_rule_load *load, enum gz_rule_name kind,
                         uint32_t count);

/**
 * Give a name to item `number` of its kind.  false: it is taken, which is
 * reported with the earlier place, or there is no memory.
 */
bool gz_rule_load_name(struct gz_rule_load *load, enum gz_rule_name kind,
                       struct gz_str name, uint32_t number, uint32_t file,
                       const struct gz_yaml_node *node);

/**
 * The same of a list or macro: taken is what its own pack has already.  In
 * *older the number of the one that it hides, plus 1, or 0.
 */
bool gz_rule_load_name_in_pack(struct gz_rule_load *load,
                               enum gz_rule_name kind, struct gz_str name,
                               uint32_t number, uint32_t file,
                               const struct gz_yaml_node *node,
                               uint32_t *older);

/** The pack of a file. */
uint32_t gz_rule_load_pack(const struct gz_rule_load *load, uint32_t file);

/** The number of a name, or UINT32_MAX. */
uint32_t gz_rule_load_find(const struct gz_rule_load *load,
                           enum gz_rule_name kind, struct gz_str name);

/** Report a name that no item of a kind has, at a node; and a type.  Silent
 * where it may stand in a file that could not be read. */
void gz_rule_load_unknown(struct gz_rule_load *load, enum gz_rule_name kind,
                          uint32_t file, const struct gz_yaml_node *node);
void gz_rule_load_unknown_type(struct gz_rule_load *load, uint32_t file,
                               const struct gz_yaml_node *node);

/** " (did you mean ...?)" for a name of a kind, or ""; in arena. */
const char *gz_rule_load_meant(struct gz_rule_load *load,
                               enum gz_rule_name kind, struct gz_str name);

/** The same in a pack: among the names that it sees.  Of a name that a later
 * pack has, that and where. */
const char *gz_rule_load_meant_in_pack(struct gz_rule_load *load,
                                       enum gz_rule_name kind,
                                       struct gz_str name, uint32_t pack);

/** The same around a name that was found otherwise; NULL gives "". */
const char *gz_rule_load_hint(struct gz_rule_load *load, const char *meant);

/** Report at bytes begin..end of a pattern's text. */
void gz_rule_load_report_in(struct gz_rule_load *load,
                            const struct gz_rule_pattern *pattern,
                            size_t begin_byte, size_t end_byte, const char *fmt,
                            ...) GZ_PRINTF(5, 6);

/** A pattern from a scalar; root is NULL when it was not readable. */
struct gz_rule_pattern gz_rule_load_pattern(struct gz_rule_load *load,
                                            uint32_t file,
                                            const struct gz_yaml_node *node);

/** Whether a node is a text that is not blank.  rule_names.c. */
bool gz_rule_load_is_text(const struct gz_yaml_node *node);

/** Whether a type is one of values, or that of all.  rule_names.c. */
bool gz_rule_load_is_value(const struct gz_rule_load *load, uint16_t type);

/** Find the files of pack folders and read them; or take texts for files. */
void gz_rule_files_load(struct gz_rule_load *load, const char *const *folders,
                        size_t count);
void gz_rule_files_take(struct gz_rule_load *load,
                        const struct gz_rule_text *texts, size_t count);

/** Types that are not built in. */
void gz_rule_types_load(struct gz_rule_load *load);

/** Facts, macros, inflections, cast. */
void gz_rule_names_load(struct gz_rule_load *load);
void gz_rule_grammar_load(struct gz_rule_load *load);
void gz_rule_lists_load(struct gz_rule_load *load);

/** What names are supposed to be; the lists are known by now. */
void gz_rule_supposed_load(struct gz_rule_load *load);

/** Drafts of all rules, and what overrides make of them. */
void gz_rule_drafts_load(struct gz_rule_load *load);

/**
 * A role that match does not capture, but what a key of the rule has at a byte
 * of src speaks of.  Where that stood there before an override put another
 * match in its place this is reported at that match; else false.
 */
bool gz_rule_drafts_lost_role(struct gz_rule_load *load,
                              const struct gz_rule_draft *draft,
                              enum gz_rule_field field,
                              const struct gz_source *src, size_t begin_byte,
                              struct gz_str role);

/** Rules from their drafts. */
void gz_rule_read_all(struct gz_rule_load *load);

// A macro with all that it uses.
struct gz_rule_macro_size {
    uint8_t state;   // of the search for cycles
    uint8_t depth;   // of macros in macros
    uint64_t parts;  // with repeats multiplied out
};

/** Whether all macros are sound: known names, no cycle, of a size that
 * patterns can be expanded to.  What is not is reported. */
bool gz_rule_macros_check(struct gz_rule_load *load);

/** The same for a pattern of a rule. */
bool gz_rule_macros_check_pattern(struct gz_rule_load *load,
                                  const struct gz_rule_pattern *pattern);

/** The roles of a rule that has been read otherwise. */
void gz_rule_roles_read(struct gz_rule_load *load,
                        const struct gz_rule_draft *draft,
                        struct gz_rule *rule);

/** The examples of a rule whose roles are known. */
void gz_examples_read(struct gz_rule_load *load,
                      const struct gz_rule_draft *draft, struct gz_rule *rule);

/** The roles that a rule of a kind may capture, NULL behind the last; one that
 * emits has those of its fact. */
const char *const *gz_rule_kind_roles(enum gz_rule_kind kind);

#endif
