using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Endpoints.Integration.Tests.Doors;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>HTTP by Kestrel, whatever carries it. Each transport derives from it and adds nothing but itself.</summary>
public abstract class HttpTransportTests(TransportKind kind)
{
    private const int Large = 64 * 1024 * 1024;

    /// <summary>Only for tests that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Plain_text_and_many_requests_on_one_connection()
    {
        await using var site = await HttpSite.StartAsync(kind);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = site.Address };

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal("Hello, World!", await client.GetStringAsync("/"));
        }

        Assert.Empty(site.Errors);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var site = await HttpSite.StartAsync(kind);
        await using var stream = await site.ConnectAsync();
        var requests = string.Concat(Enumerable.Range(1, 200).Select(i => $"GET /bytes/{i} HTTP/1.1\r\nHost: x\r\n\r\n"));

        await stream.WriteAsync(Encoding.ASCII.GetBytes(requests + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answers = await reader.ReadToEndAsync().WaitAsync(Patience);
        var lengths = answers.Split("Content-Length: ")[1..].Select(text => int.Parse(text.Split('\r')[0]));
        Assert.Equal([.. Enumerable.Range(1, 200)], lengths);
        Assert.EndsWith("Hello, World!\r\n0\r\n\r\n", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_body_arrives_whole_in_either_direction()
    {
        await using var site = await HttpSite.StartAsync(kind);
        using var client = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        var body = RandomNumberGenerator.GetBytes(Large);

        using var uploaded = await client.PostAsync("/hash", new ByteArrayContent(body));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), await uploaded.Content.ReadAsStringAsync());

        var downloaded = await client.GetByteArrayAsync($"/bytes/{Large}");
        Assert.Equal(Large, downloaded.Length);
        Assert.Equal(-1, FindDifference(downloaded));
        Assert.Empty(site.Errors);
    }

    [Fact]
    public async Task A_chunked_body_comes_back_while_it_is_sent()
    {
        await using var site = await HttpSite.StartAsync(kind);
        using var client = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        var body = RandomNumberGenerator.GetBytes(3_000_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StreamContent(new MemoryStream(body)) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_slow_reader_holds_the_application_back_and_misses_nothing()
    {
        await using var site = await HttpSite.StartAsync(kind);
        await using var stream = await site.ConnectAsync();
        const int Size = 16 * 1024 * 1024;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /bytes/{Size} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

        var received = new MemoryStream();
        var buffer = new byte[17_777];
        int read;
        while ((read = await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience)) > 0)
        {
            received.Write(buffer, 0, read);
            await Task.Yield();
        }

        var all = received.ToArray();
        var head = all.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Assert.Equal(Size, all.Length - head);
        Assert.Equal(-1, FindDifference(all[head..]));
    }

    [Fact]
    public async Task An_aborted_upload_reaches_the_application()
    {
        await using var site = await HttpSite.StartAsync(kind);
        var stream = await site.ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nsome"));

        stream.Socket.LingerState = new LingerOption(true, 0);
        await stream.DisposeAsync();

        await site.Aborted.Task.WaitAsync(Patience);
        await AssertServesAsync(site);
    }

    [Fact]
    public async Task An_upload_that_ends_early_reaches_the_application()
    {
        await using var site = await HttpSite.StartAsync(kind);
        await using var stream = await site.ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nsome"));

        stream.Socket.Shutdown(SocketShutdown.Send);

        await site.Aborted.Task.WaitAsync(Patience);
        await AssertServesAsync(site);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_aborted_download_cancels_the_request(bool resets)
    {
        await using var site = await HttpSite.StartAsync(kind);
        var stream = await site.ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /bytes/{1L << 40} HTTP/1.1\r\nHost: x\r\n\r\n"));
        await stream.ReadExactlyAsync(new byte[100_000]).AsTask().WaitAsync(Patience);

        if (resets)
        {
            stream.Socket.LingerState = new LingerOption(true, 0);
        }

        await stream.DisposeAsync();

        await site.Aborted.Task.WaitAsync(Patience);
        await AssertServesAsync(site);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_a_request_that_writes_nothing()
    {
        await using var site = await HttpSite.StartAsync(kind);
        var stream = await site.ConnectAsync();
        await stream.WriteAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        await site.Waiting.Task.WaitAsync(Patience);

        await stream.DisposeAsync();

        await site.Aborted.Task.WaitAsync(Patience);
        site.Go.SetResult();
        await AssertServesAsync(site);
    }

    [Fact]
    public async Task A_bad_request_is_answered_and_the_connection_ended_without_a_reset()
    {
        await using var site = await HttpSite.StartAsync(kind);
        await using var stream = await site.ConnectAsync();

        await stream.WriteAsync("NOT HTTP\r\n\r\nand more of it, which nobody reads"u8.ToArray());

        using var reader = new StreamReader(stream, Encoding.Latin1);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync().WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_connections_are_served_at_the_same_time()
    {
        await using var site = await HttpSite.StartAsync(kind);
        var streams = new List<NetworkStream>();
        for (var i = 0; i < 1000; i++)
        {
            streams.Add(await site.ConnectAsync());
        }

        foreach (var stream in streams)
        {
            await stream.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        }

        foreach (var stream in streams)
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.Contains("Hello, World!", await reader.ReadToEndAsync().WaitAsync(Patience), StringComparison.Ordinal);
        }

        Assert.Empty(site.Errors);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, true)]
    [InlineData(HttpProtocols.Http2, true)]
    [InlineData(HttpProtocols.Http2, false)]
    public async Task Tls_and_http2_work_as_they_do_without(HttpProtocols protocols, bool isSecure)
    {
        await using var site = await HttpSite.StartAsync(kind, protocols, isSecure);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = TestCertificate.Trust;
        using var client = new HttpClient(handler)
        {
            BaseAddress = site.Address,
            Timeout = Patience,
            DefaultRequestVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var body = RandomNumberGenerator.GetBytes(5_000_000);

        var texts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.GetStringAsync("/")));
        using var uploaded = await client.PostAsync("/hash", new ByteArrayContent(body));
        var downloaded = await client.GetByteArrayAsync("/bytes/5000000");

        Assert.All(texts, text => Assert.Equal("Hello, World!", text));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), await uploaded.Content.ReadAsStringAsync());
        Assert.Equal(-1, FindDifference(downloaded));
        Assert.Empty(site.Errors);
    }

    [Fact]
    public async Task A_unix_socket_is_served_and_its_path_is_free_again_afterwards()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        for (var i = 0; i < 2; i++)
        {
            await using var site = await HttpSite.StartAsync(kind, path: path);
            using var client = new HttpClient(new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            });

            Assert.Equal("Hello, World!", await client.GetStringAsync("http://localhost/"));
            Assert.Equal(-1, FindDifference(await client.GetByteArrayAsync("http://localhost/bytes/3000000")));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_request_that_runs_when_the_server_stops_is_answered()
    {
        await using var site = await HttpSite.StartAsync(kind);
        using var client = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        var answer = client.GetStringAsync("/wait");
        await site.Waiting.Task.WaitAsync(Patience);

        var stopped = site.StopAsync();
        site.Go.SetResult();

        Assert.Equal("gone on", await answer);
        await stopped.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<SocketException>(() => site.ConnectAsync());
        Assert.Empty(site.Errors);
    }

    [Fact]
    public async Task An_address_that_is_in_use_stops_the_start()
    {
        await using var first = await HttpSite.StartAsync(kind);

        var error = await Assert.ThrowsAsync<IOException>(() => HttpSite.StartAsync(kind, port: first.Address.Port));

        Assert.Contains("address already in use", error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertServesAsync(HttpSite site)
    {
        using var client = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        Assert.Equal("Hello, World!", await client.GetStringAsync("/"));
    }

    private static long FindDifference(byte[] downloaded)
    {
        for (var i = 0; i < downloaded.Length; i++)
        {
            if (downloaded[i] != HttpSite.ByteAt(i))
            {
                return i;
            }
        }

        return -1;
    }
}
