#include "histogram.h"

enum { EXACT = 64, EXACT_BITS = 6 };

void histogram_add(struct histogram *histogram, uint64_t nanoseconds, uint64_t count)
{
    uint64_t bucket = nanoseconds;
    if (nanoseconds >= EXACT)
    {
        int power = 63 - __builtin_clzll(nanoseconds);
        bucket = (uint64_t)(power - EXACT_BITS + 1) * EXACT + ((nanoseconds >> (power - EXACT_BITS)) & (EXACT - 1));
    }

    histogram->counts[bucket] += count;
    histogram->total += count;
    histogram->largest = nanoseconds > histogram->largest ? nanoseconds : histogram->largest;
}

static double middle_of(uint64_t bucket)
{
    if (bucket < EXACT)
    {
        return (double)bucket;
    }

    uint64_t shift = bucket / EXACT - 1;
    return ((double)(EXACT + bucket % EXACT) + 0.5) * (double)(1ull << shift);
}

double histogram_quantile(const struct histogram *histogram, double quantile)
{
    uint64_t seen = 0;
    for (uint64_t bucket = 0; bucket < HISTOGRAM_BUCKETS; bucket++)
    {
        seen += histogram->counts[bucket];
        if (seen > 0 && (double)seen >= quantile * (double)histogram->total)
        {
            return middle_of(bucket) / 1e3;
        }
    }

    return 0;
}
