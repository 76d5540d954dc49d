// A recursive descent over the grammar of gazetted-rules(5).  A tree has one
// form: brackets that change nothing are gone, a sequence of one is that one,
// so printing a tree and parsing the text gives the same tree.

#include "rules/language/pattern.h"

#include "rules/language/pattern_lexer.h"
#include "rules/language/text_place.h"

struct parser {
    struct gz_pattern_lexer lexer;
    struct gz_pattern_token token;  // the one that comes next
    uint32_t depth;
    uint32_t nodes;
};

static void advance(struct parser *p)
{
    p->token = gz_pattern_lexer_next(&p->lexer);
}

// Read no further: what was found makes the rest senseless.
static void stop(struct parser *p)
{
    p->lexer.mistakes = GZ_PATTERN_MISTAKES_MAX;
    advance(p);
}

static void report_token(struct parser *p, const char *text)
{
    const struct gz_pattern *node = &p->token.node;
    gz_pattern_lexer_report(&p->lexer, node->begin_byte, node->end_byte, "%s",
                            text);
}

static struct gz_pattern *add_node(struct parser *p,
                                   const struct gz_pattern *like)
{
    if (p->nodes == GZ_PATTERN_NODES_MAX) {
        gz_pattern_lexer_report(&p->lexer, like->begin_byte, like->end_byte,
                                "the pattern has more than %d parts",
                                GZ_PATTERN_NODES_MAX);
        stop(p);
        return NULL;
    }
    struct gz_pattern *node = GZ_ARENA_NEW(p->lexer.arena, struct gz_pattern);
    if (node == NULL) {
        p->lexer.status = GZ_LIMIT;
        advance(p);
        return NULL;
    }
    p->nodes++;
    *node = *like;
    return node;
}

static bool begins_item(enum gz_pattern_part part)
{
    return part == GZ_PATTERN_PART_ATOM || part == GZ_PATTERN_PART_ROLE ||
           part == GZ_PATTERN_PART_BAD || part == GZ_PATTERN_PART_OPEN;
}

static struct gz_pattern *parse_choice(struct parser *p);

// What stands in brackets, from the opening one on.
static struct gz_pattern *parse_group(struct parser *p)
{
    const struct gz_pattern open = p->token.node;
    if (p->depth == GZ_PATTERN_DEPTH_MAX) {
        gz_pattern_lexer_report(&p->lexer, open.begin_byte, open.end_byte,
                                "brackets are nested deeper than %d levels",
                                GZ_PATTERN_DEPTH_MAX);
        stop(p);
        return NULL;
    }
    p->depth++;
    advance(p);
    struct gz_pattern *inner = parse_choice(p);
    p->depth--;
    if (p->token.part == GZ_PATTERN_PART_CLOSE) {
        advance(p);
    } else {
        gz_pattern_lexer_report(&p->lexer, open.begin_byte, open.end_byte,
                                "the bracket has no closing \")\" (the mark "
                                "is written \"(\" in quotes)");
    }
    return inner;
}

static bool is_plain(const struct gz_pattern *node)
{
    return node->role.len_bytes == 0 && node->repeat_min == 1 &&
           node->repeat_max == 1;
}

// A group that a role or a quantifier can be put on.
static struct gz_pattern *wrap(struct parser *p, struct gz_pattern *inner,
                               uint32_t begin_byte, uint32_t end_byte)
{
    const bool group =
        inner->kind == GZ_PATTERN_SEQUENCE || inner->kind == GZ_PATTERN_CHOICE;
    if (group && is_plain(inner)) {
        inner->begin_byte = begin_byte;
        inner->end_byte = end_byte;
        return inner;
    }
    return add_node(p, &(struct gz_pattern){
                           .kind = GZ_PATTERN_SEQUENCE,
                           .repeat_min = 1,
                           .repeat_max = 1,
                           .begin_byte = begin_byte,
                           .end_byte = end_byte,
                           .first = inner,
                       });
}

static bool takes_role(const struct gz_pattern *atom)
{
    return atom->kind != GZ_PATTERN_TYPE && atom->kind != GZ_PATTERN_GAP &&
           atom->kind != GZ_PATTERN_FIRST && atom->kind != GZ_PATTERN_LAST;
}

// An atom by itself; a bad one is read as an empty word.
static struct gz_pattern *parse_atom(struct parser *p, struct gz_str role)
{
    if (role.len_bytes > 0 && p->token.part == GZ_PATTERN_PART_ATOM &&
        !takes_role(&p->token.node)) {
        report_token(p, p->token.node.kind == GZ_PATTERN_TYPE
                            ? "the role of a type is written inside: "
                              "<role:Type>"
                            : "this has no text that a role could capture");
    }
    struct gz_pattern like = p->token.node;
    if (p->token.part == GZ_PATTERN_PART_BAD) {
        like.kind = GZ_PATTERN_WORD;
    }
    struct gz_pattern *atom = add_node(p, &like);
    if (atom != NULL) {
        advance(p);
    }
    return atom;
}

// What stands in brackets is repeated with them.
static void check_quantifier(struct parser *p, const struct gz_pattern *item,
                             bool group)
{
    if (p->token.space_before) {
        report_token(p, "a quantifier stands directly behind what it repeats "
                        "(a mark is written in quotes)");
    } else if (group) {
        return;
    } else if (item->kind == GZ_PATTERN_GAP) {
        report_token(p, "a gap is not repeated: it is of any length up to its "
                        "number");
    } else if (item->kind == GZ_PATTERN_FIRST ||
               item->kind == GZ_PATTERN_LAST) {
        report_token(p, "the begin or end of a sentence is not repeated");
    }
}

