// Opens the connections, each with one verified echo behind it, and holds them until whoever started it is done with reading the
// server's memory, that is until standard input ends. Answers pings, as every client does.
#define _GNU_SOURCE
#include "clock.h"
#include "connection.h"
#include "fault.h"
#include "loads.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, HEADER = 2, MASKED_HEADER = 6, LARGEST_CONTROL = 125 };

static void watch(int epoll, int fd)
{
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = fd};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest) != 0)
    {
        machine_fault("epoll");
    }
}

// Takes what has come at once: a ping, smaller than any segment. Anything else on a session that sends nothing is a fault of the server.
static void answer_ping(int fd)
{
    uint8_t ping[HEADER + LARGEST_CONTROL];
    ssize_t length = recv(fd, ping, sizeof ping, MSG_DONTWAIT);
    if (length < HEADER || ping[0] != 0x89 || length != HEADER + ping[1])
    {
        server_fault("An idle session received %zd bytes that are no ping.", length);
    }

    // Masked with zeros.
    uint8_t pong[MASKED_HEADER + LARGEST_CONTROL] = {0x8A, (uint8_t)(0x80 | ping[1])};
    memcpy(pong + MASKED_HEADER, ping + HEADER, ping[1]);
    (void)!send(fd, pong, MASKED_HEADER + (size_t)ping[1], MSG_NOSIGNAL | MSG_DONTWAIT);
}

void load_idle(const struct options *options)
{
    struct frames frames = build_frames(options, 1);
    uint64_t start = now_ns();
    struct connection *connections = open_connections(options);
    verify_first_echo(connections, options, &frames);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, STDIN_FILENO);
    for (size_t i = 0; i < options->connections; i++)
    {
        watch(epoll, connections[i].fd);
    }

    printf("ready {\"load\":\"idle\",\"connections\":%zu,\"opened_in\":%.3f}\n", options->connections, (double)(now_ns() - start) / 1e9);
    fflush(stdout);
    for (bool held = true; held;)
    {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++)
        {
            char byte;
            if (events[i].data.fd != STDIN_FILENO)
            {
                answer_ping(events[i].data.fd);
            }
            else if (read(STDIN_FILENO, &byte, 1) <= 0)
            {
                held = false;
            }
        }
    }

    close(epoll);
    close_connections(connections, options);
}
