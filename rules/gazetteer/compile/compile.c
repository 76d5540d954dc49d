// A list is cut into chunks, and several threads read them (list_chunk.c).
// What rows mean together depends on their order, so one thread takes the
// chunks into the catalog, in order (list_intake.c), while the others read the
// next ones.

#include "rules/gazetteer/compile/compile.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "daemon/base/parallel.h"
#include "rules/gazetteer/compile/compile_work.h"
#include "rules/gazetteer/compile/image_intake.h"
#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/lists/pack.h"

enum {
    // Large enough that a chunk's memory is well used, small enough that the
    // rows of the chunks in hand stay a few megabytes.
    CHUNK_BYTES = 512 * 1024,
};

struct gz_compiler *gz_compiler_new(void)
{
    struct gz_compiler *c = calloc(1, sizeof(*c));
    if (c == NULL) {
        return NULL;
    }
    gz_list_intake_init(&c->intake, NULL);
    for (int i = 0; i < GZ_PARALLEL_MAX; i++) {
        gz_text_pool_init(&c->texts[i]);
    }
    gz_compiler_set(c, &(struct gz_compile_options){.threads = 1});
    c->pack_arena = gz_arena_new(SIZE_MAX);
    if (c->pack_arena == NULL) {
        gz_compiler_free(c);
        return NULL;
    }
    return c;
}

void gz_compiler_free(struct gz_compiler *c)
{
    if (c == NULL) {
        return;
    }
    gz_list_intake_fini(&c->intake);
    gz_compile_free_chunks(c);
    for (int i = 0; i < GZ_PARALLEL_MAX; i++) {
        gz_text_pool_fini(&c->texts[i]);
    }
    while (c->loaded != NULL) {
        struct gz_compile_loaded *older = c->loaded->older;
        gz_source_fini(&c->loaded->src);
        gz_gazetteer_close(c->loaded->image);
        free(c->loaded);
        c->loaded = older;
    }
    gz_arena_free(c->pack_arena);
    free(c);
}

void gz_compiler_set(struct gz_compiler *c,
                     const struct gz_compile_options *options)
{
    assert(c->intake.rows == 0 && options->threads <= GZ_PARALLEL_MAX);
    c->options = *options;
    c->options.threads += options->threads == 0;
    if (options->chunk_bytes == 0) {
        c->options.chunk_bytes = CHUNK_BYTES;
    }
    c->intake.catalog.threads = c->options.threads;
    c->intake.aliases.watch = options->watch;
    gz_list_findings_init(&c->intake.findings, options->findings);
    c->intake.whole = options->whole;
    c->intake.warnings = options->whole ? options->warnings : NULL;
}

// A list on its way: some chunks are taken in while the next are read.
struct pipeline {
    struct gz_compiler *compiler;
    const struct gz_name_list *list;
    struct gz_str namespace;
    struct gz_error *err;
    enum gz_status status;
    size_t cut_byte;    // of the source; chunks begin there
    size_t taken;       // number of the first chunk that is not taken in
    size_t read_begin;  // chunks that are read while others are taken
    size_t read_end;
};

// One more chunk, of nothing yet, or NULL.
static struct gz_list_chunk *new_chunk(struct gz_compiler *c)
{
    if (c->chunk_count == c->chunk_cap) {
        const size_t cap = c->chunk_cap == 0 ? 16 : c->chunk_cap * 2;
        struct gz_list_chunk **more =
            realloc(c->chunks, cap * sizeof(struct gz_list_chunk *));
        if (more == NULL) {
            return NULL;
        }
        c->chunks = more;
        c->chunk_cap = cap;
    }
    struct gz_list_chunk *chunk = malloc(sizeof(*chunk));
    if (chunk != NULL) {
        gz_list_chunk_init(chunk);
        c->chunks[c->chunk_count++] = chunk;
    }
    return chunk;
}

static enum gz_status add_chunk(struct pipeline *p, size_t begin, size_t end)
{
    struct gz_list_chunk *chunk = new_chunk(p->compiler);
    if (chunk == NULL) {
        return GZ_NO_MEMORY;
    }
    chunk->list = p->list;
    chunk->namespace = p->namespace;
    chunk->begin_byte = begin;
    chunk->end_byte = end;
    return GZ_OK;
}

