namespace Endpoints.Integration.Tests.Transport;

public sealed class SocketsHttpTests() : HttpTransportTests(TransportKind.Sockets);
