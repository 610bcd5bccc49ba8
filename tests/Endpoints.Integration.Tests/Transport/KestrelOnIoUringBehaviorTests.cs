namespace Endpoints.Integration.Tests.Transport;

public sealed class KestrelOnIoUringBehaviorTests() : TransportBehaviorTests(TransportKind.IoUring, isBeforeHttp: true);
