// C11's threads by POSIX's, as glibc makes them too. ThreadSanitizer knows the latter alone, and librdkafka uses the former: its
// threads would be unknown to the sanitizer, which then crashes, and its locks would order nothing.
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

_Static_assert(sizeof(mtx_t) >= sizeof(pthread_mutex_t), "a lock fits");
_Static_assert(sizeof(cnd_t) >= sizeof(pthread_cond_t), "a condition fits");
_Static_assert(sizeof(once_flag) >= sizeof(pthread_once_t), "a flag fits");

static int ResultOf(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ENOMEM:
      return thrd_nomem;
    case ETIMEDOUT:
      return thrd_timedout;
    default:
      return thrd_error;
  }
}

struct Start {
  thrd_start_t run;
  void* with;
};

static void* Run(void* start) {
  const struct Start begin = *(struct Start*)start;
  free(start);
  return (void*)(intptr_t)begin.run(begin.with);
}

int thrd_create(thrd_t* thread, thrd_start_t run, void* with) {
  struct Start* start = malloc(sizeof *start);
  if (start == NULL) return thrd_nomem;
  start->run = run;
  start->with = with;
  const int error = pthread_create((pthread_t*)thread, NULL, Run, start);
  if (error != 0) free(start);
  return ResultOf(error);
}

int thrd_join(thrd_t thread, int* result) {
  void* value = NULL;
  const int error = pthread_join((pthread_t)thread, &value);
  if (result != NULL) *result = (int)(intptr_t)value;
  return ResultOf(error);
}

int mtx_init(mtx_t* lock, int type) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  if (type & mtx_recursive) pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  const int error = pthread_mutex_init((pthread_mutex_t*)lock, &kind);
  pthread_mutexattr_destroy(&kind);
  return ResultOf(error);
}

int mtx_lock(mtx_t* lock) { return ResultOf(pthread_mutex_lock((pthread_mutex_t*)lock)); }
int mtx_unlock(mtx_t* lock) { return ResultOf(pthread_mutex_unlock((pthread_mutex_t*)lock)); }
void mtx_destroy(mtx_t* lock) { pthread_mutex_destroy((pthread_mutex_t*)lock); }

int cnd_init(cnd_t* condition) { return ResultOf(pthread_cond_init((pthread_cond_t*)condition, NULL)); }
int cnd_signal(cnd_t* condition) { return ResultOf(pthread_cond_signal((pthread_cond_t*)condition)); }
int cnd_broadcast(cnd_t* condition) { return ResultOf(pthread_cond_broadcast((pthread_cond_t*)condition)); }
void cnd_destroy(cnd_t* condition) { pthread_cond_destroy((pthread_cond_t*)condition); }

int cnd_wait(cnd_t* condition, mtx_t* lock) {
  return ResultOf(pthread_cond_wait((pthread_cond_t*)condition, (pthread_mutex_t*)lock));
}

int cnd_timedwait(cnd_t* condition, mtx_t* lock, const struct timespec* until) {
  return ResultOf(pthread_cond_timedwait((pthread_cond_t*)condition, (pthread_mutex_t*)lock, until));
}

void call_once(once_flag* flag, void (*run)(void)) { pthread_once((pthread_once_t*)flag, run); }

// librdkafka is compiled without the sanitizer. Its atomic counters order nothing for it, so what librdkafka itself copies and
// frees is not looked at; its locks and threads above are, and so is all of our code that it calls.
const char* __tsan_default_suppressions(void);
// Where one of its threads hands an object to another one by an atomic, the sanitizer sees that the first one initialized the
// object's lock and the other one takes it, and nothing in between: locks of C11 are librdkafka's alone.
const char* __tsan_default_suppressions(void) { return "called_from_lib:librdkafka.so\nrace:^mtx_lock$\n"; }
