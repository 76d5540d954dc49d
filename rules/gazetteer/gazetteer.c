// Where an image comes from and what it says about its entities.  Matching is
// in gazetteer_find.c.

#include "rules/gazetteer/gazetteer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/image_read.h"
#include "rules/gazetteer/image/name_record.h"

struct gz_gazetteer {
    struct gz_image image;
    enum gz_simd simd;
    gz_name_scan_fn *scanner;
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
    gz_gazetteer_set_simd(g, gz_simd_best());
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

gz_name_scan_fn *gz_gazetteer_scanner(const struct gz_gazetteer *g)
{
    return g->scanner;
}

void gz_gazetteer_set_simd(struct gz_gazetteer *g, enum gz_simd simd)
{
    g->simd = simd;
    g->scanner = gz_name_scan_choose(simd);
}

const char *gz_gazetteer_simd(const struct gz_gazetteer *g)
{
    return gz_simd_name(g->simd);
}

static struct gz_details details_of(const struct gz_name_entity *e)
{
    return e->xids.ptr != NULL
               ? (struct gz_details){e->xids, e->attributes}
               : (struct gz_details){GZ_STR_LIT(""), GZ_STR_LIT("")};
}

struct gz_details gz_gazetteer_details(const struct gz_gazetteer *g,
                                       uint32_t entity)
{
    struct gz_name_record home;
    struct gz_name_entity e = {.type = 0};
    if (gz_image_read_home(&g->image, entity, &home)) {
        e = gz_name_record_entity(&home);
    }
    return details_of(&e);
}

enum gz_status gz_gazetteer_entry(const struct gz_gazetteer *g, uint32_t entity,
                                  struct gz_arena *arena, struct gz_entry *out)
{
    const struct gz_image *image = &g->image;
    const struct gz_str none = GZ_STR_LIT("");
    struct gz_name_record home;
    char name[GZ_NAME_TEXT_ROOM];
    char id[GZ_IMAGE_ID_ROOM];
    *out = (struct gz_entry){none, none, none, none, none};
    if (!gz_image_read_home(image, entity, &home)) {
        return GZ_OK;
    }
    const struct gz_name_entity e = gz_name_record_entity(&home);
    struct gz_str text = none;
    (void)gz_name_record_text(image, &home, name, &text);
    out->id = gz_arena_copy(arena, gz_image_read_id(image, &e, id));
    out->name = gz_arena_copy(arena, text);
    out->type = gz_image_read_type(image, e.type);
    const struct gz_details details = details_of(&e);
    out->xids = details.xids;
    out->attributes = details.attributes;
    return out->id.ptr == NULL || out->name.ptr == NULL ? GZ_LIMIT : GZ_OK;
}

bool gz_gazetteer_is_named(const struct gz_gazetteer *g, uint32_t entity,
                           struct gz_str name)
{
    struct gz_name_record home;
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_str text;
    return gz_image_read_home(&g->image, entity, &home) &&
           gz_name_record_text(&g->image, &home, buffer, &text) &&
           gz_str_eq(text, name);
}

struct gz_str gz_gazetteer_type(const struct gz_gazetteer *g, uint32_t entity)
{
    struct gz_name_record home;
    return gz_image_read_home(&g->image, entity, &home)
               ? gz_image_read_type(&g->image,
                                    gz_name_record_entity(&home).type)
               : GZ_STR_LIT("");
}

enum gz_status gz_gazetteer_id(const struct gz_gazetteer *g, uint32_t entity,
                               struct gz_arena *arena, struct gz_str *out)
{
    struct gz_name_record home;
    char buffer[GZ_IMAGE_ID_ROOM];
    *out = GZ_STR_LIT("");
    if (!gz_image_read_home(&g->image, entity, &home)) {
        return GZ_OK;
    }
    const struct gz_name_entity e = gz_name_record_entity(&home);
    *out = gz_arena_copy(arena, gz_image_read_id(&g->image, &e, buffer));
    return out->ptr == NULL ? GZ_LIMIT : GZ_OK;
}

struct gz_str gz_gazetteer_value(struct gz_str list, const char *key)
{
    const size_t key_len = strlen(key);
    while (list.ptr != NULL) {
        const struct gz_str pair = gz_str_cut(&list, ';');
        if (pair.len_bytes > key_len && pair.ptr[key_len] == '=' &&
            memcmp(pair.ptr, key, key_len) == 0) {
            return gz_str_of(pair.ptr + key_len + 1,
                             pair.len_bytes - key_len - 1);
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
