#include "rules/match/regex_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// A piece of what the child writes, before its bytes.
struct piece {
    uint32_t regex;  // or DATA
    uint32_t len;
};

#define DATA UINT32_MAX

enum { CHUNK = 64 * 1024 };

static void put(const struct gz_regex_answer *a, const void *bytes, size_t len)
{
    const char *p = bytes;
    while (len > 0) {
        const ssize_t n = write(a->fd, p, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            _exit(1);
        }
        p += n;
        len -= (size_t)n;
    }
}

static void put_piece(const struct gz_regex_answer *a, uint32_t regex,
                      const void *bytes, size_t len)
{
    const struct piece piece = {regex, (uint32_t)len};
    put(a, &piece, sizeof(piece));
    put(a, bytes, len);
}

void gz_regex_answer_fault(struct gz_regex_answer *a, uint32_t regex,
                           const char *text)
{
    put_piece(a, regex, text, strlen(text) + 1);
}

void gz_regex_answer_data(struct gz_regex_answer *a, const void *bytes,
                          size_t len)
{
    put_piece(a, DATA, bytes, len);
}

#ifndef GZ_SANITIZED  // sanitizers take terabytes of addresses
// The first number of statm is all that the process has mapped, in pages.
static void limit_memory(void)
{
    char text[64] = "";
    FILE *in = fopen("/proc/self/statm", "r");
    if (in == NULL) {
        return;
    }
    const bool read = fgets(text, sizeof(text), in) != NULL;
    const rlim_t pages = strtoul(text, NULL, 10);
    fclose(in);
    if (read && pages > 0) {
        const rlim_t bytes =
            pages * (rlim_t)sysconf(_SC_PAGESIZE) + GZ_REGEX_CHILD_BYTES;
        const struct rlimit limit = {bytes, bytes};
        (void)setrlimit(RLIMIT_AS, &limit);
    }
}
#endif

static void limit_child(void)
{
    const struct rlimit seconds = {GZ_REGEX_CHILD_SECONDS,
                                   GZ_REGEX_CHILD_SECONDS};
    const struct rlimit core = {0, 0};
    (void)setrlimit(RLIMIT_CPU, &seconds);
    (void)setrlimit(RLIMIT_CORE, &core);
    (void)signal(SIGXCPU, SIG_DFL);
#ifndef GZ_SANITIZED
    limit_memory();
#endif
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// Read until the child closes its end; GZ_LIMIT when it takes too long.
static enum gz_status read_all(int fd, struct gz_buffer *out)
{
    const int64_t end_ms = now_ms() + 2000 * GZ_REGEX_CHILD_SECONDS;
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        const int64_t left_ms = end_ms - now_ms();
        const int ready = left_ms <= 0 ? 0 : poll(&wait, 1, (int)left_ms);
        if (ready == 0) {
            return GZ_LIMIT;
        }
        uint8_t *room = gz_buffer_reserve(out, CHUNK);
        if (room == NULL) {
            return GZ_NO_MEMORY;
        }
        const ssize_t n = ready < 0 ? -1 : read(fd, room, CHUNK);
        if (n == 0) {
            return GZ_OK;
        }
        if (n < 0 && errno != EINTR) {
            return GZ_UNAVAILABLE;
        }
        out->len += n > 0 ? (size_t)n : 0;
    }
}

static enum gz_status follow(pid_t child, int fd, struct gz_buffer *out)
{
    int how = 0;
    enum gz_status st = read_all(fd, out);
    if (st != GZ_OK) {
        (void)kill(child, SIGKILL);
    }
    while (waitpid(child, &how, 0) < 0 && errno == EINTR) {
    }
    if (st == GZ_OK && !(WIFEXITED(how) && WEXITSTATUS(how) == 0)) {
        st = GZ_LIMIT;
    }
    return st;
}

enum gz_status gz_regex_child_run(gz_regex_child_fn *work, void *context,
                                  struct gz_buffer *out)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return GZ_UNAVAILABLE;
    }
    const pid_t child = fork();
    if (child == 0) {
        struct gz_regex_answer answer = {ends[1]};
        limit_child();
        work(context, &answer);
        _exit(0);
    }
    close(ends[1]);
    const enum gz_status st =
        child < 0 ? GZ_UNAVAILABLE : follow(child, ends[0], out);
    close(ends[0]);
    return st;
}

enum gz_status gz_regex_answer_read(struct gz_str answer,
                                    gz_regex_fault_fn *fault, void *context,
                                    struct gz_str *data)
{
    bool faults = false;
    *data = gz_str_of(NULL, 0);
    while (answer.len_bytes >= sizeof(struct piece)) {
        struct piece piece;
        memcpy(&piece, answer.ptr, sizeof(piece));
        answer.ptr += sizeof(piece);
        answer.len_bytes -= sizeof(piece);
        if (piece.len > answer.len_bytes) {
            return GZ_NO_MEMORY;
        }
        if (piece.regex == DATA) {
            *data = gz_str_of(answer.ptr, piece.len);
        } else {
            faults = true;
            fault(context, piece.regex, answer.ptr);
        }
        answer.ptr += piece.len;
        answer.len_bytes -= piece.len;
    }
    if (faults) {
        return GZ_INVALID;
    }
    return data->ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}