static struct gz_pattern *parse_quantifier(struct parser *p,
                                           struct gz_pattern *item, bool group)
{
    check_quantifier(p, item, group);
    // One that says "once" must not undo what the item's own brackets say.
    if (p->token.node.repeat_min != 1 || p->token.node.repeat_max != 1) {
        item->repeat_min = p->token.node.repeat_min;
        item->repeat_max = p->token.node.repeat_max;
    }
    item->end_byte = p->token.node.end_byte;
    advance(p);
    while (p->token.part == GZ_PATTERN_PART_QUANTIFIER) {
        report_token(p, "a second quantifier: the first counts already");
        advance(p);
    }
    return item;
}

static struct gz_pattern *parse_item(struct parser *p)
{
    const uint32_t begin = p->token.node.begin_byte;
    struct gz_str role = {0};
    if (p->token.part == GZ_PATTERN_PART_ROLE) {
        role = p->token.node.role;
        advance(p);
        if (!begins_item(p->token.part) ||
            p->token.part == GZ_PATTERN_PART_ROLE) {
            report_token(p, "a role stands before something to capture");
            return NULL;
        }
    }
    const bool group = p->token.part == GZ_PATTERN_PART_OPEN;
    struct gz_pattern *item = group ? parse_group(p) : parse_atom(p, role);
    if (item == NULL) {
        return NULL;
    }
    const bool repeated = p->token.part == GZ_PATTERN_PART_QUANTIFIER;
    const bool counts = repeated && !is_plain(&p->token.node);
    if (group && (role.len_bytes > 0 || counts)) {
        item = wrap(p, item, begin, p->token.node.begin_byte);
    }
    if (item != NULL && role.len_bytes > 0) {
        item->role = role;
        item->begin_byte = begin;
    }
    return item != NULL && repeated ? parse_quantifier(p, item, group) : item;
}

static void report_no_item(struct parser *p)
{
    switch (p->token.part) {
    case GZ_PATTERN_PART_QUANTIFIER:
        report_token(p, "nothing stands here to be repeated (a mark is "
                        "written in quotes)");
        break;
    case GZ_PATTERN_PART_OR:
    case GZ_PATTERN_PART_CLOSE:
        report_token(p, "nothing stands before this (what may be missing is "
                        "written with \"?\" behind it)");
        break;
    default:
        report_token(p, "something to match is missing here");
        break;
    }
    if (p->token.part == GZ_PATTERN_PART_QUANTIFIER) {
        advance(p);
    }
}

// Children of a group so far; a group of one is dropped.
struct children {
    struct gz_pattern group;
    struct gz_pattern *last;
    uint32_t count;
};

static void adopt(struct children *of, struct gz_pattern *child)
{
    if (of->count == 0) {
        of->group.first = child;
        of->group.begin_byte = child->begin_byte;
    } else {
        of->last->next = child;
    }
    of->group.end_byte = child->end_byte;
    of->last = child;
    of->count++;
}

static struct gz_pattern *close_group(struct parser *p, struct children *of,
                                      enum gz_pattern_kind kind)
{
    of->group.kind = kind;
    of->group.repeat_min = 1;
    of->group.repeat_max = 1;
    return of->count == 1 ? of->last : add_node(p, &of->group);
}

static struct gz_pattern *parse_sequence(struct parser *p)
{
    struct children items = {0};
    while (begins_item(p->token.part) ||
           p->token.part == GZ_PATTERN_PART_QUANTIFIER) {
        struct gz_pattern *item = NULL;
        if (begins_item(p->token.part)) {
            item = parse_item(p);
        } else {
            report_no_item(p);
        }
        if (item != NULL) {
            adopt(&items, item);
        }
    }
    if (items.count == 0 && p->lexer.status == GZ_OK) {
        report_no_item(p);
    }
    return items.count == 0 ? NULL
                            : close_group(p, &items, GZ_PATTERN_SEQUENCE);
}

static struct gz_pattern *parse_choice(struct parser *p)
{
    struct children branches = {0};
    bool more = true;
    while (more) {
        struct gz_pattern *branch = parse_sequence(p);
        if (branch != NULL) {
            adopt(&branches, branch);
        }
        more = p->token.part == GZ_PATTERN_PART_OR;
        if (more) {
            advance(p);
        }
    }
    return branches.count == 0 ? NULL
                               : close_group(p, &branches, GZ_PATTERN_CHOICE);
}

static struct gz_pattern *parse_all(struct parser *p)
{
    advance(p);
    struct gz_pattern *root = parse_choice(p);
    while (p->token.part == GZ_PATTERN_PART_CLOSE) {
        report_token(p, "a closing bracket without an opening one (the mark "
                        "is written \")\" in quotes)");
        advance(p);
        parse_choice(p);
    }
    return root;
}

enum gz_status gz_pattern_parse(struct gz_str text,
                                const struct gz_pattern_source *where,
                                struct gz_arena *arena,
                                const struct gz_pattern **out,
                                struct gz_error *err)
{
    struct parser p = {
        .lexer = {.text = text, .where = where, .arena = arena, .err = err},
    };
    *out = NULL;
    if (text.len_bytes > GZ_PATTERN_BYTES_MAX) {
        gz_pattern_lexer_report(&p.lexer, 0, text.len_bytes,
                                "the pattern is longer than %d bytes",
                                GZ_PATTERN_BYTES_MAX);
        return GZ_INVALID;
    }
    struct gz_pattern *root = parse_all(&p);
    if (p.lexer.status == GZ_OK) {
        *out = root;
    }
    return p.lexer.status;
}

void gz_pattern_place(const struct gz_pattern *part,
                      const struct gz_pattern_source *where, size_t *begin_byte,
                      size_t *end_byte)
{
    gz_text_place_find(where, part->begin_byte, part->end_byte, begin_byte,
                       end_byte);
}
