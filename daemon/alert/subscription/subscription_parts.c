// Whom a subscription is about: entities, facts, company, groups.

#include "daemon/alert/subscription/subscription_reader.h"
#include "daemon/base/name_hint.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { WHAT_BYTES = 128 };

// --- lists of the file ---

static const struct gz_yaml_node *find_list(struct gz_subscription_reader *r,
                                            struct gz_str name)
{
    const struct gz_yaml_node *lists = r->context.lists;
    const struct gz_yaml_node *n = lists != NULL ? lists->first : NULL;
    while (n != NULL && !gz_str_eq(n->key->text, name)) {
        n = n->next;
    }
    return n;
}

static void hint_list(struct gz_subscription_reader *r, struct gz_str name,
                      struct gz_buffer *out)
{
    enum { CANDIDATES_MAX = 64 };
    const char *names[CANDIDATES_MAX];
    size_t count = 0;
    const struct gz_yaml_node *lists = r->context.lists;
    for (const struct gz_yaml_node *n = lists != NULL ? lists->first : NULL;
         n != NULL && count < CANDIDATES_MAX; n = n->next) {
        names[count++] = n->key->text.ptr;
    }
    gz_name_hint(out, name, names, count);
}

static bool check_list(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node, struct gz_str name)
{
    if (find_list(r, name) != NULL) {
        return true;
    }
    struct gz_buffer hint;
    gz_buffer_init(&hint, 0);
    gz_buffer_append_z(&hint, " stands under `lists:`");
    hint_list(r, name, &hint);
    gz_subscription_values_unknown(r, node, "no list", name, &hint);
    return false;
}

// The ids of all lists that are named, one behind the other.
static struct gz_packed expand(struct gz_subscription_reader *r,
                               struct gz_packed names)
{
    struct gz_packed all = {NULL, 0};
    struct gz_buffer bytes;
    struct gz_str name;
    gz_buffer_init(&bytes, 0);
    while (gz_packed_next(&names, &name)) {
        struct gz_packed ids =
            gz_subscription_values_list(r, find_list(r, name), NULL);
        struct gz_str id;
        all.count += ids.count;
        while (gz_packed_next(&ids, &id)) {
            gz_subscription_pack_text(&bytes, id);
        }
    }
    all.at = gz_subscription_values_keep(r, &bytes);
    all.count = all.at != NULL ? all.count : 0;
    return all;
}

// --- entities ---

static void read_ids(struct gz_subscription_reader *r,
                     const struct gz_yaml_node *node)
{
    r->view->ids = gz_subscription_values_list(r, node, NULL);
}

// A subscription that was printed has what its lists held then in `list_ids`.
static void read_lists(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    const bool known = r->view->list_ids.count > 0;
    r->view->lists =
        gz_subscription_values_list(r, node, known ? NULL : check_list);
    if (!known) {
        r->view->list_ids = expand(r, r->view->lists);
    }
}

static void read_list_ids(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    r->view->list_ids = gz_subscription_values_list(r, node, NULL);
}

static void read_names(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    r->view->names = gz_subscription_values_list(r, node, NULL);
}

static void read_types(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    r->view->types =
        gz_subscription_values_list(r, node, gz_subscription_values_type);
}

static void read_attributes(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    r->view->attributes = gz_subscription_values_pairs(r, node, true);
}

void gz_subscription_parts_entities(struct gz_subscription_reader *r,
                                    const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"ids", read_ids},     {"list_ids", read_list_ids},
        {"lists", read_lists}, {"names", read_names},
        {"types", read_types}, {"attributes", read_attributes},
    };
    gz_subscription_values_keys(r, node, "entities", keys, COUNT(keys));
}

// --- facts ---

