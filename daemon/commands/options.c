#include "daemon/commands/options.h"

#include <assert.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemon/base/str.h"
#include "daemon/commands/commands.h"

// What getopt_long() gives back for the option at a place of the table; above
// every letter.
enum { FIRST_CODE = 256, SHORTS_BYTES = 2 * GZ_OPTIONS_MAX + 2 };

struct spelling {
    struct option longs[GZ_OPTIONS_MAX + 2];
    char shorts[SHORTS_BYTES];
};

static int argument_of(const struct gz_option *o)
{
    return o->kind == GZ_OPTION_FLAG ? no_argument : required_argument;
}

static void spell(const struct gz_option_table *table, struct spelling *out)
{
    size_t len = 0;
    assert(table->count <= GZ_OPTIONS_MAX);
    for (size_t i = 0; i < table->count; i++) {
        const struct gz_option *o = &table->items[i];
        out->longs[i] =
            (struct option){o->name, argument_of(o), NULL, FIRST_CODE + (int)i};
        if (o->letter != 0) {
            out->shorts[len++] = o->letter;
        }
        if (o->letter != 0 && o->kind != GZ_OPTION_FLAG) {
            out->shorts[len++] = ':';
        }
    }
    out->longs[table->count] = (struct option){"help", no_argument, NULL, 'h'};
    out->longs[table->count + 1] = (struct option){NULL, 0, NULL, 0};
    out->shorts[len++] = 'h';
    out->shorts[len] = '\0';
}

static const struct gz_option *find(const struct gz_option_table *table,
                                    int code)
{
    for (size_t i = 0; i < table->count; i++) {
        if (code == FIRST_CODE + (int)i || code == table->items[i].letter) {
            return &table->items[i];
        }
    }
    return NULL;
}

static bool take_count(const struct gz_option *o, const char *text)
{
    int64_t value = 0;
    if (!gz_str_to_int64(gz_str_z(text), &value) || value < 1 ||
        value > o->most) {
        fprintf(stderr,
                "error: --%s \"%s\" is no whole number from 1 to %" PRIu32 "\n",
                o->name, text, o->most);
        return false;
    }
    *(uint32_t *)o->target = (uint32_t)value;
    return true;
}

static void list_choices(const char *const *choices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *before = i == 0 ? "" : i + 1 < count ? ", " : " and ";
        fprintf(stderr, "%s%s", before, choices[i]);
    }
}

static bool take_choice(const struct gz_option *o, const char *text)
{
    size_t count = 0;
    for (; o->choices[count] != NULL; count++) {
        if (gz_str_is(gz_str_z(text), o->choices[count])) {
            *(int *)o->target = (int)count;
            return true;
        }
    }
    const char *meant = gz_str_suggest(gz_str_z(text), o->choices, count);
    fprintf(stderr, "error: unknown %s \"%s\", allowed are ", o->name, text);
    list_choices(o->choices, count);
    if (meant != NULL) {
        fprintf(stderr, "; did you mean \"%s\"?", meant);
    }
    fputc('\n', stderr);
    return false;
}

static bool take_item(const struct gz_option *o, const char *text)
{
    struct gz_option_list *list = o->target;
    assert(o->most <= GZ_OPTION_LIST_MAX);
    if (list->count == o->most) {
        fprintf(stderr, "error: --%s is given more than %" PRIu32 " times\n",
                o->name, o->most);
        return false;
    }
    list->items[list->count++] = text;
    return true;
}

static bool take(const struct gz_option *o, char *text)
{
    switch (o->kind) {
    case GZ_OPTION_FLAG:
        *(bool *)o->target = true;
        return true;
    case GZ_OPTION_TEXT:
        *(const char **)o->target = text;
        return true;
    case GZ_OPTION_COUNT:
        return take_count(o, text);
    case GZ_OPTION_CHOICE:
        return take_choice(o, text);
    case GZ_OPTION_LIST:
        return take_item(o, text);
    case GZ_OPTION_CALL:
        return o->call(o->target, text);
    }
    return false;
}

bool gz_options_read(const struct gz_option_table *table, int argc, char **argv,
                     int *status)
{
    struct spelling spelling;
    int code;
    spell(table, &spelling);
    while ((code = getopt_long(argc, argv, spelling.shorts, spelling.longs,
                               NULL)) != -1) {
        const struct gz_option *o = find(table, code);
        if (o == NULL && code == 'h') {
            fputs(table->usage, stdout);
            *status = GZ_EXIT_OK;
            return false;
        }
        if (o == NULL) {  // getopt_long() has said what is wrong
            fprintf(stderr, "see gazetted %s --help\n", table->command);
        }
        if (o == NULL || !take(o, optarg)) {
            *status = GZ_EXIT_USAGE;
            return false;
        }
    }
    *status = GZ_EXIT_OK;
    return true;
}

bool gz_options_read_only(const struct gz_option_table *table, int argc,
                          char **argv, int *status)
{
    if (!gz_options_read(table, argc, argv, status)) {
        return false;
    }
    if (optind < argc) {
        fprintf(stderr, "error: unexpected \"%s\"; see gazetted %s --help\n",
                argv[optind], table->command);
        *status = GZ_EXIT_USAGE;
        return false;
    }
    return true;
}

int gz_options_fail(const struct gz_option_table *table, const char *what)
{
    fprintf(stderr, "error: %s; see gazetted %s --help\n", what,
            table->command);
    return GZ_EXIT_USAGE;
}
