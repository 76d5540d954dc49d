// What patterns and rules may name: facts, macros; and words that the packs
// share: inflections, the cast of examples.

#include "rules/gazetteer/lists/name_fields.h"
#include "rules/gazetteer/match/spelling.h"
#include "rules/language/inflect.h"
#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

static struct gz_str clip(struct gz_str text)
{
    return gz_pattern_lexer_clip(text);
}

bool gz_rule_load_is_text(const struct gz_yaml_node *node)
{
    return node->kind == GZ_YAML_SCALAR && !gz_yaml_is_null(node) &&
           gz_str_trim(node->text).len_bytes > 0;
}

bool gz_rule_load_is_value(const struct gz_rule_load *load, uint16_t type)
{
    return gz_str_starts(gz_type_tree_path(load->set->types, type),
                         GZ_STR_LIT("Value"));
}

// A role as a fact declares it: "segment?" may be missing.
static void read_role(struct gz_rule_load *load, uint32_t file,
                      const struct gz_yaml_node *node,
                      struct gz_fact_type *fact, struct gz_fact_role *roles)
{
    struct gz_str name = node->text;
    if (!gz_rule_load_is_text(node)) {
        return;
    }
    const bool optional = name.ptr[name.len_bytes - 1] == '?';
    name.len_bytes -= optional;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        if (gz_str_eq(roles[i].name, name)) {
            gz_rule_load_report(load, file, node,
                                "the role \"" GZ_STR_FMT "\" stands twice",
                                GZ_STR_ARG(clip(name)));
            return;
        }
    }
    if (fact->role_count == GZ_RULE_ROLES_MAX) {
        gz_rule_load_report(load, file, node, "a fact has at most %d roles",
                            GZ_RULE_ROLES_MAX);
        return;
    }
    name = gz_arena_copy(load->arena, name);  // it may have been cut
    if (name.ptr == NULL) {
        gz_rule_load_no_memory(load);
        return;
    }
    roles[fact->role_count++] = (struct gz_fact_role){name, !optional};
}

static void read_roles(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node,
                       struct gz_fact_type *fact)
{
    struct gz_fact_role *roles = GZ_RULE_LOAD_ARRAY(
        load, struct gz_fact_role,
        node->count < GZ_RULE_ROLES_MAX ? node->count : GZ_RULE_ROLES_MAX);
    fact->name = node->key->text;
    fact->roles = roles;
    const struct gz_yaml_node *child = roles == NULL ? NULL : node->first;
    for (; child != NULL; child = child->next) {
        read_role(load, file, child, fact, roles);
    }
}

static bool same_roles(const struct gz_fact_type *a,
                       const struct gz_fact_type *b)
{
    bool same = a->role_count == b->role_count;
    for (uint32_t i = 0; i < a->role_count && same; i++) {
        same = gz_str_eq(a->roles[i].name, b->roles[i].name) &&
               a->roles[i].required == b->roles[i].required;
    }
    return same;
}

// A fact type that a pack before has: they share it when it is the same.
static void share_fact(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node,
                       const struct gz_fact_type *first)
{
    const struct gz_rule_place *place =
        &load->places[GZ_RULE_NAME_FACT][first - load->facts];
    const struct gz_source *src = &load->set->files[place->file].source;
    struct gz_fact_type fact = {0};
    struct gz_buffer roles;
    read_roles(load, file, node, &fact);
    if (gz_rule_load_failed(load) || same_roles(first, &fact)) {
        return;
    }
    gz_buffer_init(&roles, 0);
    for (uint32_t i = 0; i < first->role_count; i++) {
        gz_buffer_append_fmt(&roles, "%s" GZ_STR_FMT "%s", i == 0 ? "" : ", ",
                             GZ_STR_ARG(clip(first->roles[i].name)),
                             first->roles[i].required ? "" : "?");
    }
    const struct gz_str text = gz_buffer_str(&roles);
    gz_rule_load_report(load, file, node->key,
                        "the fact type \"" GZ_STR_FMT
                        "\" has other roles than in %s:%u ([" GZ_STR_FMT
                        "]): write those, or choose another name",
                        GZ_STR_ARG(clip(first->name)), src->name,
                        gz_source_place(src, place->node->begin_byte).line,
                        GZ_STR_ARG(text));
    gz_buffer_fini(&roles);
}

