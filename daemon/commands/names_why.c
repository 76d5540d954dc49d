// `gazetted names why`: lists are compiled under a watch, so that what is said
// is what happens; images are asked for the name.

#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/commands/closest_names.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/names_command.h"
#include "daemon/commands/terminal.h"
#include "daemon/explain/name_text.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/compile/name_watch.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/match/name_lookup.h"
#include "rules/text/utf8.h"

struct why {
    const struct gz_names_question *question;
    struct gz_buffer *out;
    struct gz_error *err;
    struct gz_arena *arena;  // owned
    struct gz_spelling wanted;
    uint64_t key;
    struct gz_compiler *compiler;        // owned; NULL: there are no lists
    struct gz_name_sighting *sightings;  // owned
    size_t count;
    size_t cap;
    uint32_t found;  // in lists and images
    bool bad_rows;
    struct gz_closest_names closest;
    enum gz_status status;  // of the watch
};

static bool wants(void *context, const struct gz_catalog_name *name)
{
    struct why *w = context;
    if (name->key == w->key &&
        gz_name_lookup_same(w->wanted.text, name->spelling)) {
        return true;
    }
    gz_closest_names_add(&w->closest, name->spelling);
    return false;
}

static void on_name(void *context, const struct gz_name_sighting *sighting)
{
    struct why *w = context;
    if (w->count == w->cap) {
        const size_t cap = w->cap == 0 ? 16 : w->cap * 2;
        struct gz_name_sighting *more =
            realloc(w->sightings, cap * sizeof(*more));
        if (more == NULL) {
            w->status = GZ_NO_MEMORY;
            return;
        }
        w->sightings = more;
        w->cap = cap;
    }
    w->sightings[w->count++] = *sighting;
}

static void append_place(struct why *w, const struct gz_name_sighting *s)
{
    const struct gz_place place = gz_source_place(s->src, s->begin_byte);
    gz_terminal_append_line(w->out, gz_str_z(s->src->name));
    gz_buffer_append_fmt(w->out, ":%u:%u", place.line, place.column);
}

static void append_quoted(struct why *w, struct gz_str text)
{
    gz_buffer_append_byte(w->out, '"');
    gz_terminal_append_line(w->out, text);
    gz_buffer_append_byte(w->out, '"');
}

static void append_policy(struct why *w, enum gz_name_case name_case,
                          unsigned flags, int priority)
{
    gz_buffer_append_z(w->out, "; policy ");
    gz_name_text_policy(w->out, name_case, flags);
    gz_buffer_append_fmt(w->out, ", priority %d\n", priority);
}

static void append_head(struct why *w, struct gz_str name, struct gz_str id,
                        struct gz_str type)
{
    gz_buffer_append_z(w->out, ": ");
    append_quoted(w, name);
    gz_buffer_append_z(w->out, " is ");
    gz_terminal_append_line(w->out, id);
    gz_buffer_append_z(w->out, ", ");
    gz_terminal_append_typed(w->out, type, type, w->question->colours);
    gz_buffer_append_z(w->out, "\n    ");
}

// The sighting that a number in the catalog leads to: it has the same
// spelling or the same key, so it was wanted too.
static const struct gz_name_sighting *find_number(const struct why *w,
                                                  uint32_t number)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->sightings[i].number == number &&
            w->sightings[i].fate == GZ_NAME_COUNTS) {
            return &w->sightings[i];
        }
    }
    return NULL;
}

static struct gz_str id_of(const struct why *w,
                           const struct gz_name_sighting *s)
{
    return gz_compiler_entity(w->compiler, s->name.entity).id;
}

static void append_fate(struct why *w, const struct gz_name_sighting *s)
{
    static const char *const texts[] = {
        [GZ_NAME_DUPLICATE] = "    duplicate: it has this name from ",
        [GZ_NAME_OVERRULED] = "    overruled: the policy that counts is in ",
        [GZ_NAME_CONFLICT] = "    conflict: left out, because a row gives "
                             "this name to ",
    };
    const struct gz_name_sighting *other = find_number(w, s->number);
    if (s->fate == GZ_NAME_REMOVED) {
        gz_buffer_append_z(w->out, "    removed: a later row takes it away\n");
        return;
    }
    if (s->fate == GZ_NAME_COUNTS || other == NULL) {
        return;
    }
    gz_buffer_append_z(w->out, texts[s->fate]);
    if (s->fate == GZ_NAME_CONFLICT) {
        gz_terminal_append_line(w->out, id_of(w, other));
        gz_buffer_append_z(w->out, ", in ");
    }
    append_place(w, other);
    if (s->fate == GZ_NAME_OVERRULED) {
        gz_buffer_append_z(w->out, ": ");
        gz_name_text_policy(w->out, other->name.policy.name_case,
                            other->name.policy.flags);
    }
    gz_buffer_append_byte(w->out, '\n');
}

