// Where an image comes from and what it says about its entities.  Matching is
// in gazetteer_find.c.

#include "rules/gazetteer/gazetteer.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/gazetteer/gazetteer_image.h"

struct gz_gazetteer {
    struct gz_image image;
    uint8_t *bytes;  // owned: from malloc, or mapped
    size_t len;
    bool mapped;
};

static void release(uint8_t *bytes, size_t len, bool mapped)
{
    if (mapped) {
        munmap(bytes, len);
    } else {
        free(bytes);
    }
}

static enum gz_status take(uint8_t *bytes, size_t len, bool mapped,
                           const char *name, struct gz_gazetteer **out,
                           struct gz_error *err)
{
    struct gz_gazetteer *g = calloc(1, sizeof(*g));
    if (g == NULL) {
        release(bytes, len, mapped);
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", name);
    }
    const enum gz_status st = gz_image_check(bytes, len, name, &g->image, err);
    if (st != GZ_OK) {
        free(g);
        release(bytes, len, mapped);
        return st;
    }
    g->bytes = bytes;
    g->len = len;
    g->mapped = mapped;
    *out = g;
    return GZ_OK;
}

enum gz_status gz_gazetteer_adopt(uint8_t *bytes, size_t len,
                                  struct gz_gazetteer **out,
                                  struct gz_error *err)
{
    *out = NULL;
    return take(bytes, len, false, "name image", out, err);
}

static enum gz_status map_file(int fd, const char *path, uint8_t **bytes,
                               size_t *len, struct gz_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return gz_error_errno(err, errno, "cannot read %s", path);
    }
    if (!S_ISREG(info.st_mode) || info.st_size == 0) {
        return gz_error_set(err, GZ_INVALID,
                            "%s: this is no name image; "
                            "make one with \"gazetted compile\"",
                            path);
    }
    *len = (size_t)info.st_size;
    void *at = mmap(NULL, *len, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (at == MAP_FAILED) {
        return gz_error_errno(err, errno, "cannot map %s", path);
    }
    *bytes = at;
    return GZ_OK;
}

enum gz_status gz_gazetteer_open(const char *path, struct gz_gazetteer **out,
                                 struct gz_error *err)
{
    *out = NULL;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        const int saved = errno;
        gz_error_errno(err, saved, "cannot open %s", path);
        return saved == ENOENT ? GZ_NOT_FOUND : GZ_IO;
    }
    uint8_t *bytes = NULL;
    size_t len = 0;
    enum gz_status st = map_file(fd, path, &bytes, &len, err);
    close(fd);
    return st == GZ_OK ? take(bytes, len, true, path, out, err) : st;
}

void gz_gazetteer_close(struct gz_gazetteer *g)
{
    if (g != NULL) {
        release(g->bytes, g->len, g->mapped);
        free(g);
    }
}

const struct gz_image *gz_gazetteer_image(const struct gz_gazetteer *g)
{
    return &g->image;
}

static struct gz_str string_at(const struct gz_image *image, uint64_t offset,
                               uint64_t len)
{
    if (offset + len > image->strings_bytes) {
        return GZ_STR_LIT("");
    }
    return gz_str_of(image->strings + offset, len);
}

static struct gz_str type_at(const struct gz_image *image, uint32_t type)
{
    if (type >= image->header->type_count) {
        return GZ_STR_LIT("");
    }
    const struct gz_image_text *t = &image->types[type];
    return string_at(image, t->offset, t->size_bytes);
}

struct gz_entry gz_gazetteer_entry(const struct gz_gazetteer *g,
                                   uint32_t entity)
{
    const struct gz_image *image = &g->image;
    assert(entity < image->header->entity_count);

    const struct gz_image_entity *e = &image->entities[entity];
    uint64_t at = e->text;
    struct gz_entry entry = {.type = type_at(image, e->type)};
    entry.id = string_at(image, at, e->id_bytes);
    at += e->id_bytes;
    entry.name = string_at(image, at, e->name_bytes);
    at += e->name_bytes;
    entry.xids = string_at(image, at, e->xids_bytes);
    at += e->xids_bytes;
    entry.attributes = string_at(image, at, e->attributes_bytes);
    return entry;
}

struct gz_str gz_gazetteer_value(struct gz_str list, const char *key)
{
    while (list.ptr != NULL) {
        struct gz_str value = gz_str_cut(&list, ';');
        const struct gz_str name = gz_str_cut(&value, '=');
        if (value.ptr != NULL && gz_str_is(name, key)) {
            return value;
        }
    }
    return (struct gz_str){NULL, 0};
}

struct gz_gazetteer_size gz_gazetteer_size(const struct gz_gazetteer *g)
{
    return (struct gz_gazetteer_size){
        .bytes = g->len,
        .entities = g->image.header->entity_count,
        .names = g->image.header->name_count,
    };
}

uint64_t gz_gazetteer_digest(const struct gz_gazetteer *g)
{
    return g->image.header->checksum;
}
