#include "daemon/notify/exec.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/notify/exec_spawn.h"

enum {
    EXCERPT_BYTES = 160,
    CHUNK_BYTES = 4096,
    CHUNKS_A_TURN = 16,  // a program that prints much must not hold the loop
    VARIABLES = 4,
    VARIABLE_BYTES = 256,
};

struct run {
    struct gz_exec *owner;
    struct run *next;
    struct run *previous;
    struct gz_exec_child child;
    struct gz_str rest;  // of the body
    gz_exec_done *done;
    void *ctx;
    ev_io on_input;
    ev_io on_output;
    ev_io on_end;
    ev_timer on_late;
    bool late;
    char excerpt[EXCERPT_BYTES + 1];
    size_t excerpt_bytes;
};

struct gz_exec {
    struct gz_exec_options options;
    struct run *runs;
};

static void stop_fd(struct gz_exec *e, ev_io *io, int *fd)
{
    if (*fd >= 0) {
        ev_io_stop(e->options.loop, io);
        (void)close(*fd);
        *fd = -1;
    }
}

static void run_free(struct run *r)
{
    struct gz_exec *e = r->owner;
    struct run **from = r->previous == NULL ? &e->runs : &r->previous->next;

    *from = r->next;
    if (r->next != NULL) {
        r->next->previous = r->previous;
    }
    stop_fd(e, &r->on_input, &r->child.input_fd);
    stop_fd(e, &r->on_output, &r->child.output_fd);
    stop_fd(e, &r->on_end, &r->child.pidfd);
    ev_timer_stop(e->options.loop, &r->on_late);
    free(r);
}

static void on_input(struct ev_loop *loop, ev_io *io, int events)
{
    struct run *r = io->data;
    (void)loop;
    (void)events;

    const ssize_t wrote =
        write(r->child.input_fd, r->rest.ptr, r->rest.len_bytes);
    if (wrote > 0) {
        r->rest.ptr += wrote;
        r->rest.len_bytes -= (size_t)wrote;
    }
    // A program that does not read all of it may still end well.
    const bool over = wrote < 0 && errno != EAGAIN && errno != EINTR;
    if (over || r->rest.len_bytes == 0) {
        stop_fd(r->owner, &r->on_input, &r->child.input_fd);
    }
}

static void keep_excerpt(struct run *r, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len && r->excerpt_bytes < EXCERPT_BYTES; i++) {
        const char c = bytes[i];
        r->excerpt[r->excerpt_bytes++] = (char)(c >= ' ' && c <= '~' ? c : ' ');
    }
}

static void drain(struct run *r)
{
    char bytes[CHUNK_BYTES];
    ssize_t got = 1;

    for (size_t i = 0; got > 0 && i < CHUNKS_A_TURN; i++) {
        got = read(r->child.output_fd, bytes, sizeof(bytes));
        keep_excerpt(r, bytes, got > 0 ? (size_t)got : 0);
    }
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        stop_fd(r->owner, &r->on_output, &r->child.output_fd);
    }
}

static void on_output(struct ev_loop *loop, ev_io *io, int events)
{
    (void)loop;
    (void)events;
    drain(io->data);
}

static void judge(const struct run *r, const siginfo_t *info,
                  struct gz_outcome *out)
{
    const int status = info->si_status;
    const char *joint = r->excerpt_bytes > 0 ? ": " : "";

    if (r->late) {
        gz_outcome_set(out, GZ_OUTCOME_AGAIN, "timeout",
                       "it was not done in time and was killed%s%s", joint,
                       r->excerpt);
    } else if (info->si_code != CLD_EXITED) {
        gz_outcome_set(out, GZ_OUTCOME_AGAIN, "signal",
                       "it was ended by signal %d%s%s", status, joint,
                       r->excerpt);
    } else if (status == 0) {
        gz_outcome_set(out, GZ_OUTCOME_DELIVERED, "", "it ended with status 0");
    } else {
        const bool never = status == 65 || status == 67 || status == 68;
        gz_outcome_set(out, never ? GZ_OUTCOME_REFUSED : GZ_OUTCOME_AGAIN,
                       "exit", "it ended with status %d%s%s", status, joint,
                       r->excerpt);
        out->status = (uint32_t)status;
    }
}

