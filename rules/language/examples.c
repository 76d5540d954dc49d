// Examples: the marks in their texts, and what they want of a finding.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"
#include "rules/language/text_place.h"

enum { MARKS_MAX = 64 };

// One example while its text is read.
struct reader {
    struct gz_rule_load *load;
    const struct gz_rule_draft *draft;
    const struct gz_rule *rule;
    struct gz_rule_pattern text;  // as written; only its place is used
    size_t at;
    char *out;  // without marks
    uint32_t len;
    struct gz_example_mark marks[MARKS_MAX];
    uint32_t count;
};

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '/';
}

static char byte_at(const struct reader *r, size_t at)
{
    if (at >= r->text.text.len_bytes) {
        return '\0';
    }
    return r->text.text.ptr[at];
}

static bool is_role(const struct reader *r, struct gz_str role)
{
    const struct gz_rule *rule = r->rule;
    for (const char *const *own = gz_rule_kind_roles(rule->kind); *own != NULL;
         own++) {
        if (gz_str_is(role, *own)) {
            return true;
        }
    }
    if (rule->kind == GZ_RULE_ASSERTION && gz_str_is(role, "name")) {
        return true;  // all that it matched
    }
    for (uint32_t i = 0; i < rule->role_count; i++) {
        if (gz_str_eq(role, rule->roles[i].name)) {
            return true;
        }
    }
    // What a rule makes has a type, by which a mark may call it.
    const struct gz_type_tree *types = r->load->set->types;
    const uint16_t type = rule->type == GZ_TYPE_NONE
                              ? GZ_TYPE_NONE
                              : gz_type_tree_find(types, role);
    return type != GZ_TYPE_NONE &&
           (gz_type_range_has(gz_type_tree_range(types, rule->type), type) ||
            gz_type_range_has(gz_type_tree_range(types, type), rule->type));
}

static void check_role(struct reader *r, struct gz_str role, size_t begin)
{
    if (is_role(r, role) ||
        gz_rule_drafts_lost_role(r->load, r->draft, GZ_RULE_FIELD_EXAMPLES,
                                 r->text.where.src, r->text.where.begin_byte,
                                 role)) {
        return;
    }
    const char *names[GZ_RULE_ROLES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < r->rule->role_count; i++) {
        const struct gz_str name =
            gz_arena_copy(r->load->arena, r->rule->roles[i].name);
        if (name.ptr == NULL) {
            gz_rule_load_no_memory(r->load);
            return;
        }
        names[count++] = name.ptr;
    }
    gz_rule_load_report_in(
        r->load, &r->text, begin, begin + role.len_bytes,
        "the rule has no role \"" GZ_STR_FMT "\"%s",
        GZ_STR_ARG(gz_pattern_lexer_clip(role)),
        gz_rule_load_hint(r->load, gz_str_suggest(role, names, count)));
}

// The role behind an opening bracket; false when there is none.
static bool open_mark(struct reader *r)
{
    const size_t begin = r->at;
    r->at++;
    while (is_name(byte_at(r, r->at))) {
        r->at++;
    }
    const struct gz_str role =
        gz_str_of(r->text.text.ptr + begin + 1, r->at - begin - 1);
    const char next = byte_at(r, r->at);
    if (role.len_bytes == 0 || next != ' ') {
        gz_rule_load_report_in(r->load, &r->text, begin, r->at + 1,
                               "a mark is written [role text], a bracket "
                               "itself [[");
        return false;
    }
    if (r->count == MARKS_MAX) {
        gz_rule_load_report_in(r->load, &r->text, begin, r->at,
                               "an example has at most %d marks", MARKS_MAX);
        return false;
    }
    check_role(r, role, begin + 1);
    r->at++;
    r->marks[r->count++] = (struct gz_example_mark){role, r->len, r->len};
    return true;
}

static void close_mark(struct reader *r, size_t begin)
{
    struct gz_example_mark *mark = &r->marks[r->count - 1];
    mark->end_byte = r->len;
    if (mark->end_byte == mark->begin_byte) {
        gz_rule_load_report_in(r->load, &r->text, begin, r->at,
                               "the mark has no text in it");
    }
}

