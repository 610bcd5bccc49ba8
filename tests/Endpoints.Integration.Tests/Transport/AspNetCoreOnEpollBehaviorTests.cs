namespace Endpoints.Integration.Tests.Transport;

public sealed class AspNetCoreOnEpollBehaviorTests() : TransportBehaviorTests(TransportKind.Epoll, isBeforeHttp: false);
