// Latencies in buckets of at most 1.6 % width (64 to each power of two nanoseconds).
#pragma once
#include <stdint.h>

enum { HISTOGRAM_BUCKETS = 64 * 60 };

struct histogram
{
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    uint64_t largest;
};

void histogram_add(struct histogram *histogram, uint64_t nanoseconds, uint64_t count);

// In microseconds, the middle of the bucket; 0 when nothing was counted.
double histogram_quantile(const struct histogram *histogram, double quantile);
