#include "rules/language/file_keys.h"

#include "rules/language/grammar_keys.h"
#include "rules/language/rule_forms.h"
#include "rules/language/rule_keys.h"

// {append: ...} beside what an override may replace.
#define CHANGE(shape_name, plain, said, ...)                                   \
    static const struct gz_rule_key shape_name##_append[] = {                  \
        {.name = "append",                                                     \
         .shape = &(plain),                                                    \
         .required = true,                                                     \
         .help = "Added behind what the rule has."},                           \
        {.name = NULL},                                                        \
    };                                                                         \
    static const struct gz_rule_shape shape_name = {                           \
        .what = (said),                                                        \
        .keys = shape_name##_append,                                           \
        __VA_ARGS__,                                                           \
    }

CHANGE(patterns_change, gz_rule_keys_patterns,
       "a pattern, a list of patterns or {append: ...}",
       .scalar = GZ_RULE_SCALAR_TEXT, .uncut = true,
       .items = &gz_rule_keys_pattern);
CHANGE(examples_change, gz_rule_keys_examples,
       "a list of examples or {append: [...]}", .items = &gz_rule_keys_example);

static const struct gz_rule_key change_keys[] = {
    {.name = "match",
     .shape = &patterns_change,
     .help = "Other patterns, or more of them."},
    {.name = "scan",
     .shape = &gz_rule_keys_whole_text,
     .help = "Another regex."},
    {.name = "unless",
     .shape = &patterns_change,
     .help = "Other guards, or more of them."},
    {.name = "only_in",
     .shape = &gz_rule_keys_zones,
     .help = "Other parts of an article."},
    {.name = "within",
     .shape = &gz_rule_keys_within,
     .help = "Another number of sentences."},
    {.name = "priority",
     .shape = &gz_rule_keys_priority,
     .help = "Another priority."},
    {.name = "confidence",
     .shape = &gz_rule_keys_confidence,
     .help = "Another confidence."},
    {.name = "polarity",
     .shape = &gz_rule_keys_polarity,
     .help = "Another polarity."},
    {.name = "modality",
     .shape = &gz_rule_keys_modality,
     .help = "Another modality."},
    {.name = "examples",
     .shape = &examples_change,
     .help = "Other examples, or more of them."},
    {.name = "disabled",
     .shape = &gz_rule_keys_flag,
     .help = "Whether the rule is left out."},
    {.name = NULL},
};
static const struct gz_rule_shape change = {
    .what = "a mapping of what is changed",
    .keys = change_keys,
};
static const struct gz_rule_shape changes = {
    .what = "a mapping from ids of rules to changes",
    .values = &change,
    .names = &gz_rule_forms_id,
};

static const struct gz_rule_key list_keys[] = {
    {.name = "phrases",
     .shape = &gz_rule_keys_texts,
     .group = GZ_RULE_GROUP_KIND,
     .help = "The phrases of a new list."},
    {.name = "append",
     .shape = &gz_rule_keys_texts,
     .group = GZ_RULE_GROUP_KIND,
     .help = "More phrases for a list that another file has."},
    {.name = "exact",
     .shape = &gz_rule_keys_flag,
     .help = "Whether phrases are compared with their case."},
    {.name = NULL},
};
static const struct gz_rule_shape list = {
    .what = "a list of phrases, or a mapping with phrases or append",
    .items = &gz_rule_keys_text,
    .keys = list_keys,
};
static const struct gz_rule_shape lists = {
    .what = "a mapping from names to lists of phrases",
    .values = &list,
    .names = &gz_rule_forms_list,
};

static const struct gz_rule_shape types = {
    .what = "a mapping from new types to the types above them",
    .values = &gz_rule_keys_type_text,
    .names = &gz_rule_forms_word,
};
static const struct gz_rule_shape macros = {
    .what = "a mapping from names to patterns",
    .values = &gz_rule_keys_pattern,
    .names = &gz_rule_forms_name,
};
static const struct gz_rule_shape word_forms = {
    .what = "a list of forms",
    .items = &gz_rule_keys_text,
    .may_be_empty = true,
};
static const struct gz_rule_shape inflections = {
    .what = "a mapping from words to lists of their forms",
    .values = &word_forms,
    .names = &gz_rule_forms_one,
};
static const struct gz_rule_shape role = {
    .what = "a role",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .form = &gz_rule_forms_role,
};
static const struct gz_rule_shape roles = {
    .what = "a list of roles",
    .items = &role,
};
static const struct gz_rule_shape facts = {
    .what = "a mapping from fact types to lists of roles",
    .values = &roles,
    .names = &gz_rule_forms_word,
};

