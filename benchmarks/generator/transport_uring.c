#include "fault.h"
#include "ring.h"
#include "transport.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { KIND_RECEIVE = 0, KIND_SEND = 1, BUFFER_SIZE = 4096, MAX_BUFFERS = 4096, MIN_BUFFERS = 256 };

static struct ring ring;
static struct connection *all;
static const struct frames *frames;
static messages_arrived arrived;

static uint64_t label(const struct connection *connection, unsigned kind)
{
    return (uint64_t)(connection - all) << 1 | kind;
}

// One entry for all that will ever come: the kernel picks a buffer for each piece.
static void arm_receive(const struct connection *connection)
{
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_RECV;
    entry->fd = connection->fd;
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
    entry->user_data = label(connection, KIND_RECEIVE);
}

static void continue_send(const struct connection *connection)
{
    struct io_uring_sqe *entry = ring_entry(&ring);
    entry->opcode = IORING_OP_SEND;
    entry->fd = connection->fd;
    entry->addr = (uint64_t)(uintptr_t)connection->output;
    entry->len = (unsigned)connection->output_left;
    entry->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
    entry->user_data = label(connection, KIND_SEND);
}

static void uring_send(struct connection *connection, const uint8_t *data, size_t length)
{
    connection->output = data;
    connection->output_left = length;
    continue_send(connection);
}

static void sent(struct connection *connection, int result)
{
    if (result < 0)
    {
        server_fault("send: %s", strerror(-result));
    }

    connection->output += result;
    connection->output_left -= (size_t)result;
    if (connection->output_left > 0)
    {
        continue_send(connection);
    }
}

static void received(struct connection *connection, int result, unsigned completion_flags)
{
    if (result <= 0 && result != -ENOBUFS)
    {
        server_fault("The server closed a connection: %s", result == 0 ? "end of stream" : strerror(-result));
    }

    size_t messages = 0;
    if ((completion_flags & IORING_CQE_F_BUFFER) != 0)
    {
        unsigned id = completion_flags >> IORING_CQE_BUFFER_SHIFT;
        messages = reader_take(&connection->reader, frames, ring_buffer(&ring, id), (size_t)result);
        ring_return_buffer(&ring, id);
    }

    if ((completion_flags & IORING_CQE_F_MORE) == 0)
    {
        arm_receive(connection);
    }

    if (messages > 0)
    {
        arrived(connection, messages);
    }
}

static bool uring_turn(uint64_t wait)
{
    ring_enter(&ring, wait);
    unsigned head = *ring.completion_head;
    unsigned tail = __atomic_load_n(ring.completion_tail, __ATOMIC_ACQUIRE);
    bool any = head != tail;
    for (; head != tail; head++)
    {
        const struct io_uring_cqe *completion = &ring.completions[head & ring.completion_mask];
        struct connection *connection = &all[completion->user_data >> 1];
        if ((completion->user_data & 1) == KIND_SEND)
        {
            sent(connection, completion->res);
        }
        else
        {
            received(connection, completion->res, completion->flags);
        }
    }

    __atomic_store_n(ring.completion_head, head, __ATOMIC_RELEASE);
    return any;
}

struct transport *start_uring(struct connection *connections, size_t count, const struct frames *all_frames, messages_arrived callback)
{
    static struct transport transport = {.name = "io_uring", .send = uring_send, .turn = uring_turn};
    all = connections;
    frames = all_frames;
    arrived = callback;
    unsigned buffers = MIN_BUFFERS;
    while (buffers < count && buffers < MAX_BUFFERS)
    {
        buffers *= 2;
    }

    ring_open(&ring, 4096, 32768, buffers, BUFFER_SIZE);
    for (size_t i = 0; i < count; i++)
    {
        arm_receive(&connections[i]);
    }

    return &transport;
}
