#include "daemon/demo/samples.h"

#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/json_writer.h"
#include "daemon/base/source.h"

enum { SAMPLES_BYTES = 64 << 20, SAMPLE_BYTES = 1 << 20 };

struct gz_samples {
    struct gz_arena *arena;
    struct gz_sample *items;
    uint32_t count;
};

static bool ends_with(const char *name, const char *suffix)
{
    const size_t len = strlen(name);
    const size_t end = strlen(suffix);
    return len > end && strcmp(name + len - end, suffix) == 0;
}

static int is_sample(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return isdigit((unsigned char)name[0]) &&
           (ends_with(name, ".json") || ends_with(name, ".txt"));
}

static struct gz_str wrap_text(struct gz_arena *arena, const char *name,
                               struct gz_str text)
{
    struct gz_buffer json;
    struct gz_json_writer w;
    gz_buffer_init(&json, 0);
    gz_json_writer_init(&w, &json);
    gz_json_object(&w);
    gz_json_key(&w, "id");
    gz_json_z(&w, name);
    gz_json_key(&w, "body");
    gz_json_str(&w, text);
    gz_json_object_end(&w);
    const struct gz_str copy = gz_arena_copy(arena, gz_buffer_str(&json));
    gz_buffer_fini(&json);
    return copy;
}

static enum gz_status load_one(struct gz_samples *s, const char *folder,
                               const char *name, struct gz_error *err)
{
    struct gz_source src;
    char *path = NULL;
    if (asprintf(&path, "%s/%s", folder, name) < 0) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the samples");
    }
    const enum gz_status st = gz_source_load(&src, path, SAMPLE_BYTES, err);
    free(path);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str bytes = gz_str_of(src.text, src.len_bytes);
    struct gz_sample *sample = &s->items[s->count];
    sample->name = gz_arena_copy(s->arena, gz_str_z(name));
    sample->bytes = ends_with(name, ".txt") ? wrap_text(s->arena, name, bytes)
                                            : gz_arena_copy(s->arena, bytes);
    gz_source_fini(&src);
    if (sample->name.ptr == NULL || sample->bytes.ptr == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the samples");
    }
    s->count++;
    return GZ_OK;
}

static enum gz_status load_all(struct gz_samples *s, const char *folder,
                               struct dirent **entries, int count,
                               struct gz_error *err)
{
    s->arena = gz_arena_new(SAMPLES_BYTES);
    if (s->arena != NULL) {
        s->items = GZ_ARENA_ARRAY(s->arena, struct gz_sample, (size_t)count);
    }
    if (s->items == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the samples");
    }
    enum gz_status st = GZ_OK;
    for (int i = 0; i < count && st == GZ_OK; i++) {
        st = load_one(s, folder, entries[i]->d_name, err);
    }
    return st;
}

enum gz_status gz_samples_load(const char *folder, struct gz_samples **out,
                               struct gz_error *err)
{
    struct dirent **entries = NULL;
    *out = NULL;
    const int count = scandir(folder, &entries, is_sample, alphasort);
    if (count < 0) {
        return gz_error_errno(err, errno, "cannot read the samples in %s",
                              folder);
    }
    enum gz_status st = GZ_NO_MEMORY;
    struct gz_samples *s = calloc(1, sizeof(*s));
    if (count == 0) {
        st = gz_error_set(err, GZ_NOT_FOUND, "there are no samples in %s",
                          folder);
    } else if (s != NULL) {
        st = load_all(s, folder, entries, count, err);
    }
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    if (st != GZ_OK) {
        gz_samples_free(s);
        return st;
    }
    *out = s;
    return GZ_OK;
}

void gz_samples_free(struct gz_samples *s)
{
    if (s != NULL) {
        gz_arena_free(s->arena);
        free(s);
    }
}

uint32_t gz_samples_count(const struct gz_samples *s)
{
    return s->count;
}

struct gz_sample gz_samples_at(const struct gz_samples *s, uint32_t index)
{
    assert(index < s->count);
    return s->items[index];
}
