namespace Endpoints.Integration.Tests.Transport;

public sealed class AspNetCoreOnIoUringBehaviorTests() : TransportBehaviorTests(TransportKind.IoUring, isBeforeHttp: false);
