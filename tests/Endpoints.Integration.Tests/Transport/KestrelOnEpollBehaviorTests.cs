namespace Endpoints.Integration.Tests.Transport;

public sealed class KestrelOnEpollBehaviorTests() : TransportBehaviorTests(TransportKind.Epoll, isBeforeHttp: true);
