#include "ring.h"

#include "fault.h"

#include <errno.h>
#include <linux/time_types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BUFFER_GROUP = 0 };

// One thread submits and reaps, and the kernel does its part of the work when that thread enters it.
static const unsigned flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE;

static int setup(unsigned entries, struct io_uring_params *parameters)
{
    return (int)syscall(SYS_io_uring_setup, entries, parameters);
}

bool ring_is_available(void)
{
    struct io_uring_params parameters = {.flags = flags, .cq_entries = 16};
    int fd = setup(8, &parameters);
    if (fd < 0)
    {
        return false;
    }

    close(fd);
    return true;
}

static void *map(int fd, size_t length, off_t offset)
{
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
    if (memory == MAP_FAILED)
    {
        machine_fault("mmap of an io_uring");
    }

    return memory;
}

static void add_buffer(struct ring *ring, unsigned id, unsigned short tail)
{
    struct io_uring_buf *buffer = &ring->buffers->bufs[tail & (ring->buffer_count - 1)];
    buffer->addr = (uint64_t)(uintptr_t)ring_buffer(ring, id);
    buffer->len = ring->buffer_size;
    buffer->bid = (unsigned short)id;
}

static void open_buffers(struct ring *ring)
{
    void *entries = NULL;
    size_t length = ring->buffer_count * sizeof(struct io_uring_buf);
    if (posix_memalign(&entries, 4096, length) != 0
        || posix_memalign((void **)&ring->memory, 4096, (size_t)ring->buffer_count * ring->buffer_size) != 0)
    {
        errno = ENOMEM;
        machine_fault("memory for io_uring's buffers");
    }

    memset(entries, 0, length);
    ring->buffers = entries;
    struct io_uring_buf_reg registration = {
        .ring_addr = (uint64_t)(uintptr_t)entries, .ring_entries = ring->buffer_count, .bgid = BUFFER_GROUP};
    if (syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_PBUF_RING, &registration, 1) != 0)
    {
        machine_fault("io_uring_register of a buffer ring");
    }

    for (unsigned id = 0; id < ring->buffer_count; id++)
    {
        add_buffer(ring, id, (unsigned short)id);
    }

    __atomic_store_n(&ring->buffers->tail, (unsigned short)ring->buffer_count, __ATOMIC_RELEASE);
}

void ring_open(struct ring *ring, unsigned entries, unsigned completions, unsigned buffers, unsigned buffer_size)
{
    struct io_uring_params parameters = {.flags = flags, .cq_entries = completions};
    ring->fd = setup(entries, &parameters);
    if (ring->fd < 0)
    {
        machine_fault("io_uring_setup");
    }

    uint8_t *submissions = map(ring->fd, parameters.sq_off.array + parameters.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
    uint8_t *completed = map(ring->fd, parameters.cq_off.cqes + parameters.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
    ring->entries = map(ring->fd, parameters.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    ring->submission_head = (unsigned *)(submissions + parameters.sq_off.head);
    ring->submission_tail = (unsigned *)(submissions + parameters.sq_off.tail);
    ring->submission_mask = *(unsigned *)(submissions + parameters.sq_off.ring_mask);
    ring->submission_entries = parameters.sq_entries;
    ring->completion_head = (unsigned *)(completed + parameters.cq_off.head);
    ring->completion_tail = (unsigned *)(completed + parameters.cq_off.tail);
    ring->completion_mask = *(unsigned *)(completed + parameters.cq_off.ring_mask);
    ring->completions = (struct io_uring_cqe *)(completed + parameters.cq_off.cqes);
    // Entry n is always described by slot n.
    unsigned *array = (unsigned *)(submissions + parameters.sq_off.array);
    for (unsigned i = 0; i < parameters.sq_entries; i++)
    {
        array[i] = i;
    }

    ring->buffer_count = buffers;
    ring->buffer_size = buffer_size;
    open_buffers(ring);
}

static long enter(struct ring *ring, unsigned least, unsigned enter_flags, void *argument, size_t length)
{
    long submitted = syscall(SYS_io_uring_enter, ring->fd, ring->pending, least, enter_flags, argument, length);
    if (submitted < 0 && errno != EINTR && errno != ETIME && errno != EBUSY && errno != EAGAIN)
    {
        machine_fault("io_uring_enter");
    }

    // With a time-out the kernel reports that instead of what it took, so the ring itself is asked.
    ring->pending = *ring->submission_tail - __atomic_load_n(ring->submission_head, __ATOMIC_ACQUIRE);
    return submitted;
}

struct io_uring_sqe *ring_entry(struct ring *ring)
{
    while (ring->pending == ring->submission_entries)
    {
        enter(ring, 0, 0, NULL, 0);
    }

    unsigned tail = *ring->submission_tail;
    struct io_uring_sqe *entry = &ring->entries[tail & ring->submission_mask];
    memset(entry, 0, sizeof *entry);
    __atomic_store_n(ring->submission_tail, tail + 1, __ATOMIC_RELEASE);
    ring->pending++;
    return entry;
}

void ring_enter(struct ring *ring, uint64_t wait)
{
    struct __kernel_timespec timeout = {.tv_sec = (int64_t)(wait / 1000000000), .tv_nsec = (long long)(wait % 1000000000)};
    struct io_uring_getevents_arg argument = {.ts = (uint64_t)(uintptr_t)&timeout};
    enter(ring, 1, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument);
}

uint8_t *ring_buffer(const struct ring *ring, unsigned id)
{
    return ring->memory + (size_t)id * ring->buffer_size;
}

void ring_return_buffer(struct ring *ring, unsigned id)
{
    unsigned short tail = ring->buffers->tail;
    add_buffer(ring, id, tail);
    __atomic_store_n(&ring->buffers->tail, (unsigned short)(tail + 1), __ATOMIC_RELEASE);
}
