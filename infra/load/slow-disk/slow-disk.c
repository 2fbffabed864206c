/* Loaded before the C library (LD_PRELOAD): every forcing of files to the disk first waits as many milliseconds as the
   file SLOW_DISK_FILE says at that moment. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_as_told(void) {
  const char *name = getenv("SLOW_DISK_FILE");
  FILE *file = name ? fopen(name, "re") : NULL;
  long millis = 0;
  if (!file) return;
  if (fscanf(file, "%ld", &millis) != 1) millis = 0;
  fclose(file);
  if (millis > 0) usleep((useconds_t) millis * 1000);
}

int fsync(int file) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
  wait_as_told();
  return next(file);
}

int fdatasync(int file) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
  wait_as_told();
  return next(file);
}

int msync(void *address, size_t length, int flags) {
  int (*next)(void *, size_t, int) = dlsym(RTLD_NEXT, "msync");
  wait_as_told();
  return next(address, length, flags);
}
