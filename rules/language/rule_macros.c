// The names in patterns, and how large patterns are with their macros in them.
// Macros are text that stands for text, so a few lines could stand for
// billions; here is where that ends.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"

enum {
    PARTS_MAX = 16384,         // of one pattern
    ALL_PARTS_MAX = 50000000,  // of all patterns
    DEPTH_MAX = 16,            // of macros in macros
};

enum { NOT_SEEN, VISITING, SOUND, UNSOUND };

// The search through one pattern and the macros that it uses.
struct search {
    struct gz_rule_load *load;
    uint32_t path[DEPTH_MAX + 1];  // macros that are being visited
    uint32_t depth;
    uint32_t deepest;  // macros below the one that is visited
    bool good;
};

static const char *const classes[] = {
    "Capitalized", "AllCaps", "Lower", "Word", "Number", "Initial", "Any",
};
enum { CLASS_COUNT = sizeof(classes) / sizeof(classes[0]) };

static bool is_class(struct gz_str name)
{
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        if (gz_str_is(name, classes[i])) {
            return true;
        }
    }
    return false;
}

// What has no name may have one in a file that could not be read.
static bool is_blind(struct search *s)
{
    s->good = s->good && !s->load->blind;
    return s->load->blind;
}

#define REPORT(s, pattern, node, ...)                                          \
    ((s)->good = false,                                                        \
     gz_rule_load_report_in((s)->load, (pattern), (node)->begin_byte,          \
                            (node)->end_byte, __VA_ARGS__))

// A class that a list's name is a letter off, or NULL.
static const char *meant_class(struct gz_str name)
{
    const char *meant = gz_str_suggest(name, classes, CLASS_COUNT);
    return meant != NULL && gz_str_distance(name, gz_str_z(meant)) <= 1 ? meant
                                                                        : NULL;
}

static void check_list(struct search *s, const struct gz_rule_pattern *pattern,
                       const struct gz_pattern *node)
{
    struct gz_rule_load *load = s->load;
    if (is_class(node->text) || gz_rule_set_list(load->set, node) != NULL ||
        is_blind(s)) {
        return;
    }
    const char *meant = meant_class(node->text);
    const char *hint = meant != NULL
                           ? gz_rule_load_hint(load, meant)
                           : gz_rule_load_meant_in_pack(load, GZ_RULE_NAME_LIST,
                                                        node->text, node->pack);
    if (hint[0] == '\0') {
        hint = gz_rule_load_hint(
            load, gz_str_suggest(node->text, classes, CLASS_COUNT));
    }
    REPORT(s, pattern, node, "unknown list \"" GZ_STR_FMT "\"%s",
           GZ_STR_ARG(gz_pattern_lexer_clip(node->text)), hint);
}

static void check_types(struct search *s, const struct gz_rule_pattern *pattern,
                        const struct gz_pattern *node)
{
    const struct gz_type_tree *types = s->load->set->types;
    struct gz_str rest = node->text;
    while (rest.ptr != NULL) {
        const struct gz_str name = gz_str_cut(&rest, '|');
        if (gz_type_tree_find(types, name) != GZ_TYPE_NONE || is_blind(s)) {
            continue;
        }
        const size_t begin = (size_t)(name.ptr - pattern->text.ptr);
        const char *meant = gz_error_full(s->load->err)
                                ? NULL
                                : gz_type_tree_suggest(types, name);
        s->good = false;
        gz_rule_load_report_in(s->load, pattern, begin, begin + name.len_bytes,
                               "unknown type \"" GZ_STR_FMT "\"%s",
                               GZ_STR_ARG(gz_pattern_lexer_clip(name)),
                               gz_rule_load_hint(s->load, meant));
    }
}

// "%a > %b > %a": the path back to where the cycle began.
static void report_cycle(struct search *s,
                         const struct gz_rule_pattern *pattern,
                         const struct gz_pattern *node, uint32_t macro)
{
    struct gz_buffer path;
    gz_buffer_init(&path, 0);
    uint32_t from = 0;
    while (s->path[from] != macro) {
        from++;
    }
    for (; from < s->depth; from++) {
        gz_buffer_append_fmt(&path, "%%" GZ_STR_FMT " > ",
                             GZ_STR_ARG(gz_pattern_lexer_clip(
                                 s->load->macros[s->path[from]].name)));
    }
    const struct gz_str text = gz_buffer_str(&path);
    REPORT(s, pattern, node,
           "the macro uses itself: " GZ_STR_FMT "%%" GZ_STR_FMT,
           GZ_STR_ARG(text), GZ_STR_ARG(gz_pattern_lexer_clip(node->text)));
    gz_buffer_fini(&path);
}

