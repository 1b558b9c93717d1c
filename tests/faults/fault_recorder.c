/* Preloaded into the program under test: records what it writes and syncs below one folder,
   lets chosen calls fail, and makes the clock jump. Each is asked for by an environment variable.

   FAULT_ROOT   the folder; FAULT_TRACE  where the record goes
   FAULT_FAIL   "n:errno:more": the n-th change below the folder fails, and `more` after it
   FAULT_CLOCK  any value: the time of day jumps back and forth by hours and years */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *root;
static size_t root_length;
static int trace = -1;
static long changes, fail_at, fail_error, fail_more;

__attribute__((constructor)) static void begin(void) {
    root = getenv("FAULT_ROOT");
    root_length = root ? strlen(root) : 0;
    const char *file = getenv("FAULT_TRACE");
    if (root && file)
        trace = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *fail = getenv("FAULT_FAIL");
    if (fail) sscanf(fail, "%ld:%ld:%ld", &fail_at, &fail_error, &fail_more);
}

static int ours(const char *path) {
    size_t length = strlen(path);
    if (!root || strncmp(path, root, root_length)) return 0;
    return length < 4 || strcmp(path + length - 4, "-shm");
}

static void path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void whole(const char *name, char *path) {
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); return; }
    char here[PATH_MAX / 2];
    if (!getcwd(here, sizeof here)) here[0] = 0;
    snprintf(path, PATH_MAX, "%s/%.2000s", here, name);
}

static void note(char kind, const char *path, const char *other, uint64_t at, const void *data, uint64_t size) {
    if (trace < 0) return;
    struct __attribute__((packed)) { char kind; uint32_t path, other; uint64_t at, size; } head =
        {kind, (uint32_t)strlen(path), (uint32_t)strlen(other), at, size};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)other, head.other}, {(void *)data, size}};
    syscall(SYS_writev, trace, parts, data ? 4 : 3);
}

static int failing(const char *path) {
    if (!fail_at || !ours(path)) return 0;
    long now = __atomic_add_fetch(&changes, 1, __ATOMIC_SEQ_CST);
    if (now < fail_at || now > fail_at + fail_more) return 0;
    errno = (int)fail_error;
    return 1;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

static int opened(const char *symbol, int folder, const char *name, int flags, mode_t mode, int at) {
    char path[PATH_MAX] = "";
    struct stat known;
    int saved = errno, is_new = 0, ours_it_is = 0;
    if ((flags & (O_CREAT | O_TRUNC)) && (name[0] == '/' || folder == AT_FDCWD)) {
        whole(name, path);
        ours_it_is = ours(path);
        is_new = ours_it_is && stat(path, &known) != 0;
        if (ours_it_is && failing(path)) return -1;
    }
    errno = saved;
    int fd;
    if (at) { REAL(int, symbol, int, const char *, int, ...); fd = real(folder, name, flags, mode); }
    else { REAL(int, symbol, const char *, int, ...); fd = real(name, flags, mode); }
    if (fd >= 0 && ours_it_is && is_new) note('C', path, "", 0, NULL, 0);
    else if (fd >= 0 && ours_it_is && (flags & O_TRUNC)) note('T', path, "", 0, NULL, 0);
    return fd;
}

#define MODE(last) mode_t mode = 0; if (flags & O_CREAT) { va_list more; va_start(more, last); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *name, int flags, ...) { MODE(flags) return opened("open", AT_FDCWD, name, flags, mode, 0); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened("open64", AT_FDCWD, name, flags, mode, 0); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened("openat", folder, name, flags, mode, 1); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened("openat64", folder, name, flags, mode, 1); }

static ssize_t written(int fd, const void *data, size_t size, off_t at, int placed) {
    char path[PATH_MAX];
    path_of(fd, path);
    int ours_it_is = ours(path);
    if (ours_it_is && failing(path)) {
        if (size > 1 && placed) syscall(SYS_pwrite64, fd, data, size / 2, at);
        return -1;
    }
    if (!placed && ours_it_is) at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = placed ? syscall(SYS_pwrite64, fd, data, size, at) : syscall(SYS_write, fd, data, size);
    int saved = errno;
    if (done > 0 && fd == 1) note('A', "", "", 0, data, (uint64_t)done);
    if (done > 0 && ours_it_is) note('W', path, "", (uint64_t)at, data, (uint64_t)done);
    errno = saved;
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return written(fd, data, size, at, 1); }
ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, 0, 0); }
/* Python copies with write() where this is refused, so that the copy is seen. */
ssize_t sendfile(int out, int in, off_t *at, size_t size) { (void)out; (void)in; (void)at; (void)size; errno = ENOTSOCK; return -1; }
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) { (void)out; (void)in; (void)at; (void)size; errno = ENOTSOCK; return -1; }

static int cut(int fd, off_t size) {
    char path[PATH_MAX];
    path_of(fd, path);
    if (failing(path)) return -1;
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (!done && ours(path)) note('T', path, "", (uint64_t)size, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int synced(int fd, long call) {
    char path[PATH_MAX];
    path_of(fd, path);
    if (failing(path)) return -1;
    int done = (int)syscall(call, fd);
    if (!done && ours(path)) note('S', path, "", 0, NULL, 0);
    return done;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
    char a[PATH_MAX], b[PATH_MAX];
    whole(from, a); whole(to, b);
    if (failing(b)) return -1;
    int done = (int)syscall(SYS_rename, from, to);
    if (!done && ours(b)) note('R', a, b, 0, NULL, 0);
    return done;
}
int unlink(const char *name) {
    char path[PATH_MAX];
    whole(name, path);
    if (failing(path)) return -1;
    int done = (int)syscall(SYS_unlink, name);
    if (!done && ours(path)) note('U', path, "", 0, NULL, 0);
    return done;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static const long jumps[] = {0, -3600, 86400, -31536000, 7200, -315360000, 1};
    static unsigned turn;
    int done = (int)syscall(SYS_clock_gettime, clock, now);
    if (!done && clock == CLOCK_REALTIME && getenv("FAULT_CLOCK")) now->tv_sec += jumps[turn++ / 3 % 7];
    return done;
}