static void on_end(struct ev_loop *loop, ev_io *io, int events)
{
    struct run *r = io->data;
    struct gz_outcome outcome;
    siginfo_t info = {0};
    (void)loop;
    (void)events;

    if (waitid(P_PID, (id_t)r->child.pid, &info, WEXITED | WNOHANG) != 0 ||
        info.si_pid == 0) {
        return;
    }
    if (r->child.output_fd >= 0) {
        drain(r);
    }
    judge(r, &info, &outcome);
    gz_exec_done *done = r->done;
    void *ctx = r->ctx;
    run_free(r);
    done(ctx, &outcome);
}

static void on_late(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct run *r = timer->data;
    (void)loop;
    (void)events;

    r->late = true;  // its end comes by the pidfd
    (void)kill(-r->child.pid, SIGKILL);
}

static void watch(struct run *r)
{
    struct gz_exec *e = r->owner;
    struct ev_loop *loop = e->options.loop;

    ev_io_init(&r->on_input, on_input, r->child.input_fd, EV_WRITE);
    ev_io_init(&r->on_output, on_output, r->child.output_fd, EV_READ);
    ev_io_init(&r->on_end, on_end, r->child.pidfd, EV_READ);
    ev_now_update(loop);
    ev_timer_init(&r->on_late, on_late, (double)e->options.timeout_ms / 1e3,
                  0.);
    r->on_input.data = r->on_output.data = r->on_end.data = r;
    r->on_late.data = r;
    ev_io_start(loop, &r->on_input);
    ev_io_start(loop, &r->on_output);
    ev_io_start(loop, &r->on_end);
    ev_timer_start(loop, &r->on_late);
    r->next = e->runs;
    if (r->next != NULL) {
        r->next->previous = r;
    }
    e->runs = r;
}

static enum gz_status spawn(struct run *r, struct gz_str id,
                            struct gz_outcome *why)
{
    const struct gz_exec_options *o = &r->owner->options;
    char variables[VARIABLES][VARIABLE_BYTES] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG=C.UTF-8",
    };
    char *environment[VARIABLES + 1] = {variables[0], variables[1],
                                        variables[2], variables[3], NULL};
    int saved_errno = 0;

    snprintf(variables[2], VARIABLE_BYTES, "GAZETTED_RECEIVER=%s", o->receiver);
    snprintf(variables[3], VARIABLE_BYTES, "GAZETTED_ALERT_ID=" GZ_STR_FMT,
             GZ_STR_ARG(id));
    const enum gz_status st =
        gz_exec_spawn(o->command, environment, &r->child, &saved_errno);
    if (st != GZ_OK) {
        gz_outcome_set(why, GZ_OUTCOME_AGAIN, "start", "cannot start %s: %s",
                       o->command[0], strerrordesc_np(saved_errno));
    }
    return st;
}

enum gz_status gz_exec_run(struct gz_exec *e, struct gz_str id,
                           struct gz_str body, gz_exec_done *done, void *ctx,
                           struct gz_outcome *why)
{
    struct run *r = calloc(1, sizeof(*r));

    if (r == NULL) {
        gz_outcome_set(why, GZ_OUTCOME_AGAIN, "start", "out of memory");
        return GZ_NO_MEMORY;
    }
    r->owner = e;
    r->rest = body;
    r->done = done;
    r->ctx = ctx;
    const enum gz_status st = spawn(r, id, why);
    if (st != GZ_OK) {
        free(r);
        return st;
    }
    watch(r);
    return GZ_OK;
}

enum gz_status gz_exec_new(const struct gz_exec_options *options,
                           struct gz_exec **out, struct gz_error *err)
{
    struct gz_exec *e = calloc(1, sizeof(*e));

    *out = e;
    if (e == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    e->options = *options;
    return GZ_OK;
}

void gz_exec_free(struct gz_exec *e)
{
    if (e == NULL) {
        return;
    }
    struct run *next = NULL;
    for (struct run *r = e->runs; r != NULL; r = next) {
        next = r->next;
        (void)kill(-r->child.pid, SIGKILL);
        (void)waitpid(r->child.pid, NULL, 0);
        run_free(r);
    }
    free(e);
}
