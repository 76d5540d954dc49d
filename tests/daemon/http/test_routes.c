#include "daemon/http/routes.h"

#include "tests/support/check.h"

static void handle(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    (void)reply;
}

static const struct gz_route pages[] = {
    {"GET", "/", GZ_SCOPE_NONE, 0, handle},
    {"GET", "/v1/things", GZ_SCOPE_READ, 0, handle},
};

static const struct gz_route things[] = {
    {"GET", "/v1/things/{id}", GZ_SCOPE_READ, 0, handle},
    {"PUT", "/v1/things/{id}", GZ_SCOPE_CHANGE, 100, handle},
    {"GET", "/v1/things/{id}/parts", GZ_SCOPE_READ, 0, handle},
    {"POST", "/v1/things", GZ_SCOPE_CHANGE, 100, handle},
};

static const struct row {
    const char *method;
    const char *target;
    const char *path;   // of the route, NULL: none
    const char *param;  // NULL: none
    const char *allow;  // "" where the path is not known
} rows[] = {
    {"GET", "/", "/", NULL, "GET, HEAD"},
    {"HEAD", "/", "/", NULL, "GET, HEAD"},
    {"POST", "/", NULL, NULL, "GET, HEAD"},
    {"GET", "/v1", NULL, NULL, ""},
    {"GET", "/v1/things", "/v1/things", NULL, "GET, HEAD, POST"},
    {"POST", "/v1/things", "/v1/things", NULL, "GET, HEAD, POST"},
    {"DELETE", "/v1/things", NULL, NULL, "GET, HEAD, POST"},
    {"GET", "/v1/things/", NULL, NULL, ""},
    {"GET", "/v1/things/a%2Fb", "/v1/things/{id}", "a/b", "GET, HEAD, PUT"},
    {"PUT", "/v1/things/a", "/v1/things/{id}", "a", "GET, HEAD, PUT"},
    {"get", "/v1/things/a", NULL, NULL, "GET, HEAD, PUT"},
    {"GET", "/v1/things/a/parts", "/v1/things/{id}/parts", "a", "GET, HEAD"},
    {"GET", "/v1/things//parts", NULL, NULL, ""},
    {"GET", "/v1/things/a/parts/b", NULL, NULL, ""},
};

int main(void)
{
    int mine = 0;
    int yours = 0;
    const struct gz_route_set sets[] = {{pages, 2, &mine}, {things, 4, &yours}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *row = &rows[i];
        struct gz_target target;
        struct gz_route_match m;

        CHECK_OK(gz_target_parse(gz_str_z(row->target), &target, NULL));
        gz_routes_find(sets, 2, row->method, &target, &m);
        CHECK_Z(m.route == NULL ? NULL : m.route->path, row->path);
        CHECK_STR(m.param, row->param == NULL ? "" : row->param);
        CHECK_Z(m.allow, row->allow);
        CHECK_EQ(m.known, row->allow[0] != '\0');
        if (m.route != NULL) {
            const bool first = m.route < pages + 2 && m.route >= pages;
            CHECK(m.ctx == (first ? &mine : &yours));
        }
        gz_target_fini(&target);
    }
    return 0;
}
