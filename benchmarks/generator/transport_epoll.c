#include "fault.h"
#include "transport.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, PIECE = 65536, WORTH_SKIPPING = 4096 };

static int epoll;
static const struct frames *frames;
static messages_arrived arrived;
static uint8_t piece[PIECE];

static void arm(struct connection *connection, bool output)
{
    struct epoll_event event = {.events = EPOLLIN | (output ? EPOLLOUT : 0), .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &event) != 0)
    {
        machine_fault("epoll_ctl");
    }

    connection->output_armed = output;
}

static void continue_send(struct connection *connection)
{
    ssize_t sent = send(connection->fd, connection->output, connection->output_left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN)
    {
        server_fault("send: %s", strerror(errno));
    }

    if (sent > 0)
    {
        connection->output += sent;
        connection->output_left -= (size_t)sent;
    }

    bool waits = connection->output_left > 0;
    if (waits != connection->output_armed)
    {
        arm(connection, waits);
    }
}

static void epoll_send(struct connection *connection, const uint8_t *data, size_t length)
{
    connection->output = data;
    connection->output_left = length;
    continue_send(connection);
}

// Of large messages only the headers are copied out of the kernel; MSG_TRUNC throws the payload away there.
static void receive_large(struct connection *connection)
{
    for (;;)
    {
        uint64_t skippable = reader_skippable(&connection->reader);
        ssize_t received = skippable > 0
            ? recv(connection->fd, piece, skippable < 1u << 30 ? (size_t)skippable : 1u << 30, MSG_DONTWAIT | MSG_TRUNC)
            : recv(connection->fd, piece, frames->header_length, MSG_DONTWAIT);
        if (received <= 0)
        {
            if (received < 0 && errno == EAGAIN)
            {
                return;
            }

            server_fault("The server closed a connection: %s", received == 0 ? "end of stream" : strerror(errno));
        }

        size_t messages = skippable > 0 ? reader_skip(&connection->reader, frames, (uint64_t)received)
                                        : reader_take(&connection->reader, frames, piece, (size_t)received);
        if (messages > 0)
        {
            arrived(connection, messages);
            return;
        }
    }
}

static void receive_small(struct connection *connection)
{
    ssize_t received = recv(connection->fd, piece, sizeof piece, MSG_DONTWAIT);
    if (received <= 0)
    {
        if (received < 0 && errno == EAGAIN)
        {
            return;
        }

        server_fault("The server closed a connection: %s", received == 0 ? "end of stream" : strerror(errno));
    }

    size_t messages = reader_take(&connection->reader, frames, piece, (size_t)received);
    if (messages > 0)
    {
        arrived(connection, messages);
    }
}

static bool epoll_turn(uint64_t wait)
{
    static struct epoll_event events[EVENTS];
    // The system call itself, because its wrapper in the C library is younger than some systems are.
    struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000), .tv_nsec = (long)(wait % 1000000000)};
    long count = syscall(SYS_epoll_pwait2, epoll, events, EVENTS, &timeout, NULL, (size_t)0);
    if (count < 0 && errno != EINTR)
    {
        machine_fault("epoll_pwait2");
    }

    for (long i = 0; i < count; i++)
    {
        struct connection *connection = events[i].data.ptr;
        if ((events[i].events & EPOLLOUT) != 0)
        {
            continue_send(connection);
        }

        if ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
        {
            (frames->payload_length >= WORTH_SKIPPING ? receive_large : receive_small)(connection);
        }
    }

    return count > 0;
}

struct transport *start_epoll(struct connection *connections, size_t count, const struct frames *all_frames, messages_arrived callback)
{
    static struct transport transport = {.name = "epoll", .send = epoll_send, .turn = epoll_turn};
    frames = all_frames;
    arrived = callback;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    // Timeouts may not be late by the usual 50 us: the load with a fixed rate depends on them.
    prctl(PR_SET_TIMERSLACK, 1000ul);
    for (size_t i = 0; i < count; i++)
    {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].fd, &event) != 0)
        {
            machine_fault("epoll");
        }
    }

    return &transport;
}