static void read_fact(struct gz_rule_load *load, uint32_t file,
                      const struct gz_yaml_node *node)
{
    struct gz_rule_set *set = load->set;
    const struct gz_str name = node->key->text;
    const uint32_t first = gz_rule_load_find(load, GZ_RULE_NAME_FACT, name);
    if (first != UINT32_MAX &&
        gz_rule_load_pack(load, load->places[GZ_RULE_NAME_FACT][first].file) !=
            gz_rule_load_pack(load, file)) {
        share_fact(load, file, node, &load->facts[first]);
    } else if (gz_rule_load_name(load, GZ_RULE_NAME_FACT, name, set->fact_count,
                                 file, node->key)) {
        read_roles(load, file, node, &load->facts[set->fact_count++]);
    }
}

static void read_macro(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node)
{
    struct gz_rule_set *set = load->set;
    uint32_t older = 0;
    if (gz_rule_load_is_text(node) &&
        gz_rule_load_name_in_pack(load, GZ_RULE_NAME_MACRO, node->key->text,
                                  set->macro_count, file, node->key, &older)) {
        struct gz_rule_macro *macro = &load->macros[set->macro_count++];
        macro->name = node->key->text;
        macro->pack = gz_rule_load_pack(load, file);
        macro->older = older;
        macro->pattern = gz_rule_load_pattern(load, file, node);
    }
}

static void read_inflection(struct gz_rule_load *load, uint32_t file,
                            const struct gz_yaml_node *node)
{
    (void)file;
    uint32_t count = 0;
    struct gz_str *forms = GZ_RULE_LOAD_ARRAY(load, struct gz_str, node->count);
    if (forms == NULL || node->kind != GZ_YAML_SEQUENCE) {
        return;
    }
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL; child = child->next) {
        if (gz_rule_load_is_text(child)) {
            forms[count++] = child->text;
        }
    }
    if (gz_inflections_add(load->set->inflections, node->key->text, forms,
                           count) != GZ_OK) {
        gz_rule_load_no_memory(load);
    }
}

// An entry of the cast: a name, or a name with attributes.
static struct gz_cast_name cast_name(const struct gz_yaml_node *node,
                                     uint16_t type)
{
    struct gz_cast_name name = {.type = type};
    const struct gz_yaml_node *text = node;
    const struct gz_yaml_node *attributes = NULL;
    if (node->kind == GZ_YAML_MAPPING) {
        text = gz_yaml_get(node, "name");
        attributes = gz_yaml_get(node, "attributes");
    }
    if (text != NULL && gz_rule_load_is_text(text)) {
        name.name = text->text;
    }
    if (attributes != NULL && gz_rule_load_is_text(attributes)) {
        name.attributes = attributes->text;
    }
    return name;
}

// Why a name list would not take a text as a name, or NULL.
static const char *name_fault(struct gz_rule_load *load, struct gz_str name)
{
    static const char *const faults[] = {
        [GZ_SPELLING_NO_WORD] = "holds no word",
        [GZ_SPELLING_LONG] = "is too long",
        [GZ_SPELLING_WORDS] = "has too many words",
        [GZ_SPELLING_GAP] = "has too many marks between two words",
        [GZ_SPELLING_SMALL_S] = "begins with a possessive",
    };
    struct gz_spelling spelling;
    enum gz_spelling_fault fault = GZ_SPELLING_FINE;
    for (size_t i = 0; i < name.len_bytes; i++) {
        if ((unsigned char)name.ptr[i] < ' ') {
            return "holds a control character";
        }
    }
    if (gz_spelling_make(name, load->arena, &spelling, &fault) ==
        GZ_NO_MEMORY) {
        gz_rule_load_no_memory(load);
    }
    return fault == GZ_SPELLING_FINE ? NULL : faults[fault];
}

