#include "daemon/config/data_dir.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static const char *keep(struct gz_arena *arena, const char *path)
{
    return gz_arena_copy(arena, gz_str_z(path)).ptr;
}

// The folder of the running program.
static bool program_dir(char *out, size_t size_bytes)
{
    const ssize_t length = readlink("/proc/self/exe", out, size_bytes - 1);
    if (length <= 0) {
        return false;
    }
    out[length] = '\0';
    char *slash = strrchr(out, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    return true;
}

const char *gz_data_dir_find(struct gz_arena *arena)
{
    const char *const beside[] = {"share/gazetted", "../share/gazetted"};
    const char *chosen = getenv("GAZETTED_DATA_DIR");
    char program[PATH_MAX];
    char path[PATH_MAX + 32];

    if (chosen != NULL && chosen[0] != '\0') {
        return keep(arena, chosen);
    }
    if (program_dir(program, sizeof(program))) {
        for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
            snprintf(path, sizeof(path), "%s/%s", program, beside[i]);
            if (exists(path)) {
                return keep(arena, path);
            }
        }
    }
    return exists(GZ_DATA_DIR) ? keep(arena, GZ_DATA_DIR) : NULL;
}

static enum gz_status no_memory(struct gz_error *err)
{
    gz_error_set(err, GZ_NO_MEMORY, "no memory for the paths of packs");
    return GZ_NO_MEMORY;
}

// A name in the data folder: an image first, it loads faster.
static enum gz_status find_named(const char *key, const char *dir,
                                 const char *name, struct gz_arena *arena,
                                 const char **out, struct gz_error *err)
{
    const struct {
        const char *folder;
        const char *suffix;
    } forms[] = {{"", ".gzt"}, {"packs/", ".gzt"}, {"packs/", ""}};
    char path[PATH_MAX];

    if (dir == NULL) {
        return gz_error_set(err, GZ_INVALID,
                            "%sno folder with packs was found for \"%s\" (set "
                            "$GAZETTED_DATA_DIR, or give a path)",
                            key, name);
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        const int length = snprintf(path, sizeof(path), "%s/%s%s%s", dir,
                                    forms[i].folder, name, forms[i].suffix);
        if (length > 0 && (size_t)length < sizeof(path) && exists(path)) {
            *out = keep(arena, path);
            return *out == NULL ? no_memory(err) : GZ_OK;
        }
    }
    return gz_error_set(err, GZ_INVALID,
                        "%sthere is no pack \"%s\" in %s (a path has a slash, "
                        "as in ./%s)",
                        key, name, dir, name);
}

static enum gz_status find_path(const char *key, const char *path,
                                const char **out, struct gz_error *err)
{
    if (!exists(path)) {
        return gz_error_errno(err, errno, "%scannot find %s", key, path);
    }
    *out = path;
    return GZ_OK;
}

// key: what messages begin with.
static enum gz_status find(const char *key, const char *entry,
                           struct gz_arena *arena, const char **out,
                           struct gz_error *err)
{
    return strchr(entry, '/') != NULL ? find_path(key, entry, out, err)
                                      : find_named(key, gz_data_dir_find(arena),
                                                   entry, arena, out, err);
}

enum gz_status gz_data_dir_pack(const char *entry, struct gz_arena *arena,
                                const char **out, struct gz_error *err)
{
    return find("", entry, arena, out, err);
}

enum gz_status gz_data_dir_packs(const struct gz_config_list *packs,
                                 struct gz_arena *arena,
                                 const char *const **out, struct gz_error *err)
{
    const char **paths = GZ_ARENA_ARRAY(arena, const char *, packs->count + 1);
    if (paths == NULL) {
        return no_memory(err);
    }
    enum gz_status first = GZ_OK;
    for (size_t i = 0; i < packs->count; i++) {
        const enum gz_status st =
            find("rules.packs: ", packs->items[i], arena, &paths[i], err);
        first = first == GZ_OK ? st : first;
    }
    *out = paths;
    return first;
}