static void append_merged(struct why *w, const struct gz_compile_entity *entity)
{
    if (!gz_str_eq(entity->id, entity->own_id)) {
        gz_buffer_append_z(w->out, "    merged: ");
        gz_terminal_append_line(w->out, entity->own_id);
        gz_buffer_append_z(w->out, " is ");
        gz_terminal_append_line(w->out, entity->id);
        gz_buffer_append_z(w->out, ", ");
        append_quoted(w, entity->name);
        gz_buffer_append_byte(w->out, '\n');
    }
}

// Other entities of that name: which is meant is for the article to say, and
// for priorities where it is silent.
static void append_shared(struct why *w, const struct gz_name_sighting *s)
{
    for (size_t i = 0; i < w->count && s->fate == GZ_NAME_COUNTS; i++) {
        const struct gz_name_sighting *other = &w->sightings[i];
        if (other->fate != GZ_NAME_COUNTS ||
            gz_str_eq(id_of(w, other), id_of(w, s))) {
            continue;
        }
        gz_buffer_append_z(w->out, "    shared: ");
        gz_terminal_append_line(w->out, id_of(w, other));
        gz_buffer_append_z(w->out, " is called so in ");
        append_place(w, other);
        if (other->name.priority > s->name.priority) {
            gz_buffer_append_fmt(w->out, ", with the higher priority %d",
                                 other->name.priority);
        }
        gz_buffer_append_byte(w->out, '\n');
    }
}

static void append_sighting(struct why *w, const struct gz_name_sighting *s)
{
    const struct gz_compile_entity entity =
        gz_compiler_entity(w->compiler, s->name.entity);
    append_place(w, s);
    append_head(w, s->name.spelling, entity.id, entity.type);
    if (s->rule != NULL) {
        gz_buffer_append_fmt(w->out, "%s made by %s from ",
                             gz_name_text_how(s->name.how), s->rule);
        append_quoted(w, s->from);
    } else {
        gz_buffer_append_fmt(w->out, "%s of the row",
                             gz_name_text_how(s->name.how));
    }
    append_policy(w, s->name.policy.name_case, s->name.policy.flags,
                  s->name.priority);
    append_fate(w, s);
    append_merged(w, &entity);
    append_shared(w, s);
}

// Rows with a mistake are reported and left out; the others answer.
static enum gz_status compile_lists(struct why *w)
{
    const struct gz_names_question *q = w->question;
    const struct gz_name_watch watch = {w, wants, on_name};
    w->compiler = gz_compiler_new();
    if (w->compiler == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_compiler_set(w->compiler, &(struct gz_compile_options){
                                     .expand = q->expand, .watch = &watch});
    for (size_t i = 0; i < q->path_count; i++) {
        enum gz_status st = GZ_OK;
        if (!gz_image_is(q->paths[i])) {
            st = gz_compiler_add(w->compiler, q->paths[i], w->err);
        }
        if (st == GZ_INVALID) {
            w->bad_rows = true;
        } else if (st != GZ_OK) {
            return st;
        }
    }
    const enum gz_status st = gz_compiler_settle(w->compiler, w->err);
    for (size_t i = 0; st == GZ_OK && i < w->count; i++) {
        struct gz_name_sighting *s = &w->sightings[i];
        if (s->fate == GZ_NAME_COUNTS && !gz_compiler_has(w->compiler, s)) {
            s->fate = GZ_NAME_REMOVED;
        }
    }
    return st == GZ_OK ? w->status : st;
}

static enum gz_status ask_lists(struct why *w)
{
    const enum gz_status st = compile_lists(w);
    for (size_t i = 0; st == GZ_OK && i < w->count; i++) {
        append_sighting(w, &w->sightings[i]);
    }
    w->found += (uint32_t)w->count;
    return st;
}

static void on_image_name(void *context, struct gz_str name)
{
    struct why *w = context;
    gz_closest_names_add(&w->closest, name);
}

static enum gz_status append_entry(struct why *w, const struct gz_gazetteer *g,
                                   const char *path,
                                   const struct gz_name_entry *found)
{
    struct gz_entry entry;
    const enum gz_status st =
        gz_gazetteer_entry(g, found->reading.entity, w->arena, &entry);
    if (st == GZ_OK) {
        gz_terminal_append_line(w->out, gz_str_z(path));
        append_head(w, found->name, entry.id, entry.type);
        gz_buffer_append_fmt(w->out, "%s in an image, which keeps no rows",
                             gz_name_text_how(found->reading.how));
        append_policy(w, found->name_case, found->reading.flags,
                      found->reading.priority);
    }
    return st;
}

static enum gz_status ask_image(struct why *w, const char *path)
{
    struct gz_gazetteer *g = NULL;
    struct gz_name_entries found = {NULL, 0};
    enum gz_status st = gz_gazetteer_open(path, &g, w->err);
    if (st == GZ_OK) {
        st = gz_name_lookup(g, &w->wanted, w->arena, &found);
    }
    for (uint32_t i = 0; st == GZ_OK && i < found.count; i++) {
        st = append_entry(w, g, path, &found.items[i]);
    }
    w->found += found.count;
    if (st == GZ_OK && w->found == 0) {
        gz_name_lookup_all(g, on_image_name, w);
    }
    gz_gazetteer_close(g);
    return st;
}

static enum gz_status ask_all(struct why *w)
{
    const struct gz_names_question *q = w->question;
    bool lists = false;
    for (size_t i = 0; i < q->path_count; i++) {
        lists |= !gz_image_is(q->paths[i]);
    }
    enum gz_status st = lists ? ask_lists(w) : GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < q->path_count; i++) {
        if (gz_image_is(q->paths[i])) {
            st = ask_image(w, q->paths[i]);
        }
    }
    return st == GZ_OK ? w->closest.status : st;
}

