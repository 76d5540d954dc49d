// Pack folders: pack.yaml says what a pack is, every other *.yaml has rules.

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/yaml_read.h"
#include "rules/language/file_keys.h"
#include "rules/language/rule_load.h"

static bool ends(const char *name, const char *suffix)
{
    const size_t len = strlen(name);
    const size_t end = strlen(suffix);
    return len > end && strcmp(name + len - end, suffix) == 0;
}

static int is_rule_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "pack.yaml") != 0 &&
           (ends(entry->d_name, ".yaml") || ends(entry->d_name, ".yml"));
}

// By bytes, whatever the locale: the order decides which rule wins.
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const char *join(struct gz_rule_load *load, const char *folder,
                        const char *name)
{
    const struct gz_str base = gz_str_folder(folder);
    const size_t size = base.len_bytes + 1 + strlen(name) + 1;
    char *path = gz_rule_load_alloc(load, size, 1);
    if (path != NULL) {
        snprintf(path, size, GZ_STR_FMT "/%s", GZ_STR_ARG(base), name);
    }
    return path;
}

static void keep_status(struct gz_rule_load *load, enum gz_status st)
{
    if (st == GZ_NO_MEMORY) {
        gz_rule_load_no_memory(load);
    } else if (load->status == GZ_OK) {
        load->status = st;
    }
}

static struct gz_str text_of(const struct gz_yaml_node *root, const char *key)
{
    const struct gz_yaml_node *node = gz_yaml_get(root, key);
    const bool text = node != NULL && node->kind == GZ_YAML_SCALAR;
    return text ? node->text : GZ_STR_LIT("");
}

static void read_description(struct gz_rule_load *load, const char *folder,
                             struct gz_rule_pack *pack)
{
    struct gz_source src = {0};
    const struct gz_yaml_node *root = NULL;
    const char *path = join(load, folder, "pack.yaml");
    if (path == NULL) {
        return;
    }
    enum gz_status st =
        gz_source_load(&src, path, GZ_YAML_LIMIT_BYTES, load->err);
    if (st == GZ_OK) {
        st =
            gz_yaml_read(&src, 0, src.len_bytes, load->arena, &root, load->err);
    }
    if (st == GZ_OK) {
        st = gz_rule_shape_check(&gz_file_keys_pack, root, "a pack", &src,
                                 load->err);
    }
    if (st == GZ_OK) {
        pack->name = text_of(root, "name");
        pack->version = text_of(root, "version");
        pack->language = text_of(root, "language");
    }
    gz_source_fini(&src);
    keep_status(load, st);
}

// A file whose source is there, if st says so.
static void read_source(struct gz_rule_load *load, uint32_t number,
                        enum gz_status st)
{
    const struct gz_source *src = &load->set->files[number].source;
    const struct gz_yaml_node *root = NULL;
    if (st == GZ_OK) {
        st =
            gz_yaml_read(src, 0, src->len_bytes, load->arena, &root, load->err);
    }
    keep_status(load, st);
    // What the reader of YAML has of a broken file is whole as far as it goes.
    load->blind = load->blind || st != GZ_OK;
    if (root == NULL || (st != GZ_OK && root->first == NULL)) {
        return;
    }
    load->roots[number] = root;
    keep_status(load, gz_rule_shape_check(&gz_file_keys_rules, root,
                                          "a rule file", src, load->err));
}

static void read_file(struct gz_rule_load *load, const char *path,
                      uint32_t pack)
{
    const uint32_t number = load->set->file_count++;
    struct gz_rule_file *file = &load->set->files[number];
    file->pack = pack;
    enum gz_status st =
        gz_source_load(&file->source, path, GZ_YAML_LIMIT_BYTES, load->err);
    if (st == GZ_OK && !ends(path, ".yaml")) {
        st = gz_error_set(load->err, GZ_INVALID,
                          "%s: a rule file's name ends with .yaml", path);
    }
    read_source(load, number, st);
}

// What scandir() found in one folder.
struct found {
    struct dirent **entries;
    int count;  // -1: not readable, which was reported
};

static void find_files(struct gz_rule_load *load, const char *folder,
                       struct found *out)
{
    out->count = scandir(folder, &out->entries, is_rule_file, by_name);
    if (out->count < 0) {
        const int saved = errno;
        keep_status(load,
                    gz_error_errno(load->err, saved, "cannot read %s", folder));
        load->blind = true;
    }
}

static void read_pack(struct gz_rule_load *load, const char *folder,
                      const struct found *found, struct gz_rule_pack *pack)
{
    const uint32_t number = (uint32_t)(pack - load->set->packs);
    pack->folder = gz_arena_copy(load->arena, gz_str_folder(folder));
    if (pack->folder.ptr == NULL) {
        gz_rule_load_no_memory(load);
        return;
    }
    if (found->count < 0) {
        return;
    }
    read_description(load, folder, pack);
    for (int i = 0; i < found->count && !gz_rule_load_failed(load); i++) {
        const char *path = join(load, folder, found->entries[i]->d_name);
        if (path != NULL) {
            read_file(load, path, number);
        }
    }
}

static void release(struct found *found, size_t count)
{
    if (found == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        for (int k = 0; k < found[i].count; k++) {
            free(found[i].entries[k]);
        }
        free(found[i].entries);
    }
    free(found);
}

// Files are counted first: others point at their sources.
static struct gz_rule_pack *make_room(struct gz_rule_load *load, size_t packs,
                                      size_t files)
{
    struct gz_rule_pack *room =
        GZ_RULE_LOAD_ARRAY(load, struct gz_rule_pack, packs);
    load->set->files = GZ_RULE_LOAD_ARRAY(load, struct gz_rule_file, files);
    load->roots = GZ_RULE_LOAD_ARRAY(load, const struct gz_yaml_node *, files);
    load->set->packs = room;
    load->set->pack_count = room == NULL ? 0 : (uint32_t)packs;
    return room;
}

void gz_rule_files_load(struct gz_rule_load *load, const char *const *folders,
                        size_t count)
{
    struct found *found = calloc(count + 1, sizeof(*found));
    size_t files = 0;
    if (found == NULL) {
        gz_rule_load_no_memory(load);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        find_files(load, folders[i], &found[i]);
        files += found[i].count < 0 ? 0 : (size_t)found[i].count;
    }
    struct gz_rule_pack *packs = make_room(load, count, files);
    for (size_t i = 0; i < count && !gz_rule_load_failed(load); i++) {
        read_pack(load, folders[i], &found[i], &packs[i]);
    }
    release(found, count);
}

void gz_rule_files_take(struct gz_rule_load *load,
                        const struct gz_rule_text *texts, size_t count)
{
    struct gz_rule_pack *pack = make_room(load, 1, count);
    for (size_t i = 0; i < count && !gz_rule_load_failed(load); i++) {
        const uint32_t number = load->set->file_count++;
        struct gz_source *src = &load->set->files[number].source;
        const enum gz_status st =
            gz_source_init(src, texts[i].name, texts[i].text);
        if (st == GZ_OK && src->len_bytes > GZ_YAML_LIMIT_BYTES) {
            keep_status(load, gz_error_set(load->err, GZ_LIMIT,
                                           "%s is larger than %zu bytes",
                                           src->name, GZ_YAML_LIMIT_BYTES));
            continue;
        }
        read_source(load, number, st);
    }
    if (pack != NULL) {
        pack->name = GZ_STR_LIT("");
        pack->version = GZ_STR_LIT("");
        pack->language = GZ_STR_LIT("");
        pack->folder = GZ_STR_LIT("");
    }
}
