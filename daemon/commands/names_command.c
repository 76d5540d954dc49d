// `gazetted names`: questions about names that people ask when something is
// found that should not be, or the other way round.

#include "daemon/commands/names_command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/source.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/expand_option.h"
#include "daemon/commands/options.h"
#include "daemon/commands/terminal.h"
#include "daemon/config/config.h"
#include "daemon/config/data_dir.h"

static const char usage[] =
    "usage: gazetted names why [OPTION...] NAME [PATH...]\n"
    "       gazetted names find [OPTION...] TEXT|- [PATH...]\n"
    "\n"
    "why   say where names that are spelt like NAME come from: list, line and\n"
    "      column, entity, policy, which rule made it, and what another row\n"
    "      does to it; status 1 when there is none\n"
    "find  say what is found in a text (-: in that of standard input), and\n"
    "      which names stand there and do not count, and why\n"
    "\n"
    "A PATH is a list, a pack folder or an image (*.gzt); without one, the\n"
    "packs of the configuration are asked.  Images do not keep their rows.\n"
    "\n"
    "  -c, --config FILE   use the packs of this configuration\n"
    "  -e, --expand RULES  why: expand the names of lists by these rules, as\n"
    "                      gazetted compile does\n"
    "  -j, --json          find: one JSON object a line\n"
    "  -h, --help          print this\n";

enum { TEXT_LIMIT_BYTES = 16 << 20 };

typedef int verb_fn(const struct gz_names_question *q, struct gz_buffer *out,
                    struct gz_error *err);

struct options {
    bool find;
    const char *text;
    const char *config;
    unsigned expand;
    bool json;
    char **paths;
    int path_count;
};

static int check_options(const struct gz_option_table *table,
                         const struct options *o)
{
    if (o->json && !o->find) {
        return gz_options_fail(table, "--json is an option of find");
    }
    if (o->expand != 0 && o->find) {
        return gz_options_fail(table, "--expand is an option of why");
    }
    return GZ_EXIT_OK;
}

static int take_arguments(const struct gz_option_table *table, int count,
                          char **arguments, struct options *out)
{
    static const char *const verbs[] = {"why", "find"};
    if (count == 0) {
        return gz_options_fail(table, "say why or find");
    }
    out->find = strcmp(arguments[0], "find") == 0;
    if (!out->find && strcmp(arguments[0], "why") != 0) {
        const char *meant = gz_str_suggest(gz_str_z(arguments[0]), verbs, 2);
        fprintf(stderr,
                "error: \"%s\" is neither why nor find%s%s%s; see gazetted "
                "names --help\n",
                arguments[0], meant != NULL ? ", did you mean \"" : "",
                meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
        return GZ_EXIT_USAGE;
    }
    if (count < 2) {
        return gz_options_fail(table, out->find ? "find what? give a text, or -"
                                                : "why what? give a name");
    }
    out->text = arguments[1];
    out->paths = arguments + 2;
    out->path_count = count - 2;
    return check_options(table, out);
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &out->config),
        gz_option_call("expand", 'e', &out->expand, gz_expand_option_read),
        gz_option_flag("json", 'j', &out->json),
    };
    const struct gz_option_table table = {"names", usage, options, 3};
    *out = (struct options){.find = false};
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    *status = take_arguments(&table, argc - optind, argv + optind, out);
    return *status == GZ_EXIT_OK;
}

// Everything that an answer takes.
struct session {
    struct options options;
    struct gz_config *config;
    struct gz_arena *arena;
    struct gz_source input;
    struct gz_buffer out;
    struct gz_error err;
};

// The packs of the configuration, as `gazetted extract` finds them.
static int find_packs(struct session *s, struct gz_names_question *q)
{
    if (gz_config_load(s->options.config, &s->config, &s->err) != GZ_OK) {
        return GZ_EXIT_CONFIG;
    }
    q->path_count = s->config->rules.packs.count;
    return gz_data_dir_packs(&s->config->rules.packs, s->arena, &q->paths,
                             &s->err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_DATA;
}

static int copy_paths(struct session *s, struct gz_names_question *q)
{
    const size_t count = (size_t)s->options.path_count;
    const char **paths = GZ_ARENA_ARRAY(s->arena, const char *, count);
    for (size_t i = 0; paths != NULL && i < count; i++) {
        paths[i] = s->options.paths[i];
    }
    q->paths = paths;
    q->path_count = count;
    return paths == NULL ? GZ_EXIT_FAILURE : GZ_EXIT_OK;
}

static int read_text(struct session *s, struct gz_names_question *q)
{
    q->text = gz_str_z(s->options.text);
    if (!s->options.find || strcmp(s->options.text, "-") != 0) {
        return GZ_EXIT_OK;
    }
    if (gz_source_load(&s->input, "-", TEXT_LIMIT_BYTES, &s->err) != GZ_OK) {
        return GZ_EXIT_FAILURE;
    }
    q->text = gz_str_of(s->input.text, s->input.len_bytes);
    return GZ_EXIT_OK;
}

static int answer(struct session *s)
{
    verb_fn *const verb = s->options.find ? gz_names_find : gz_names_why;
    struct gz_names_question q = {
        .expand = s->options.expand,
        .json = s->options.json,
        .colours = gz_terminal_colours(),
    };
    if (s->arena == NULL) {
        gz_error_set(&s->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    int status =
        s->options.path_count > 0 ? copy_paths(s, &q) : find_packs(s, &q);
    if (status == GZ_EXIT_OK) {
        status = read_text(s, &q);
    }
    return status == GZ_EXIT_OK ? verb(&q, &s->out, &s->err) : status;
}

int gz_command_names(int argc, char **argv)
{
    struct session s = {.config = NULL};
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &s.options, &status)) {
        return status;
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.out, 0);
    s.arena = gz_arena_new(SIZE_MAX);
    status = answer(&s);
    if (gz_buffer_status(&s.out) != GZ_OK) {
        gz_error_set(&s.err, GZ_NO_MEMORY, "no memory to print");
        status = GZ_EXIT_FAILURE;
    }
    gz_buffer_print(&s.out, stdout);
    fflush(stdout);
    gz_error_print(&s.err, stderr);
    gz_source_fini(&s.input);
    gz_config_free(s.config);
    gz_arena_free(s.arena);
    gz_buffer_fini(&s.out);
    gz_error_fini(&s.err);
    return status;
}