static enum gz_status cut_chunks(struct pipeline *p, size_t count)
{
    const struct gz_source *src = p->list->src;
    const size_t chunk_bytes = p->compiler->options.chunk_bytes;
    enum gz_status st = GZ_OK;
    p->read_begin = p->compiler->chunk_count;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        if (p->cut_byte >= src->len_bytes) {
            break;
        }
        const size_t end =
            gz_name_list_split(p->list, p->cut_byte + chunk_bytes);
        st = add_chunk(p, p->cut_byte, end);
        p->cut_byte = end;
    }
    p->read_end = p->compiler->chunk_count;
    return st;
}

static void take_chunks(struct pipeline *p)
{
    struct gz_compiler *c = p->compiler;
    for (; p->taken < p->read_begin; p->taken++) {
        if (p->status == GZ_OK || p->status == GZ_INVALID) {
            const enum gz_status st =
                gz_list_intake_take(&c->intake, c->chunks[p->taken], p->err);
            p->status = st == GZ_OK ? p->status : st;
        }
    }
}

// Part 0 takes in what is there, on the thread to which errors and progress
// belong; the others read.
static void on_part(void *context, size_t part, unsigned thread)
{
    struct pipeline *p = context;
    if (part == 0) {
        take_chunks(p);
        return;
    }
    struct gz_list_chunk *chunk = p->compiler->chunks[p->read_begin + part - 1];
    chunk->texts = &p->compiler->texts[thread];
    gz_list_chunk_read(chunk);
}

// After the first chunks, make room for what the rest of the list will bring
// if it goes on like that: growth would copy the whole catalog.
static enum gz_status reserve_rest(const struct pipeline *p, size_t begin_byte)
{
    struct gz_compiler *c = p->compiler;
    const size_t left = p->list->src->len_bytes - begin_byte;
    const double scale =
        1.02 * (double)left / (double)(p->cut_byte - begin_byte);
    double keys = 0;
    double rows = 0;
    double names = 0;
    for (size_t i = p->read_begin; i < p->read_end; i++) {
        keys += scale * (double)c->chunks[i]->key_count;
        rows += scale * (double)c->chunks[i]->row_count;
        names += scale * (double)c->chunks[i]->name_count;
    }
    if (p->cut_byte == p->list->src->len_bytes || keys + names > INT32_MAX) {
        return GZ_OK;
    }
    return gz_catalog_reserve(&c->intake.catalog, (size_t)keys, (size_t)rows,
                              (size_t)names);
}

static enum gz_status add_rows(struct gz_compiler *c,
                               const struct gz_name_list *list,
                               struct gz_str namespace, struct gz_error *err)
{
    struct pipeline p = {
        .compiler = c,
        .list = list,
        .namespace = namespace,
        .err = err,
        .cut_byte = gz_name_list_split(list, 0),
        .taken = c->chunk_count,
    };
    const size_t begin_byte = p.cut_byte;
    const size_t first_chunk = c->chunk_count;
    const size_t at_once = 4 * (size_t)c->options.threads;
    bool more = true;
    while (more && (p.status == GZ_OK || p.status == GZ_INVALID)) {
        gz_compile_progress(c, GZ_COMPILE_READ, list->src->name, p.cut_byte,
                            list->src->len_bytes);
        enum gz_status st = cut_chunks(&p, at_once);
        more = p.read_end > p.read_begin;
        gz_parallel_run(1 + p.read_end - p.read_begin, c->options.threads,
                        on_part, &p);
        if (st == GZ_OK && more && p.read_begin == first_chunk) {
            st = reserve_rest(&p, begin_byte);
        }
        p.status = st == GZ_OK ? p.status : st;
    }
    return p.status;
}