static uint64_t measure(struct search *s, const struct gz_rule_pattern *pattern,
                        const struct gz_pattern *node);

// A macro that was not seen before: all that it uses first.
static void visit(struct search *s, uint32_t number)
{
    const struct gz_rule_pattern *pattern = &s->load->macros[number].pattern;
    struct gz_rule_macro_size *size = &s->load->macro_sizes[number];
    const bool good = s->good;
    const uint32_t deepest = s->deepest;
    size->state = VISITING;
    s->path[s->depth++] = number;
    s->good = pattern->root != NULL;
    s->deepest = 0;
    if (pattern->root != NULL) {
        size->parts = measure(s, pattern, pattern->root);
    }
    size->depth = (uint8_t)(s->deepest + 1);
    // One that is only as large as what it uses was reported there.
    if (s->good && size->parts > PARTS_MAX) {
        REPORT(s, pattern, pattern->root,
               "the macro has more than %d parts with those of its macros "
               "and repeats",
               PARTS_MAX);
    }
    size->state = s->good ? SOUND : UNSOUND;
    s->depth--;
    s->good = good;
    s->deepest = deepest;
}

// The parts of a macro where a pattern uses it.
static uint64_t measure_macro(struct search *s,
                              const struct gz_rule_pattern *pattern,
                              const struct gz_pattern *node)
{
    struct gz_rule_load *load = s->load;
    const uint32_t number =
        gz_rule_set_see(load->set, GZ_RULE_NAME_MACRO, node->text, node->pack);
    if (number == UINT32_MAX && is_blind(s)) {
        return 1;
    }
    if (number == UINT32_MAX) {
        REPORT(s, pattern, node, "unknown macro \"" GZ_STR_FMT "\"%s",
               GZ_STR_ARG(gz_pattern_lexer_clip(node->text)),
               gz_rule_load_meant_in_pack(load, GZ_RULE_NAME_MACRO, node->text,
                                          node->pack));
        return 1;
    }
    struct gz_rule_macro_size *size = &load->macro_sizes[number];
    const bool deep = s->depth == DEPTH_MAX;
    if (size->state == NOT_SEEN && !deep) {
        visit(s, number);
    }
    if (size->state == VISITING) {
        report_cycle(s, pattern, node, number);
    } else if (deep || size->depth + s->depth > DEPTH_MAX) {
        REPORT(s, pattern, node, "macros are nested deeper than %d levels",
               DEPTH_MAX);
    } else if (size->state == UNSOUND) {
        s->good = false;  // reported where it stands
    }
    s->deepest = size->depth > s->deepest ? size->depth : s->deepest;
    return size->parts;
}

// How many parts a node stands for; also checks the names in it.
static uint64_t measure(struct search *s, const struct gz_rule_pattern *pattern,
                        const struct gz_pattern *node)
{
    uint64_t parts = 1;
    const struct gz_pattern *child = node->first;
    for (; child != NULL; child = child->next) {
        parts += measure(s, pattern, child);
    }
    if (node->kind == GZ_PATTERN_LIST) {
        check_list(s, pattern, node);
    } else if (node->kind == GZ_PATTERN_TYPE) {
        check_types(s, pattern, node);
    } else if (node->kind == GZ_PATTERN_MACRO) {
        parts += measure_macro(s, pattern, node);
    }
    parts *= node->repeat_max;
    return parts > PARTS_MAX ? PARTS_MAX + 1 : parts;
}

bool gz_rule_macros_check(struct gz_rule_load *load)
{
    const uint32_t count = load->set->macro_count;
    struct search s = {.load = load, .good = true};
    bool good = true;
    load->macro_sizes =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_macro_size, count);
    for (uint32_t i = 0; i < count && load->macro_sizes != NULL; i++) {
        if (load->macro_sizes[i].state == NOT_SEEN) {
            visit(&s, i);
        }
        good = good && load->macro_sizes[i].state == SOUND;
    }
    return good;
}

bool gz_rule_macros_check_pattern(struct gz_rule_load *load,
                                  const struct gz_rule_pattern *pattern)
{
    struct search s = {.load = load, .good = true};
    const uint64_t parts = measure(&s, pattern, pattern->root);
    if (s.good && parts > PARTS_MAX) {
        REPORT(&s, pattern, pattern->root,
               "the pattern has more than %d parts with those of its macros "
               "and repeats",
               PARTS_MAX);
    }
    const bool few = load->parts <= ALL_PARTS_MAX;
    load->parts += parts;
    if (few && load->parts > ALL_PARTS_MAX) {
        REPORT(&s, pattern, pattern->root,
               "all patterns together have more than %d parts", ALL_PARTS_MAX);
    }
    return s.good && load->parts <= ALL_PARTS_MAX;
}
