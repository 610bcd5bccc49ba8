// Connect, handshake, one echo, closing handshake, over and over: as many at a time as there are connections. The latency is that of a
// whole round, from connect to the server's closing frame.
#include "clock.h"
#include "connection.h"
#include "fault.h"
#include "loads.h"
#include "window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum phase { CONNECTING, HANDSHAKE, ECHO, CLOSING };
enum { RESPONSE = 2048 };

struct slot
{
    int fd;
    enum phase phase;
    uint64_t started;
    struct reader reader;
    size_t have;
    char response[RESPONSE + 1];  // the handshake's answer, then the closing frame
};

static const struct options *options;
static struct frames frames;
static struct window window;
static int epoll;
static size_t opened, open_slots;
static char request[512];
static size_t request_length;

static void send_now(const struct slot *slot, const void *data, size_t length)
{
    // So little always fits into the buffer of a fresh socket.
    if (send(slot->fd, data, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)length)
    {
        server_fault("send to a fresh connection: %s", strerror(errno));
    }
}

static void connected(struct slot *slot)
{
    if (options->raw)
    {
        slot->phase = ECHO;
        send_now(slot, frames.sent, frames.sent_length);
    }
    else
    {
        slot->phase = HANDSHAKE;
        send_now(slot, request, request_length);
    }
}

static void open_slot(struct slot *slot)
{
    *slot = (struct slot){.fd = open_socket(opened++, false), .phase = CONNECTING, .started = now_ns()};
    open_slots++;
    bool at_once = connect_socket(slot->fd, options->port);
    if (!at_once && errno != EINPROGRESS)
    {
        server_fault("connect: %s", strerror(errno));
    }

    struct epoll_event event = {.events = EPOLLIN | (at_once ? 0 : EPOLLOUT), .data.ptr = slot};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, slot->fd, &event) != 0)
    {
        machine_fault("epoll_ctl");
    }

    if (at_once)
    {
        connected(slot);
    }
}

static void finish_connect(struct slot *slot)
{
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(slot->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0)
    {
        server_fault("connect: %s", strerror(error));
    }

    struct epoll_event event = {.events = EPOLLIN, .data.ptr = slot};
    epoll_ctl(epoll, EPOLL_CTL_MOD, slot->fd, &event);
    connected(slot);
}

static void close_slot(struct slot *slot)
{
    close(slot->fd);
    open_slots--;
    window_count(&window, 1, now_ns() - slot->started);
    if (window.state != WINDOW_OVER)
    {
        open_slot(slot);
    }
}

static void handshake_bytes(struct slot *slot)
{
    slot->response[slot->have] = '\0';
    char *end = strstr(slot->response, "\r\n\r\n");
    if (end == NULL)
    {
        if (slot->have == RESPONSE)
        {
            server_fault("The answer to a handshake is longer than %d bytes.", RESPONSE);
        }

        return;
    }

    if ((size_t)(end - slot->response) + 4 != slot->have)
    {
        server_fault("Bytes stand behind the handshake's answer.");
    }

    check_response(slot->response);
    slot->have = 0;
    slot->phase = ECHO;
    send_now(slot, frames.sent, frames.sent_length);
}

static void echo_bytes(struct slot *slot)
{
    size_t messages = reader_take(&slot->reader, &frames, (const uint8_t *)slot->response, slot->have);
    slot->have = 0;
    if (messages == 0)
    {
        return;
    }

    if (options->raw)
    {
        close_slot(slot);
        return;
    }

    slot->phase = CLOSING;
    send_now(slot, close_frame, sizeof close_frame);
}

static void closing_bytes(struct slot *slot)
{
    const uint8_t *frame = (const uint8_t *)slot->response;
    if (slot->have < 2 || slot->have < 2u + frame[1])
    {
        return;
    }

    bool empty = frame[1] == 0;
    if (frame[0] != (0x80 | OPCODE_CLOSE) || (!empty && (frame[1] < 2 || frame[2] != 0x03 || frame[3] != 0xe8)))
    {
        server_fault("The closing frame was answered with 0x%02x, length %u.", frame[0], frame[1]);
    }

    close_slot(slot);
}

static void receive(struct slot *slot)
{
    ssize_t received = recv(slot->fd, slot->response + slot->have, RESPONSE - slot->have, MSG_DONTWAIT);
    if (received <= 0)
    {
        if (received < 0 && errno == EAGAIN)
        {
            return;
        }

        static const char *const names[] = {"connect", "handshake", "echo", "closing handshake"};
        server_fault("The server ended a connection in the %s: %s", names[slot->phase], received == 0 ? "end of stream" : strerror(errno));
    }

    slot->have += (size_t)received;
    switch (slot->phase)
    {
        case CONNECTING: server_fault("Bytes came before they were asked for.");
        case HANDSHAKE: handshake_bytes(slot); break;
        case ECHO: echo_bytes(slot); break;
        case CLOSING: closing_bytes(slot); break;
    }
}

static void turn(uint64_t *last)
{
    static struct epoll_event events[1024];
    int count = epoll_wait(epoll, events, 1024, 1000);
    if (count < 0 && errno != EINTR)
    {
        machine_fault("epoll_wait");
    }

    for (int i = 0; i < count; i++)
    {
        struct slot *slot = events[i].data.ptr;
        (slot->phase == CONNECTING ? finish_connect : receive)(slot);
    }

    uint64_t now = now_ns();
    if (count > 0)
    {
        *last = now;
    }
    else if (now - *last > STALLED_AFTER)
    {
        server_fault("Nothing happened for %llu s.", STALLED_AFTER / NANOSECONDS);
    }
}

void load_churn(const struct options *all_options)
{
    options = all_options;
    frames = build_frames(options, 1);
    if (frames.expected_length > RESPONSE)
    {
        usage_fault("The load 'churn' takes messages of at most %d bytes.", RESPONSE - MAX_HEADER);
    }

    request_length = write_request(request, sizeof request, options);
    struct slot *slots = calloc(options->connections, sizeof *slots);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (slots == NULL || epoll < 0)
    {
        machine_fault("epoll and memory for the connections");
    }

    window_start(&window, options);
    for (size_t i = 0; i < options->connections; i++)
    {
        open_slot(&slots[i]);
    }

    uint64_t last = now_ns();
    while (window_advance(&window, now_ns()) != WINDOW_OVER || open_slots > 0)
    {
        turn(&last);
    }

    window_report(&window, "epoll");
    free(slots);
}
