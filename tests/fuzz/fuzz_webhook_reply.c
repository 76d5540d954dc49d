// Any bytes as what a receiver answers: each attempt ends once, with an
// outcome that means something.

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/notify/webhook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct peer {
    ev_io on_connect;
    int fd;
    const uint8_t *data;
    size_t size;
    int ends;
    struct gz_outcome outcome;
};

// The request is not read: the reply does not depend on it.
static void on_connect(struct ev_loop *loop, ev_io *io, int events)
{
    const struct peer *p = io->data;
    const int fd = accept(p->fd, NULL, NULL);
    (void)loop;
    (void)events;

    if (fd >= 0) {
        char request[4096];
        (void)!read(fd, request, sizeof(request));
        (void)!send(fd, p->data, p->size, MSG_NOSIGNAL);
        (void)shutdown(fd, SHUT_RDWR);
        (void)close(fd);
    }
}

static void on_done(void *ctx, const struct gz_outcome *outcome)
{
    struct peer *p = ctx;

    p->ends++;
    p->outcome = *outcome;
}

static in_port_t listen_somewhere(int *fd)
{
    struct sockaddr_in in = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t len = sizeof(in);

    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (*fd < 0 || bind(*fd, (struct sockaddr *)&in, sizeof(in)) != 0 ||
        listen(*fd, 8) != 0 ||
        getsockname(*fd, (struct sockaddr *)&in, &len) != 0) {
        return 0;
    }
    return ntohs(in.sin_port);
}

static void post(struct peer *p, in_port_t port)
{
    struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
    struct gz_address_range allow;
    char url[64];
    snprintf(url, sizeof(url), "http://127.0.0.1:%u/", (unsigned)port);
    assert(gz_address_range_parse(GZ_STR_LIT("127.0.0.1"), &allow) == NULL);
    const struct gz_webhook_options options = {
        .loop = loop,
        .clock = &gz_clock_system,
        .url = url,
        .allow = &allow,
        .allow_count = 1,
        .http = true,
        .timeout_ms = 1000,
    };
    struct gz_webhook *w = NULL;

    ev_io_init(&p->on_connect, on_connect, p->fd, EV_READ);
    p->on_connect.data = p;
    ev_io_start(loop, &p->on_connect);
    ev_unref(loop);  // the loop ends with the attempt
    if (gz_webhook_new(&options, &w, NULL) == GZ_OK &&
        gz_webhook_post(w, GZ_STR_LIT("id"), GZ_STR_LIT("{}"), on_done, p) ==
            GZ_OK) {
        while (p->ends == 0) {
            ev_run(loop, EVRUN_ONCE);
        }
        assert(p->ends == 1);
        assert(p->outcome.code != NULL);
        assert(p->outcome.kind != GZ_OUTCOME_DELIVERED ||
               p->outcome.status / 100 == 2);
        assert(p->outcome.retry_after_ms >= -1);
    }
    gz_webhook_free(w);
    ev_ref(loop);
    ev_io_stop(loop, &p->on_connect);
    ev_loop_destroy(loop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct peer p = {.data = data, .size = size};
    const in_port_t port = listen_somewhere(&p.fd);

    if (port > 0) {
        post(&p, port);
    }
    if (p.fd >= 0) {
        (void)close(p.fd);
    }
    return 0;
}