static const struct gz_fact_type *find_type(struct gz_subscription_reader *r,
                                            const struct gz_yaml_node *node,
                                            struct gz_str name)
{
    const struct gz_alert_terms *terms = r->context.terms;
    const struct gz_fact_type *type =
        terms != NULL ? gz_alert_terms_fact(terms, name) : NULL;
    if (terms != NULL && type == NULL) {
        struct gz_buffer hint;
        gz_buffer_init(&hint, 0);
        gz_alert_terms_hint_fact(terms, name, &hint);
        gz_subscription_values_unknown(r, node, "unknown type of facts", name,
                                       &hint);
    }
    return type;
}

static void check_role(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node,
                       const struct gz_fact_type *type, struct gz_str role)
{
    const struct gz_alert_terms *terms = r->context.terms;
    const char *names[GZ_ALERT_TERMS_ROLES];
    char what[WHAT_BYTES];
    struct gz_buffer hint;
    if (type == NULL || gz_alert_terms_has_role(terms, type, role)) {
        return;
    }
    gz_buffer_init(&hint, 0);
    gz_name_hint(
        &hint, role, names,
        gz_alert_terms_roles(terms, type, names, GZ_ALERT_TERMS_ROLES));
    snprintf(what, sizeof(what), GZ_STR_FMT " has no role",
             GZ_STR_ARG(type->name));
    gz_subscription_values_unknown(r, node, what, role, &hint);
}

// Each role with the number of its texts, then these.
static void pack_roles(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node,
                       const struct gz_fact_type *type, struct gz_buffer *out)
{
    if (node == NULL || node->kind != GZ_YAML_MAPPING) {
        gz_subscription_pack_count(out, 0);
        if (node != NULL) {
            gz_subscription_values_fail(r, node,
                                        "expected roles, each with ids or "
                                        "names, not %s",
                                        gz_yaml_kind_name(node));
        }
        return;
    }
    gz_subscription_pack_count(out, node->count);
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        struct gz_str text;
        check_role(r, n->key, type, n->key->text);
        struct gz_packed wanted = gz_subscription_values_list(r, n, NULL);
        gz_subscription_pack_text(out, n->key->text);
        gz_subscription_pack_count(out, wanted.count);
        while (gz_packed_next(&wanted, &text)) {
            gz_subscription_pack_text(out, text);
        }
    }
}

// False when there is one that is unknown.
static bool check_fact_keys(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    static const char *const known[] = {"type", "anchor", "roles"};
    bool good = true;
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        uint32_t ignored = 0;
        good &= gz_subscription_values_key(r, n->key, known, COUNT(known),
                                           &ignored);
    }
    return good;
}

static void pack_fact(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node, struct gz_buffer *out)
{
    struct gz_str name = GZ_STR_LIT("");
    struct gz_str anchor = GZ_STR_LIT("");
    const bool mapping = node->kind == GZ_YAML_MAPPING;
    const struct gz_yaml_node *type_node =
        mapping ? gz_yaml_get(node, "type") : node;
    const struct gz_yaml_node *at =
        mapping ? gz_yaml_get(node, "anchor") : NULL;
    const struct gz_fact_type *type = NULL;
    struct gz_buffer roles;
    if ((!mapping || check_fact_keys(r, node)) && type_node == NULL) {
        gz_subscription_values_fail(r, node, "the fact has no `type:`");
    }
    if (type_node != NULL && gz_subscription_values_text(r, type_node, &name)) {
        type = find_type(r, type_node, name);
    }
    if (at != NULL && gz_subscription_values_text(r, at, &anchor)) {
        check_role(r, at, type, anchor);
    }
    gz_buffer_init(&roles, 0);
    pack_roles(r, mapping ? gz_yaml_get(node, "roles") : NULL, type, &roles);
    gz_subscription_pack_text(out, name);
    gz_subscription_pack_text(out, anchor);
    gz_subscription_pack_text(out, gz_buffer_str(&roles));
    if (gz_buffer_status(&roles) != GZ_OK) {
        gz_subscription_values_no_memory(r);
    }
    gz_buffer_fini(&roles);
}

