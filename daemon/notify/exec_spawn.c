#include "daemon/notify/exec_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READ = 0, WRITE = 1 };

struct pipes {
    int in[2];
    int out[2];
};

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

static void close_pipes(struct pipes *p)
{
    for (size_t i = 0; i < 2; i++) {
        close_fd(&p->in[i]);
        close_fd(&p->out[i]);
    }
}

// Only our ends do not block: the program expects pipes as a shell makes them.
static int open_pipes(struct pipes *p)
{
    *p = (struct pipes){{-1, -1}, {-1, -1}};
    if (pipe2(p->in, O_CLOEXEC) != 0 || pipe2(p->out, O_CLOEXEC) != 0 ||
        fcntl(p->in[WRITE], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(p->out[READ], F_SETFL, O_NONBLOCK) != 0) {
        return errno;
    }
    return 0;
}

static void set_attributes(posix_spawnattr_t *attr)
{
    sigset_t none;
    sigset_t all;

    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    (void)posix_spawnattr_setflags(attr, POSIX_SPAWN_SETPGROUP |
                                             POSIX_SPAWN_SETSIGMASK |
                                             POSIX_SPAWN_SETSIGDEF);
    (void)posix_spawnattr_setpgroup(attr, 0);
    (void)posix_spawnattr_setsigmask(attr, &none);
    (void)posix_spawnattr_setsigdefault(attr, &all);
}

static int set_files(posix_spawn_file_actions_t *files, const struct pipes *p)
{
    int failed =
        posix_spawn_file_actions_adddup2(files, p->in[READ], STDIN_FILENO);
    failed = failed != 0 ? failed
                         : posix_spawn_file_actions_adddup2(
                               files, p->out[WRITE], STDOUT_FILENO);
    failed = failed != 0 ? failed
                         : posix_spawn_file_actions_adddup2(
                               files, p->out[WRITE], STDERR_FILENO);
    failed = failed != 0 ? failed
                         : posix_spawn_file_actions_addclosefrom_np(
                               files, STDERR_FILENO + 1);
    return failed != 0 ? failed
                       : posix_spawn_file_actions_addchdir_np(files, "/");
}

static int spawn(const char *const *command, char *const *environment,
                 const struct pipes *p, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;

    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawnattr_init(&attr);
    set_attributes(&attr);
    int failed = set_files(&files, p);
    if (failed == 0) {
        // posix_spawn promises not to change the words.
        failed = posix_spawn(pid, command[0], &files, &attr,
                             (char *const *)(uintptr_t)command, environment);
    }
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&attr);
    return failed;
}

// Nobody else waits for it, so its number is not another's meanwhile.
static int watch(pid_t pid, int *pidfd)
{
    *pidfd = pidfd_open(pid, 0);
    if (*pidfd >= 0) {
        return 0;
    }
    const int saved = errno;
    (void)kill(-pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
    return saved;
}

enum gz_status gz_exec_spawn(const char *const *command,
                             char *const *environment,
                             struct gz_exec_child *out, int *saved_errno)
{
    struct pipes p;

    *out = (struct gz_exec_child){-1, -1, -1, -1};
    int failed = open_pipes(&p);
    if (failed == 0) {
        failed = spawn(command, environment, &p, &out->pid);
    }
    if (failed == 0) {
        failed = watch(out->pid, &out->pidfd);
    }
    if (failed == 0) {
        out->input_fd = p.in[WRITE];
        out->output_fd = p.out[READ];
        p.in[WRITE] = p.out[READ] = -1;
    }
    close_pipes(&p);
    *saved_errno = failed;
    return failed == 0 ? GZ_OK : GZ_IO;
}
