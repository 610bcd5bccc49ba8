using System.Net;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Kestrel over TCP, HTTP/2: each session is one stream of one connection (RFC 8441).</summary>
public sealed class Http2Fixture : DoorFixture
{
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });

    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices, protocols: HttpProtocols.Http2);

    internal override async Task<OpenedSession> OpenAsync(ITestDoor host, string path, params string[] offers)
    {
        using var request = Connect(host, path);
        foreach (var offer in offers)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Extensions", offer);
        }

        var response = await ExchangeAsync(request);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new CaseFailedException($"{path} answered {response.StatusCode}.");
        }

        var stream = await response.Content.ReadAsStreamAsync();
        var extensions = response.Headers.TryGetValues("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : null;
        return new OpenedSession(stream, new RawPeer(stream), extensions) { Owner = response };
    }

    internal override void Reset(OpenedSession session) => session.Owner!.Dispose();

    /// <summary>The extended CONNECT of RFC 8441 section 4.</summary>
    internal static HttpRequestMessage Connect(ITestDoor host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Connect, new Uri(((AspNetCoreDoor)host).Address, path))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Protocol = "websocket";
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        return request;
    }

    internal static async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Client.SendAsync(request, deadline.Token);
    }
}