static const char *fault_text(enum gz_spelling_fault fault)
{
    switch (fault) {
    case GZ_SPELLING_NO_WORD:
        return "it holds no word";
    case GZ_SPELLING_LONG:
        return "it is too long";
    case GZ_SPELLING_WORDS:
        return "it has too many words";
    case GZ_SPELLING_GAP:
        return "it has too many marks between two words";
    case GZ_SPELLING_SMALL_S:
        return "it begins with a possessive";
    case GZ_SPELLING_FINE:
        break;
    }
    return "";
}

static enum gz_status spell(struct why *w)
{
    const struct gz_str name = w->question->text;
    enum gz_spelling_fault fault = GZ_SPELLING_FINE;
    if (w->arena == NULL) {
        return GZ_NO_MEMORY;
    }
    if (!gz_utf8_valid(name)) {
        return gz_error_set(w->err, GZ_INVALID, "the name is not valid UTF-8");
    }
    const enum gz_status st =
        gz_spelling_make(name, w->arena, &w->wanted, &fault);
    if (st == GZ_INVALID) {
        return gz_error_set(w->err, st,
                            "\"" GZ_STR_FMT "\" cannot be a name: %s",
                            GZ_STR_ARG(name), fault_text(fault));
    }
    if (st == GZ_OK) {
        w->key = gz_spelling_key(&w->wanted, false);
        gz_closest_names_init(&w->closest, w->wanted.text);
    }
    return st;
}

static void report_none(struct why *w)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    const uint32_t count = gz_closest_names_append(&w->closest, &text);
    gz_error_set(w->err, GZ_NOT_FOUND, "no name is \"" GZ_STR_FMT "\"%s%.*s%s",
                 GZ_STR_ARG(w->question->text),
                 count > 0 ? ", did you mean " : "", (int)text.len,
                 text.len > 0 ? (const char *)text.data : "",
                 count > 0 ? "?" : "");
    gz_buffer_fini(&text);
}

int gz_names_why(const struct gz_names_question *q, struct gz_buffer *out,
                 struct gz_error *err)
{
    struct why w = {
        .question = q, .out = out, .err = err, .arena = gz_arena_new(SIZE_MAX)};
    enum gz_status st = spell(&w);
    if (st == GZ_OK) {
        st = ask_all(&w);
    }
    if (st == GZ_OK && w.found == 0) {
        report_none(&w);
    } else if (st != GZ_OK && err->count == 0) {
        gz_error_set(err, st, "cannot ask: %s", gz_status_name(st));
    }
    const bool good = st == GZ_OK && w.found > 0 && !w.bad_rows;
    gz_compiler_free(w.compiler);
    free(w.sightings);
    gz_closest_names_fini(&w.closest);
    gz_arena_free(w.arena);
    return good ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