// What a name list would say, where the entry stands.
static bool check_cast(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node,
                       const struct gz_cast_name *name)
{
    struct gz_str wrong;
    const bool plain = node->kind != GZ_YAML_MAPPING;
    const char *fault = name_fault(load, name->name);
    if (fault != NULL) {
        gz_rule_load_report(load, file,
                            plain ? node : gz_yaml_get(node, "name"),
                            "the name %s", fault);
    } else if (!gz_name_pairs_check(name->attributes, &wrong)) {
        gz_rule_load_report(load, file, gz_yaml_get(node, "attributes"),
                            "attributes are of the form key=value;key=value, "
                            "of %d bytes at most",
                            GZ_NAME_PAIRS_BYTES_MAX);
        fault = "";
    }
    return fault == NULL;
}

static void report_other_type(struct gz_rule_load *load, uint32_t file,
                              const struct gz_yaml_node *node, uint32_t earlier)
{
    const struct gz_cast_name *name = &load->set->cast[earlier];
    const struct gz_rule_place *place =
        &load->places[GZ_RULE_NAME_CAST][earlier];
    const struct gz_source *src = &load->set->files[place->file].source;
    gz_rule_load_report(
        load, file, node,
        "the name \"" GZ_STR_FMT "\" is " GZ_STR_FMT
        " in %s:%u: give it that type, or take another name",
        GZ_STR_ARG(clip(name->name)),
        GZ_STR_ARG(gz_type_tree_path(load->set->types, name->type)), src->name,
        gz_source_place(src, place->node->begin_byte).line);
}

static void add_cast(struct gz_rule_load *load, uint32_t file,
                     const struct gz_yaml_node *node, uint16_t type)
{
    struct gz_rule_set *set = load->set;
    const struct gz_cast_name name = cast_name(node, type);
    if (name.name.len_bytes == 0 || !check_cast(load, file, node, &name)) {
        return;
    }
    const uint32_t earlier =
        gz_rule_load_find(load, GZ_RULE_NAME_CAST, name.name);
    if (earlier != UINT32_MAX && set->cast[earlier].type != type) {
        report_other_type(load, file, node, earlier);
    }
    if (earlier != UINT32_MAX) {
        return;  // packs may share one
    }
    if (gz_rule_load_name(load, GZ_RULE_NAME_CAST, name.name, set->cast_count,
                          file, node)) {
        load->cast[set->cast_count++] = name;
    }
}

static void read_cast(struct gz_rule_load *load, uint32_t file,
                      const struct gz_yaml_node *node)
{
    const struct gz_yaml_node *key = node->key;
    const uint16_t type = gz_type_tree_find(load->set->types, key->text);
    if (type == GZ_TYPE_NONE) {
        gz_rule_load_unknown_type(load, file, key);
        return;
    }
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL && !gz_rule_load_failed(load); child = child->next) {
        add_cast(load, file, child, type);
    }
}

static void count_cast(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *node)
{
    (void)file;
    load->cast_room += node->count;
}

// Room for the most that there can be of everything.
static void make_room(struct gz_rule_load *load)
{
    struct gz_rule_set *set = load->set;
    gz_rule_load_each(load, "cast", count_cast);
    const uint32_t facts = gz_rule_load_count(load, "facts");
    const uint32_t macros = gz_rule_load_count(load, "macros");
    load->facts = GZ_RULE_LOAD_ARRAY(load, struct gz_fact_type, facts);
    load->macros = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_macro, macros);
    load->cast = GZ_RULE_LOAD_ARRAY(load, struct gz_cast_name, load->cast_room);
    gz_rule_load_expect(load, GZ_RULE_NAME_FACT, facts);
    gz_rule_load_expect(load, GZ_RULE_NAME_MACRO, macros);
    gz_rule_load_expect(load, GZ_RULE_NAME_CAST, load->cast_room);
    set->facts = load->facts;
    set->macros = load->macros;
    set->cast = load->cast;
}

void gz_rule_names_load(struct gz_rule_load *load)
{
    make_room(load);
    gz_rule_load_each(load, "facts", read_fact);
    gz_rule_load_each(load, "macros", read_macro);
    gz_rule_load_each(load, "inflections", read_inflection);
    gz_rule_load_each(load, "cast", read_cast);
}
