#include "daemon/http/routes.h"

#include <stdio.h>
#include <string.h>

static bool match_path(const char *path, const struct gz_target *target,
                       struct gz_str *param)
{
    struct gz_str rest = gz_str_z(path + 1);
    uint32_t i = 0;

    *param = (struct gz_str){NULL, 0};
    if (rest.len_bytes == 0) {
        return target->segment_count == 0;
    }
    for (; rest.ptr != NULL; i++) {
        const struct gz_str part = gz_str_cut(&rest, '/');
        if (i >= target->segment_count) {
            return false;
        }
        const struct gz_str segment = target->segments[i];
        if (part.len_bytes > 0 && part.ptr[0] == '{') {
            *param = segment;
            if (segment.len_bytes == 0) {
                return false;
            }
        } else if (!gz_str_eq(part, segment)) {
            return false;
        }
    }
    return i == target->segment_count;
}

static bool has_method(const struct gz_route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

static void allow(struct gz_route_match *m, const char *method)
{
    const size_t used = strlen(m->allow);

    snprintf(m->allow + used, sizeof(m->allow) - used, "%s%s%s",
             used == 0 ? "" : ", ", method,
             strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

void gz_routes_find(const struct gz_route_set *sets, size_t count,
                    const char *method, const struct gz_target *target,
                    struct gz_route_match *out)
{
    *out = (struct gz_route_match){0};
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < sets[k].count; i++) {
            const struct gz_route *route = &sets[k].routes[i];
            struct gz_str param;
            if (!match_path(route->path, target, &param)) {
                continue;
            }
            out->known = true;
            allow(out, route->method);
            if (out->route == NULL && has_method(route, method)) {
                out->route = route;
                out->ctx = sets[k].ctx;
                out->param = param;
            }
        }
    }
}