void gz_subscription_parts_facts(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node)
{
    enum { FACTS_MAX = 100 };
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    if (node->kind == GZ_YAML_SEQUENCE && node->count <= FACTS_MAX &&
        node->count > 0) {
        for (const struct gz_yaml_node *n = node->first; n != NULL;
             n = n->next) {
            pack_fact(r, n, &bytes);
        }
        r->view->facts.count = node->count;
    } else if (node->kind != GZ_YAML_SEQUENCE && !gz_yaml_is_null(node)) {
        pack_fact(r, node, &bytes);
        r->view->facts.count = 1;
    } else {
        gz_subscription_values_fail(r, node, "expected 1 to %d facts",
                                    FACTS_MAX);
    }
    r->view->facts.at = gz_subscription_values_keep(r, &bytes);
}

// --- company ---

static void read_with_ids(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    r->view->with_ids = gz_subscription_values_list(r, node, NULL);
}

static void read_with_scope(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    static const char *const scopes[] = {
        [GZ_SUBSCRIPTION_ARTICLE] = "article",
        [GZ_SUBSCRIPTION_SENTENCE] = "sentence",
    };
    uint32_t scope = 0;
    if (gz_subscription_values_choice(r, node, scopes, COUNT(scopes), &scope)) {
        r->view->with_scope = (enum gz_subscription_scope)scope;
    }
}

void gz_subscription_parts_with(struct gz_subscription_reader *r,
                                const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"ids", read_with_ids},
        {"within", read_with_scope},
    };
    if (gz_subscription_values_keys(r, node, "with", keys, COUNT(keys)) &&
        gz_yaml_get(node, "ids") == NULL) {
        gz_subscription_values_fail(r, node, "`with:` needs `ids:`");
    }
}

// --- groups ---

// A role that no fact has would put all into one group.
static bool check_group_role(struct gz_subscription_reader *r,
                             const struct gz_yaml_node *node,
                             struct gz_str role)
{
    const struct gz_alert_terms *terms = r->context.terms;
    const char *names[GZ_ALERT_TERMS_ROLES];
    struct gz_buffer hint;
    if (terms == NULL || gz_alert_terms_has_role(terms, NULL, role)) {
        return true;
    }
    const size_t count =
        gz_alert_terms_roles(terms, NULL, names, GZ_ALERT_TERMS_ROLES);
    const char *near = gz_str_suggest(role, names, count);
    gz_buffer_init(&hint, 0);
    if (near != NULL) {
        gz_buffer_append_fmt(&hint, " (did you mean \"role.%s\"?)", near);
    } else {
        gz_name_hint(&hint, role, names, count);
    }
    gz_subscription_values_unknown(r, node, "no fact has a role", role, &hint);
    return false;
}

static bool check_group(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node, struct gz_str text)
{
    static const char *const known[] = {
        "fact.type",      "fact.modality", "fact.polarity", "article.language",
        "article.source", "article.id",    "entity.type",   "role.customer",
    };
    const struct gz_str role = GZ_STR_LIT("role.");
    for (size_t i = 0; i + 1 < COUNT(known); i++) {
        if (gz_str_is(text, known[i])) {
            return true;
        }
    }
    if (gz_str_starts(text, role) && text.len_bytes > role.len_bytes) {
        return check_group_role(r, node,
                                gz_str_of(text.ptr + role.len_bytes,
                                          text.len_bytes - role.len_bytes));
    }
    const char *near = gz_str_suggest(text, known, COUNT(known));
    gz_subscription_values_fail(
        r, node, "cannot group by \"" GZ_STR_FMT "\"%s%s%s", GZ_STR_ARG(text),
        near != NULL ? " (did you mean \""
                     : ", known are fact.type, "
                       "fact.modality, fact.polarity, "
                       "article.language, "
                       "article.source, article.id, "
                       "entity.type and role.NAME",
        near != NULL ? near : "", near != NULL ? "\"?)" : "");
    return false;
}

void gz_subscription_parts_group_by(struct gz_subscription_reader *r,
                                    const struct gz_yaml_node *node)
{
    r->view->group_by = gz_subscription_values_list(r, node, check_group);
}
