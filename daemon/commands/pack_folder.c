#include "daemon/commands/pack_folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/str.h"

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const char *join(struct gz_arena *arena, const char *folder,
                        const char *name)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = gz_arena_alloc(arena, size);
    if (path != NULL) {
        snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool is_of_pack(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL &&
           (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".tsv") == 0);
}

static enum gz_status keep(const char *folder, struct dirent **entries,
                           int total, struct gz_arena *arena,
                           const char **paths, size_t *count)
{
    for (int i = 0; i < total; i++) {
        const char *path = join(arena, folder, entries[i]->d_name);
        if (path == NULL) {
            return GZ_LIMIT;
        }
        if (is_folder(path)) {
            paths[(*count)++] = path;
        } else if (is_of_pack(entries[i]->d_name)) {
            *count = 0;
            return GZ_OK;
        }
    }
    return GZ_OK;
}

enum gz_status gz_pack_folder_list(const char *path, struct gz_arena *arena,
                                   const char ***out, size_t *count)
{
    struct dirent **entries = NULL;
    const int total = scandir(path, &entries, is_shown, by_name);
    *out = NULL;
    *count = 0;
    if (total <= 0) {
        free(entries);
        return GZ_OK;
    }
    *out = GZ_ARENA_ARRAY(arena, const char *, (size_t)total);
    const enum gz_status st =
        *out == NULL ? GZ_LIMIT
                     : keep(path, entries, total, arena, *out, count);
    for (int i = 0; i < total; i++) {
        free(entries[i]);
    }
    free(entries);
    return st;
}