static void read_text(struct reader *r)
{
    size_t open = SIZE_MAX;  // where the open mark begins
    while (r->at < r->text.text.len_bytes) {
        const char c = byte_at(r, r->at);
        if (c == '[' && byte_at(r, r->at + 1) == '[') {
            r->at += 2;
            r->out[r->len++] = c;
        } else if (c == '[' && open != SIZE_MAX) {
            gz_rule_load_report_in(r->load, &r->text, r->at, r->at + 1,
                                   "a mark inside of a mark (a bracket itself "
                                   "is written [[)");
            return;
        } else if (c == '[') {
            open = r->at;
            if (!open_mark(r)) {
                return;
            }
        } else if (c == ']' && open != SIZE_MAX) {
            r->at++;
            close_mark(r, open);
            open = SIZE_MAX;
        } else {
            r->at++;
            r->out[r->len++] = c;
        }
    }
    if (open != SIZE_MAX) {
        gz_rule_load_report_in(r->load, &r->text, open, r->at,
                               "the mark has no closing ]");
    }
}

// Keys of want that are not roles, with the values that they may have.
static const struct {
    const char *name;
    const char *const *choices;
} want_keys[] = {
    {"polarity", gz_rule_keys_polarities},
    {"modality", gz_rule_keys_modalities},
    {"attribution", gz_rule_keys_attributions},
    {"entity", NULL},
    {"type", NULL},
};
enum { WANT_KEYS = sizeof(want_keys) / sizeof(want_keys[0]) };

static void check_want(struct gz_rule_load *load, uint32_t file,
                       const struct gz_rule_draft *draft,
                       const struct gz_rule *rule,
                       const struct gz_yaml_node *node)
{
    const char *names[WANT_KEYS + GZ_RULE_ROLES_MAX];
    size_t count = 0;
    for (; count < WANT_KEYS; count++) {
        names[count] = want_keys[count].name;
        if (!gz_str_is(node->key->text, names[count])) {
            continue;
        }
        const char *const *choices = want_keys[count].choices;
        const struct gz_rule_shape shape = {
            .what = "one of these",
            .scalar = GZ_RULE_SCALAR_CHOICE,
            .choices = choices,
        };
        if (choices != NULL &&
            gz_rule_shape_check(&shape, node, names[count],
                                &load->set->files[file].source,
                                load->err) != GZ_OK) {
            load->status = load->status == GZ_OK ? GZ_INVALID : load->status;
        }
        return;
    }
    for (uint32_t i = 0; i < rule->role_count; i++) {
        const struct gz_str name =
            gz_arena_copy(load->arena, rule->roles[i].name);
        if (name.ptr == NULL) {
            gz_rule_load_no_memory(load);
        }
        if (name.ptr == NULL || gz_str_eq(name, node->key->text)) {
            return;
        }
        names[count++] = name.ptr;
    }
    if (gz_rule_drafts_lost_role(load, draft, GZ_RULE_FIELD_EXAMPLES,
                                 &load->set->files[file].source,
                                 node->begin_byte, node->key->text)) {
        return;
    }
    const char *meant = gz_str_suggest(node->key->text, names, count);
    gz_rule_load_report(
        load, file, node->key, "unknown key \"" GZ_STR_FMT "\"%s",
        GZ_STR_ARG(gz_pattern_lexer_clip(node->key->text)),
        meant != NULL ? gz_rule_load_hint(load, meant)
                      : " (there are polarity, modality, attribution, entity, "
                        "type and the roles of the rule)");
}

static void read_wants(struct gz_rule_load *load, uint32_t file,
                       const struct gz_rule_draft *draft,
                       const struct gz_rule *rule,
                       const struct gz_yaml_node *node, struct gz_example *out)
{
    if (node == NULL || node->kind != GZ_YAML_MAPPING) {
        return;
    }
    struct gz_example_want *wants =
        GZ_RULE_LOAD_ARRAY(load, struct gz_example_want, node->count);
    const struct gz_yaml_node *child = wants == NULL ? NULL : node->first;
    for (; child != NULL; child = child->next) {
        if (child->kind != GZ_YAML_SCALAR) {
            continue;
        }
        check_want(load, file, draft, rule, child);
        wants[out->want_count++] =
            (struct gz_example_want){child->key->text, child->text};
    }
    out->wants = wants;
}

// The marks of a reader, kept.
static void keep(struct reader *r, struct gz_example *out)
{
    struct gz_example_mark *marks =
        GZ_RULE_LOAD_ARRAY(r->load, struct gz_example_mark, r->count);
    if (marks != NULL && r->count > 0) {
        memcpy(marks, r->marks, r->count * sizeof(*marks));
    }
    out->text = gz_str_of(r->out, r->len);
    out->marks = marks;
    out->mark_count = r->count;
}

