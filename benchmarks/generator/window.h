// The time that is measured, after the warm-up, and what the machine did in it.
#pragma once
#include "histogram.h"
#include "options.h"

enum window_state { WINDOW_WARMUP, WINDOW_MEASURING, WINDOW_OVER };

struct cpu_reading
{
    double busy, total, steal;  // of one core, in ticks
};

struct window
{
    const struct options *options;
    enum window_state state;
    uint64_t begins, ends;             // nanoseconds of the monotonic clock
    uint64_t began, ended;
    double server_seconds, own_seconds;  // CPU time, first as read at the beginning, then of the window
    struct cpu_reading server_core, generator_core;

    uint64_t messages;
    struct histogram latency;
};

void window_start(struct window *window, const struct options *options);

// Moves on when it is time; returns the state that holds now.
enum window_state window_advance(struct window *window, uint64_t now);

static inline void window_count(struct window *window, uint64_t messages, uint64_t latency)
{
    if (window->state == WINDOW_MEASURING)
    {
        window->messages += messages;
        histogram_add(&window->latency, latency, messages);
    }
}

// One line of JSON on standard output.
void window_report(const struct window *window, const char *engine);