static const struct gz_rule_key cast_keys[] = {
    {.name = "name",
     .shape = &gz_rule_keys_text,
     .required = true,
     .help = "As it stands in examples."},
    {.name = "attributes",
     .shape = &gz_rule_keys_text,
     .help = "As in a name list: country=XR;sector=cloud."},
    {.name = NULL},
};
static const struct gz_rule_shape cast_name = {
    .what = "a name or a mapping with name and attributes",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .keys = cast_keys,
};
static const struct gz_rule_shape cast_names = {
    .what = "a list of names",
    .items = &cast_name,
};
static const struct gz_rule_shape cast = {
    .what = "a mapping from types to lists of names",
    .values = &cast_names,
    .names = &gz_rule_forms_type,
};
static const struct gz_rule_key supposed_keys[] = {
    {.name = "type",
     .shape = &gz_rule_keys_type_text,
     .required = true,
     .help = "The type that such a name is supposed to have."},
    {.name = "unless",
     .shape = &gz_rule_keys_texts,
     .help = "Names of lists; their phrases are no part of such a name."},
    {.name = "behind",
     .shape = &gz_rule_keys_texts,
     .help = "Names of lists; behind their words, or one word further, stands "
             "no such name."},
    {.name = NULL},
};
static const struct gz_rule_shape supposed = {
    .what = "a mapping with a type",
    .keys = supposed_keys,
};
static const struct gz_rule_shape rules = {
    .what = "a list of rules",
    .may_be_empty = true,
    .items = &gz_rule_keys_rule,
};

static const struct gz_rule_key file_keys[] = {
    {.name = "gazetted",
     .shape = &gz_rule_keys_version,
     .required = true,
     .help = "Version of the language, 1."},
    {.name = "types",
     .shape = &types,
     .help = "New entity types, each below a known one."},
    {.name = "lists",
     .shape = &lists,
     .help = "Lists of phrases, which patterns use as $name."},
    {.name = "macros",
     .shape = &macros,
     .help = "Patterns that others use as %name."},
    {.name = "inflections",
     .shape = &inflections,
     .help = "Forms of words that are not regular, for word~."},
    {.name = "grammar",
     .shape = &gz_grammar_keys,
     .help = "Words by which clauses, subjects and verbs are told, by class."},
    {.name = "facts",
     .shape = &facts,
     .help = "Fact types with their roles, in the order of the event; \"?\" "
             "behind those that may be missing."},
    {.name = "supposed",
     .shape = &supposed,
     .help = "What a name is supposed to be that nobody knows, where a fact "
             "needs one."},
    {.name = "cast",
     .shape = &cast,
     .help = "Names that only examples know, by type."},
    {.name = "rules", .shape = &rules, .help = "The rules."},
    {.name = "override",
     .shape = &changes,
     .help = "Changes to rules, by their ids."},
    {.name = NULL},
};
const struct gz_rule_shape gz_file_keys_rules = {
    .what = "a mapping that begins with gazetted: 1",
    .keys = file_keys,
};

static const struct gz_rule_shape text_or_texts = {
    .what = "a text or a list of texts",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .items = &gz_rule_keys_text,
    .may_be_empty = true,
};
static const struct gz_rule_shape pack_name = {
    .what = "a name",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .form = &gz_rule_forms_pack,
};
static const struct gz_rule_shape pack_version = {
    .what = "a text such as 1.2.3",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .form = &gz_rule_forms_version,
};
static const struct gz_rule_shape pack_language = {
    .what = "a language such as en, or mul",
    .scalar = GZ_RULE_SCALAR_TEXT,
    .form = &gz_rule_forms_language,
};
static const struct gz_rule_key pack_keys[] = {
    {.name = "gazetted",
     .shape = &gz_rule_keys_version,
     .help = "Version of the format, 1."},
    {.name = "name", .shape = &pack_name, .help = "Its name."},
    {.name = "version", .shape = &pack_version, .help = "Its version."},
    {.name = "language",
     .shape = &pack_language,
     .help = "Of the articles that its rules read, as in BCP 47; mul: any."},
    {.name = "namespace",
     .shape = &gz_rule_keys_text,
     .help = "Of the entity ids of its lists."},
    {.name = "description",
     .shape = &gz_rule_keys_text,
     .help = "What it is for."},
    {.name = "licences",
     .shape = &text_or_texts,
     .help = "Under which it may be used."},
    {.name = "expand",
     .shape = &text_or_texts,
     .help = "How names of its lists are varied; see gazetted-lists(5)."},
    {.name = NULL},
};
const struct gz_rule_shape gz_file_keys_pack = {
    .what = "a mapping that describes a pack",
    .keys = pack_keys,
};