static const struct gz_yaml_node *get(const struct gz_yaml_node *node,
                                      const char *key)
{
    return node->kind == GZ_YAML_MAPPING ? gz_yaml_get(node, key) : NULL;
}

static void check_miss(struct gz_rule_load *load, uint32_t file,
                       const struct gz_yaml_node *text,
                       const struct gz_yaml_node *want, uint32_t marks)
{
    if (marks > 0) {
        gz_rule_load_report(load, file, text,
                            "a miss has no marks: nothing is found in it (a "
                            "bracket itself is written [[)");
    }
    if (want != NULL) {
        gz_rule_load_report(load, file, want->key,
                            "want beside miss: nothing is found there");
    }
}

// What is found in a text is not both asked for and forbidden.  Who has more
// examples than a person reads is compared with the last ones only.
static void check_contradiction(struct gz_rule_load *load, uint32_t file,
                                const struct gz_rule *rule,
                                const struct gz_yaml_node *node,
                                const struct gz_example *example)
{
    enum { COMPARED_MAX = 1000 };
    const uint32_t count = rule->example_count;
    for (uint32_t i = count > COMPARED_MAX ? count - COMPARED_MAX : 0;
         i < count; i++) {
        const struct gz_example *e = &rule->examples[i];
        const struct gz_source *src = &load->set->files[e->file].source;
        if (e->kind != example->kind && gz_str_eq(e->text, example->text)) {
            gz_rule_load_report(load, file, node, "this is a %s in %s:%u",
                                e->kind == GZ_EXAMPLE_HIT ? "hit" : "miss",
                                src->name,
                                gz_source_place(src, e->begin_byte).line);
            return;
        }
    }
}

// false: there is no text in it, which was reported.
static bool read_example(struct gz_rule_load *load, uint32_t file,
                         const struct gz_rule_draft *draft,
                         const struct gz_rule *rule,
                         const struct gz_yaml_node *node,
                         struct gz_example *out)
{
    const struct gz_yaml_node *hit = get(node, "hit");
    const struct gz_yaml_node *text = hit != NULL ? hit : get(node, "miss");
    const struct gz_yaml_node *want = get(node, "want");
    struct reader r = {.load = load, .draft = draft, .rule = rule};
    if (text == NULL || text->kind != GZ_YAML_SCALAR) {
        return false;
    }
    r.text.text = text->text;
    r.text.where = gz_text_place_of(&load->set->files[file].source, text);
    r.out = gz_rule_load_alloc(load, text->text.len_bytes + 1, 1);
    if (r.out == NULL) {
        return false;
    }
    read_text(&r);
    out->kind = hit != NULL ? GZ_EXAMPLE_HIT : GZ_EXAMPLE_MISS;
    out->file = file;
    out->begin_byte = text->begin_byte;
    out->end_byte = text->end_byte;
    keep(&r, out);
    if (hit != NULL || r.count == 0) {
        check_contradiction(load, file, rule, text, out);
    }
    if (hit == NULL) {
        check_miss(load, file, text, want, r.count);
    } else {
        read_wants(load, file, draft, rule, want, out);
    }
    return true;
}

static uint32_t count_all(const struct gz_rule_part *part)
{
    uint32_t count = 0;
    for (; part != NULL; part = part->next) {
        count += part->place.node->count;
    }
    return count;
}

void gz_examples_read(struct gz_rule_load *load,
                      const struct gz_rule_draft *draft, struct gz_rule *rule)
{
    const struct gz_rule_part *part = draft->parts[GZ_RULE_FIELD_EXAMPLES];
    struct gz_example *examples =
        GZ_RULE_LOAD_ARRAY(load, struct gz_example, count_all(part));
    rule->examples = examples;
    for (; part != NULL; part = part->next) {
        const struct gz_yaml_node *node = part->place.node->first;
        const bool list = part->place.node->kind == GZ_YAML_SEQUENCE;
        for (; list && node != NULL && !gz_rule_load_failed(load);
             node = node->next) {
            rule->example_count +=
                read_example(load, part->place.file, draft, rule, node,
                             &examples[rule->example_count]);
        }
    }
}