static enum gz_status add_list(struct gz_compiler *c,
                               enum gz_list_format format,
                               const struct gz_source *src,
                               struct gz_str namespace, struct gz_error *err)
{
    struct gz_name_list list;
    enum gz_status st = gz_name_list_open(&list, format, src, err);
    list.any_type = c->options.any_type;
    if (st == GZ_OK) {
        st = gz_list_findings_open(&c->intake.findings, src);
    }
    if (st == GZ_OK) {
        st = add_rows(c, &list, namespace, err);
    }
    gz_name_list_close(&list);
    if (st != GZ_OK && st != GZ_INVALID) {
        gz_error_set(err, st, "cannot take in %s: %s", src->name,
                     gz_status_name(st));
    }
    return st;
}

static enum gz_status add_file(struct gz_compiler *c, const char *path,
                               struct gz_str namespace, struct gz_error *err)
{
    struct gz_compile_loaded *loaded = calloc(1, sizeof(*loaded));
    if (loaded == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to read %s", path);
    }
    enum gz_status st = gz_source_load(&loaded->src, path, 0, err);
    if (st != GZ_OK) {
        free(loaded);
        return st;
    }
    loaded->older = c->loaded;
    c->loaded = loaded;
    return add_list(c, gz_list_format_of(gz_str_z(path)), &loaded->src,
                    namespace, err);
}

enum gz_status gz_compiler_add_image(struct gz_compiler *c, const char *name,
                                     struct gz_gazetteer *image,
                                     struct gz_error *err)
{
    struct gz_compile_loaded *loaded = calloc(1, sizeof(*loaded));
    struct gz_list_chunk *chunk = new_chunk(c);
    if (loaded == NULL || chunk == NULL ||
        gz_source_init(&loaded->src, name, GZ_STR_LIT("")) != GZ_OK) {
        gz_gazetteer_close(image);
        free(loaded);
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to read %s", name);
    }
    loaded->image = image;
    loaded->older = c->loaded;
    c->loaded = loaded;
    c->intake.pack++;
    chunk->texts = &c->texts[0];
    gz_compile_progress(c, GZ_COMPILE_READ, name, 0, 1);
    const enum gz_status st = gz_image_intake_take(
        &c->intake, gz_gazetteer_image(image), &loaded->src, chunk, err);
    if (st != GZ_OK && st != GZ_INVALID) {
        gz_error_set(err, st, "cannot take in %s: %s", name,
                     gz_status_name(st));
    }
    // Rows of lists may be left out, but not half an image.
    return st == GZ_INVALID ? GZ_IO : st;
}

static enum gz_status open_image(struct gz_compiler *c, const char *path,
                                 struct gz_error *err)
{
    struct gz_gazetteer *image;
    const enum gz_status st = gz_gazetteer_open(path, &image, err);
    if (st != GZ_OK) {
        return st == GZ_INVALID ? GZ_IO : st;
    }
    return gz_compiler_add_image(c, path, image, err);
}

static enum gz_status add_pack(struct gz_compiler *c, const char *folder,
                               struct gz_error *err)
{
    struct gz_pack pack;
    enum gz_status st = gz_pack_read(folder, c->pack_arena, &pack, err);
    if (st != GZ_OK) {
        return st;
    }
    c->intake.aliases.rules = c->options.expand | pack.expand;
    for (size_t i = 0; i < pack.list_count; i++) {
        const enum gz_status one =
            add_file(c, pack.lists[i], pack.namespace, err);
        if (one != GZ_OK && one != GZ_INVALID) {
            return one;
        }
        st = one == GZ_OK ? st : one;
    }
    return st;
}

enum gz_status gz_compiler_add(struct gz_compiler *c, const char *path,
                               struct gz_error *err)
{
    struct stat info;
    if (gz_image_is(path)) {
        return open_image(c, path, err);
    }
    c->intake.pack++;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return add_pack(c, path, err);
    }
    c->intake.aliases.rules = c->options.expand;
    return add_file(c, path, gz_pack_stem(path), err);
}

enum gz_status gz_compiler_add_source(struct gz_compiler *c,
                                      const struct gz_source *src,
                                      struct gz_str namespace,
                                      struct gz_error *err)
{
    c->intake.pack++;
    c->intake.aliases.rules = c->options.expand;
    return add_list(c, GZ_LIST_TSV, src, namespace, err);
}

uint64_t gz_compiler_bad_rows(const struct gz_compiler *c)
{
    return c->intake.bad_rows;
}
