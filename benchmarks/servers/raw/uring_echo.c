// Raw TCP echo on io_uring: one multishot accept, a multishot receive for each connection into shared buffers, each buffer sent back
// as it is, everything submitted in one system call a turn. Usage: uring_echo PORT
#define _GNU_SOURCE
#include "../../generator/ring.h"
#include "listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFERS = 256, BUFFER_SIZE = 32768, FOREVER = 3600 };
enum { KIND_ACCEPT, KIND_RECEIVE, KIND_SEND };

static struct ring ring;

static uint64_t label(int fd, unsigned buffer, unsigned kind)
{
    return (uint64_t)(unsigned)fd << 32 | (uint64_t)buffer << 8 | kind;
}

static void arm_accept(int listener)
{
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_ACCEPT;
    entry->fd = listener;
    entry->ioprio = IORING_ACCEPT_MULTISHOT;
    entry->user_data = label(listener, 0, KIND_ACCEPT);
}

static void arm_receive(int fd)
{
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_RECV;
    entry->fd = fd;
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
    entry->user_data = label(fd, 0, KIND_RECEIVE);
}

static void echo(int fd, unsigned buffer, int length)
{
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_SEND;
    entry->fd = fd;
    entry->addr = (uint64_t)(uintptr_t)ring_buffer(&ring, buffer);
    entry->len = (unsigned)length;
    entry->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
    entry->user_data = label(fd, buffer, KIND_SEND);
}

static void accepted(int listener, int result, unsigned flags)
{
    int one = 1;
    if (result >= 0)
    {
        setsockopt(result, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        arm_receive(result);
    }

    if ((flags & IORING_CQE_F_MORE) == 0)
    {
        arm_accept(listener);
    }
}

static void received(int fd, int result, unsigned flags)
{
    if (result <= 0 && result != -ENOBUFS)
    {
        close(fd);
        return;
    }

    if (result > 0)
    {
        echo(fd, flags >> IORING_CQE_BUFFER_SHIFT, result);
    }

    if ((flags & IORING_CQE_F_MORE) == 0)
    {
        arm_receive(fd);
    }
}

static void complete(const struct io_uring_cqe *completion)
{
    int fd = (int)(completion->user_data >> 32);
    switch (completion->user_data & 0xff)
    {
        case KIND_ACCEPT: accepted(fd, completion->res, completion->flags); break;
        case KIND_RECEIVE: received(fd, completion->res, completion->flags); break;
        default: ring_return_buffer(&ring, (unsigned)(completion->user_data >> 8) & 0xffffff); break;
    }
}

int main(int count, char **arguments)
{
    if (count != 2)
    {
        fprintf(stderr, "usage: uring_echo PORT\n");
        return 2;
    }

    if (!ring_is_available())
    {
        fprintf(stderr, "This kernel has no io_uring, or refuses it here.\n");
        return 2;
    }

    ring_open(&ring, 4096, 32768, BUFFERS, BUFFER_SIZE);
    arm_accept(listen_on((uint16_t)atoi(arguments[1]), 0));
    for (;;)
    {
        ring_enter(&ring, FOREVER * 1000000000ull);
        unsigned head = *ring.completion_head, tail = __atomic_load_n(ring.completion_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++)
        {
            complete(&ring.completions[head & ring.completion_mask]);
        }

        __atomic_store_n(ring.completion_head, head, __ATOMIC_RELEASE);
    }
}
