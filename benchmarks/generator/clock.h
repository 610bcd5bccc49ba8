// Monotonic time in nanoseconds.
#pragma once
#include <stdint.h>
#include <time.h>

#define NANOSECONDS 1000000000ull

static inline uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * NANOSECONDS + (uint64_t)t.tv_nsec;
}
