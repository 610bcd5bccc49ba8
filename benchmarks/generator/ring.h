// As much of io_uring as the generator needs, by raw system calls: one submission and one completion ring, one ring of buffers.
#pragma once
#include <linux/io_uring.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring
{
    int fd;
    unsigned *submission_head, *submission_tail, submission_mask, submission_entries;
    unsigned pending;                    // entries that the kernel was not told of
    struct io_uring_sqe *entries;
    unsigned *completion_head, *completion_tail, completion_mask;
    struct io_uring_cqe *completions;
    struct io_uring_buf_ring *buffers;
    uint8_t *memory;
    unsigned buffer_count, buffer_size;  // the count is a power of two
};

// Can this kernel, and may this process, do what ring_open asks for?
bool ring_is_available(void);

// Ends the process when it cannot.
void ring_open(struct ring *ring, unsigned entries, unsigned completions, unsigned buffers, unsigned buffer_size);

// The next free submission entry, cleared; submits when there is none.
struct io_uring_sqe *ring_entry(struct ring *ring);

// Submits and waits for a completion, for at most that many nanoseconds.
void ring_enter(struct ring *ring, uint64_t wait);

uint8_t *ring_buffer(const struct ring *ring, unsigned id);
void ring_return_buffer(struct ring *ring, unsigned id);
