#ifndef GZ_RULE_SET_H
#define GZ_RULE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/language/pattern.h"
#include "rules/language/type_tree.h"

/*
 * All rules of all packs, read and checked: every name that a pattern uses is
 * known, every override applied, every macro free of itself.  What
 * rules/compile makes a program of.
 */
enum gz_rule_kind {
    GZ_RULE_MENTION,      // makes a mention of a type
    GZ_RULE_RECAST,       // makes another entity of a mention: metonymy
    GZ_RULE_COREF,        // makes a mention of an entity named before
    GZ_RULE_EMIT,         // makes a fact
    GZ_RULE_ATTRIBUTION,  // says who is the source of what facts say
    GZ_RULE_ASSERTION,    // says that facts are denied, planned, rumoured
    GZ_RULE_KIND_COUNT,
};

enum gz_polarity {
    GZ_POLARITY_POSITIVE,
    GZ_POLARITY_NEGATIVE,
    GZ_POLARITY_COUNT,
};

enum gz_modality {
    GZ_MODALITY_ACTUAL,
    GZ_MODALITY_PLANNED,
    GZ_MODALITY_POSSIBLE,
    GZ_MODALITY_RUMOURED,
    GZ_MODALITY_COUNT,
};

enum gz_attribution_kind {
    GZ_ATTRIBUTION_NAMED,
    GZ_ATTRIBUTION_ANONYMOUS,
    GZ_ATTRIBUTION_DOCUMENT,
    GZ_ATTRIBUTION_MEDIA,
    GZ_ATTRIBUTION_COUNT,
};

#define GZ_RULE_ZONES_ALL 0xffffffffU
#define GZ_RULE_ROLES_MAX 32  // in all patterns of one rule

// A file of a pack.
struct gz_rule_file {
    struct gz_source source;  // owned by the set
    uint32_t pack;            // number of its pack
};

struct gz_rule_pattern {
    const struct gz_pattern *root;
    struct gz_str text;  // as written
    struct gz_pattern_source where;
};

// A role that a rule captures in `match`.  Numbers are those of the rule.
struct gz_rule_role {
    struct gz_str name;
    uint16_t type;  // that the first capture names, or GZ_TYPE_NONE: text
};

enum gz_example_kind {
    GZ_EXAMPLE_HIT,
    GZ_EXAMPLE_MISS,
};

// A part of an example that must be captured: [customer Acme].
struct gz_example_mark {
    struct gz_str role;
    uint32_t begin_byte;  // in gz_example.text
    uint32_t end_byte;
};

// What must hold of a finding, written behind =>: amount: "GT 1e9 USD".
struct gz_example_want {
    struct gz_str key;
    struct gz_str value;
};

struct gz_example {
    enum gz_example_kind kind;
    struct gz_str text;                   // marks taken out
    const struct gz_example_mark *marks;  // by begin
    uint32_t mark_count;
    const struct gz_example_want *wants;
    uint32_t want_count;
    uint32_t file;
    size_t begin_byte;  // of the example in its file
    size_t end_byte;
};

// An override of a rule: the id that it stands under.
struct gz_rule_change {
    uint32_t file;
    size_t begin_byte;
    size_t end_byte;
};

struct gz_rule {
    struct gz_str id;  // "business.customer", unique in the set
    enum gz_rule_kind kind;
    struct gz_str makes;        // fact type; or the path of the entity type
    uint16_t type;              // entity type that it makes, else GZ_TYPE_NONE
    enum gz_polarity polarity;  // that a fact of it has, or an assertion gives
    enum gz_modality modality;
    bool sets_polarity;  // the rule says it: an assertion that bears on it, or
                         // a fact that is POSITIVE whatever is asserted
    bool sets_modality;  // the same; a fact that is ACTUAL
    bool inside;         // of an assertion: bears on facts that it overlaps
    enum gz_attribution_kind attribution;
    const struct gz_rule_pattern *matches;  // at least 1, one must match
    uint32_t match_count;
    const struct gz_rule_pattern *unless;
    uint32_t unless_count;
    struct gz_rule_pattern implied;  // <role:Type> that the article fills; its
                                     // root is NULL: none
    struct gz_str scan;  // of a mention rule that runs over raw text, or empty
    struct gz_pattern_source scan_where;
    const struct gz_rule_role *roles;  // in the order of the fact type, or of
    uint32_t role_count;               // the patterns
    uint32_t zones;     // bits of enum gz_zone, or GZ_RULE_ZONES_ALL
    uint32_t within;    // sentences, 1..4
    int32_t priority;   // higher wins; 0 unless said
    double confidence;  // 0..1
    const struct gz_example *examples;
    uint32_t example_count;
    uint32_t file;
    size_t begin_byte;  // of the rule in its file
    size_t end_byte;
    const struct gz_rule_change *changes;  // in the order of their files
    uint32_t change_count;
};

/*
 * A list or macro.  Its name is unique in its pack.  A pattern that was written
 * in pack P sees that of P itself, else that of the last pack before P that has
 * one, so nothing that a later pack defines changes what it means.  Later packs
 * may extend the lists that they see, for everybody.
 */
struct gz_rule_list {
    struct gz_str name;
    uint32_t pack;
    uint32_t older;  // number, plus 1, of the last before it with that name; 0
    const struct gz_str *phrases;  // in order, no two the same
    uint32_t phrase_count;
    bool exact;  // phrases are compared with their case
};

