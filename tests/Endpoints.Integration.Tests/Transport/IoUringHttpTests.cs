namespace Endpoints.Integration.Tests.Transport;

public sealed class IoUringHttpTests() : HttpTransportTests(TransportKind.IoUring);
