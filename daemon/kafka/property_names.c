#include "daemon/kafka/property_names.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What rd_kafka_conf_properties_show() prints, an owned C string.
static char *print_table(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    rd_kafka_conf_properties_show(out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text != '\0'; text++) {
        lines += *text == '\n';
    }
    return lines;
}

// A row is `name | scope | ...`; headings and rulers are none, and what takes
// a function is no property that a text could set.
static void take_row(struct gz_property_names *names, char *row)
{
    char *bar = strchr(row, '|');
    const size_t length = strcspn(row, " |");
    if (bar == NULL || length == 0 || row[0] == '-' ||
        strstr(row, "see dedicated API") != NULL) {
        return;
    }
    const char scope = bar[1 + strspn(bar + 1, " ")];
    if (strchr("CP*", scope) == NULL || strncmp(row, "Property", 8) == 0) {
        return;
    }
    row[length] = '\0';
    names->names[names->count] = row;
    names->scopes[names->count] = scope;
    names->count++;
}

enum gz_status gz_property_names_init(struct gz_property_names *names)
{
    *names = (struct gz_property_names){.text = print_table()};
    if (names->text == NULL) {
        return GZ_NO_MEMORY;
    }
    const size_t lines = count_lines(names->text);
    names->names = calloc(lines, sizeof(names->names[0]));
    names->scopes = calloc(lines, 1);
    if (names->names == NULL || names->scopes == NULL) {
        gz_property_names_fini(names);
        return GZ_NO_MEMORY;
    }
    char *row = names->text;
    while (row != NULL) {
        char *next = strchr(row, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        take_row(names, row);
        row = next;
    }
    return GZ_OK;
}

void gz_property_names_fini(struct gz_property_names *names)
{
    free(names->text);
    free(names->names);
    free(names->scopes);
    *names = (struct gz_property_names){0};
}

char gz_property_names_scope(const struct gz_property_names *names,
                             const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->names[i], name) == 0) {
            return names->scopes[i];
        }
    }
    return '\0';
}

const char *gz_property_names_suggest(const struct gz_property_names *names,
                                      const char *name)
{
    return gz_str_suggest(gz_str_z(name), names->names, names->count);
}