struct gz_rule_macro {
    struct gz_str name;
    uint32_t pack;
    uint32_t older;  // as in a list
    struct gz_rule_pattern pattern;
};

struct gz_fact_role {
    struct gz_str name;  // NUL-terminated behind it, as that of the type
    bool required;
};

struct gz_fact_type {
    struct gz_str name;
    const struct gz_fact_role *roles;
    uint32_t role_count;
};

// Names that only examples use, with the type that they have there.
struct gz_cast_name {
    struct gz_str name;
    uint16_t type;
    struct gz_str attributes;  // "country=US;sector=cloud", maybe empty
};

// What a pack supposes that a name is which nobody knows.  Lists are numbers
// in gz_rule_set.lists.
struct gz_rule_supposed {
    uint16_t type;
    uint32_t pack;
    uint32_t file;
    const uint32_t *unless;  // lists of what is no part of such a name
    uint32_t unless_count;
    const uint32_t *behind;  // and of words before what is no name
    uint32_t behind_count;
};

// A word of the grammar of all packs of a language together.
struct gz_rule_word {
    struct gz_str text;      // of an ending without its star
    struct gz_str language;  // as that of the packs
    bool ending;             // stands for all longer words that end so
    uint64_t classes;        // bits of enum gz_grammar
};

struct gz_rule_pack {
    struct gz_str name;
    struct gz_str version;
    struct gz_str language;  // BCP 47; "mul" and "" match every article
    struct gz_str folder;
};

// What has a name that is unique in the set, or, lists and macros, in a pack.
enum gz_rule_name {
    GZ_RULE_NAME_RULE,
    GZ_RULE_NAME_LIST,
    GZ_RULE_NAME_MACRO,
    GZ_RULE_NAME_FACT,
    GZ_RULE_NAME_TYPE,  // that a pack adds
    GZ_RULE_NAME_CAST,
    GZ_RULE_NAME_COUNT,
};

struct gz_rule_set {
    struct gz_arena *arena;                    // owned; all below is in it
    struct gz_map *names[GZ_RULE_NAME_COUNT];  // owned; to indices below, of
                                               // the last with that name
    struct gz_type_tree *types;
    const struct gz_rule_pack *packs;
    uint32_t pack_count;
    struct gz_rule_file *files;
    uint32_t file_count;
    const struct gz_rule *rules;  // in file order, packs in order
    uint32_t rule_count;
    const struct gz_rule_list *lists;
    uint32_t list_count;
    const struct gz_rule_macro *macros;
    uint32_t macro_count;
    const struct gz_fact_type *facts;
    uint32_t fact_count;
    const struct gz_rule_word *words;  // of the grammar, no two the same
    uint32_t word_count;
    const struct gz_rule_supposed *supposed;  // by pack, at most one of each
    uint32_t supposed_count;
    const struct gz_cast_name *cast;
    uint32_t cast_count;
    struct gz_inflections *inflections;  // see inflect.h
};

/**
 * Read the rule files of pack folders, in order; folders without any are
 * fine.  All mistakes of all files are in err, each with its place, as far as
 * the language alone can tell; *out is NULL then.
 * An owned set in *out; release with gz_rule_set_free().
 */
enum gz_status gz_rule_set_load(const char *const *folders, size_t count,
                                struct gz_rule_set **out,
                                struct gz_error *err) GZ_MUST_CHECK;

// A rule file that is no file.
struct gz_rule_text {
    const char *name;  // in messages
    struct gz_str text;
};

/** The same of texts, as the files of one pack in that order; both are
 * copied. */
enum gz_status gz_rule_set_parse(const struct gz_rule_text *texts, size_t count,
                                 struct gz_rule_set **out,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Release a set; NULL allowed. */
void gz_rule_set_free(struct gz_rule_set *set);

/** The rule of that id, or NULL. */
const struct gz_rule *gz_rule_set_find(const struct gz_rule_set *set,
                                       struct gz_str id);

/** The list or macro that a part of a pattern names where it was written, or
 * NULL. */
const struct gz_rule_list *gz_rule_set_list(const struct gz_rule_set *set,
                                            const struct gz_pattern *part);
const struct gz_rule_macro *gz_rule_set_macro(const struct gz_rule_set *set,
                                              const struct gz_pattern *part);

/** The number of the list or macro that a name means in a pack, or
 * UINT32_MAX. */
uint32_t gz_rule_set_see(const struct gz_rule_set *set, enum gz_rule_name kind,
                         struct gz_str name, uint32_t pack);

/** The fact type of that name, or NULL. */
const struct gz_fact_type *gz_rule_set_fact(const struct gz_rule_set *set,
                                            struct gz_str name);

/**
 * Append a JSON Schema (draft 2020-12) of rule files, for editors: made of the
 * tables that the reader follows.  Failure sticks in out.
 */
void gz_rule_set_schema(struct gz_buffer *out);

/**
 * Sort the reports from number `from` on (err->kept before) from the first
 * file to the last, each once.  err NULL allowed.
 */
void gz_rule_set_sort_errors(const struct gz_rule_set *set, size_t from,
                             struct gz_error *err);

/** The file that had the last word on a rule: its own, or that of its last
 * change. */
uint32_t gz_rule_set_last_file(const struct gz_rule *rule);

/** Report at a part of a pattern. */
enum gz_status gz_rule_set_error(const struct gz_rule_pattern *pattern,
                                 const struct gz_pattern *part,
                                 struct gz_error *err, const char *fmt, ...)
    GZ_PRINTF(4, 5);

#endif
