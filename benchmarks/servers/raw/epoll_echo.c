// Raw TCP echo on epoll: what the machine can do when nothing is parsed. One thread, one receive and one send for each event.
// Usage: epoll_echo PORT
#define _GNU_SOURCE
#include "listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 1024, BUFFER = 1 << 19 };

static void watch(int epoll, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void accept_all(int epoll, int listener)
{
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0)
    {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(epoll, fd);
    }
}

// A full socket is waited for: that stops all connections, which the closed loop of a load of echoes allows.
static void echo(int fd)
{
    static char buffer[BUFFER];
    ssize_t received = recv(fd, buffer, sizeof buffer, 0);
    if (received <= 0)
    {
        if (received == 0 || errno != EAGAIN)
        {
            close(fd);
        }

        return;
    }

    for (ssize_t sent = 0; sent < received;)
    {
        ssize_t part = send(fd, buffer + sent, (size_t)(received - sent), MSG_NOSIGNAL);
        if (part >= 0)
        {
            sent += part;
        }
        else if (errno == EAGAIN)
        {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            poll(&wait, 1, 1000);
        }
        else
        {
            close(fd);
            return;
        }
    }
}

int main(int count, char **arguments)
{
    if (count != 2)
    {
        fprintf(stderr, "usage: epoll_echo PORT\n");
        return 2;
    }

    int listener = listen_on((uint16_t)atoi(arguments[1]), SOCK_NONBLOCK), epoll = epoll_create1(0);
    watch(epoll, listener);
    for (;;)
    {
        static struct epoll_event events[EVENTS];
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++)
        {
            if (events[i].data.fd == listener)
            {
                accept_all(epoll, listener);
            }
            else
            {
                echo(events[i].data.fd);
            }
        }
    }
}
