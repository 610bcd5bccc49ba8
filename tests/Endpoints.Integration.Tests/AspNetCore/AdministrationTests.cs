using System.Net;
using System.Text;
using System.Text.Json;
using Endpoints.Hosting;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>The interface of operators over real HTTP.</summary>
public sealed class AdministrationTests : IAsyncLifetime, IDisposable
{
    private readonly LogCollector _log = new(LogLevel.Information);
    private readonly HttpClient _client = new();
    private AspNetCoreDoor _door = null!;

    public async Task InitializeAsync()
    {
        _door = await StartAsync(app => app.MapWebSocketAdministration("/admin/websockets", "operators"));
        _client.BaseAddress = new Uri(_door.Address, "/admin/websockets/");
        _client.DefaultRequestHeaders.Add(HeaderAuthentication.Header, "operator");
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_asked_for()
    {
        await using var door = await StartAsync(_ => { });
        using var client = new HttpClient { BaseAddress = door.Address };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/admin/websockets/sessions")).StatusCode);
    }

    [Fact]
    public async Task It_does_not_start_without_a_policy_that_is_known()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(app => app.MapWebSocketAdministration("/admin", " ")));
        await Assert.ThrowsAsync<ArgumentNullException>(() => StartAsync(app => app.MapWebSocketAdministration("/admin", (AuthorizationPolicy)null!)));
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app => app.MapWebSocketAdministration("/admin", "Operators?")));
        Assert.Contains("'Operators?'", unknown.Message, StringComparison.Ordinal);
        var noPolicies = Assert.Throws<InvalidOperationException>(() =>
        {
            var bare = WebApplication.CreateSlimBuilder();
            WebSocketEndpointServices.Add(bare.Services, Generated.Endpoints_Integration_Tests.EndpointTable.Instance);
            bare.Build().MapWebSocketAdministration("/admin", "operators");
        });
        Assert.Contains("AddAuthorization()", noPolicies.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_cannot_be_opened_to_everybody()
    {
        HttpStatusCode? answer = null;

        // The routes are built when the host starts, or when the first request comes: that is ASP.NET Core's business.
        var refusal = await Record.ExceptionAsync(async () =>
        {
            await using var door = await StartAsync(app => app.MapGroup("/open").AllowAnonymous().MapWebSocketAdministration("/admin", "operators"));
            using var client = new HttpClient { BaseAddress = door.Address };
            answer = (await client.GetAsync("/open/admin/sessions")).StatusCode;
        });

        Assert.True(
            answer == HttpStatusCode.InternalServerError || (refusal is InvalidOperationException && refusal.Message.Contains("AllowAnonymous()", StringComparison.Ordinal)),
            $"{answer} {refusal}");
    }

    [Theory]
    [InlineData("GET", "endpoints")]
    [InlineData("GET", "sessions")]
    [InlineData("GET", "sessions/x")]
    [InlineData("POST", "sessions/x/close")]
    [InlineData("DELETE", "sessions/x")]
    public async Task Strangers_get_401_and_others_403(string method, string path)
    {
        using var client = new HttpClient { BaseAddress = _client.BaseAddress };
        using var stranger = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(stranger)).StatusCode);
        using var guest = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { HeaderAuthentication.Header, "guest" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(guest)).StatusCode);
    }

    [Fact]
    public async Task Endpoints_are_listed_with_their_settings()
    {
        await using var peer = await OpenAsync("/echo");

        var endpoints = (await GetAsync("endpoints")).GetProperty("endpoints").EnumerateArray();

        var echo = endpoints.Single(endpoint => endpoint.GetProperty("pattern").GetString() == "/echo");
        Assert.Equal(typeof(EchoEndpoint).FullName, echo.GetProperty("class").GetString());
        Assert.Equal(1, echo.GetProperty("sessions").GetInt32());
        Assert.Equal(100_000, echo.GetProperty("settings").GetProperty("maxFrameSize").GetInt32());
    }

    [Fact]
    public async Task Sessions_are_paged_at_the_limit_and_one_past_it()
    {
        var peers = new List<RawPeer>();
        for (var i = 0; i < 5; i++)
        {
            peers.Add(await OpenAsync("/present/a"));
        }

        Assert.Equal((5, null), Count(await GetAsync("sessions?limit=5")));
        var first = await GetAsync("sessions?limit=4");
        var (count, next) = Count(first);
        Assert.Equal(4, count);
        var second = await GetAsync($"sessions?limit=4&after={next}");
        Assert.Equal((1, null), Count(second));
        Assert.Equal(5, Ids(first).Concat(Ids(second)).Distinct().Count());

        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Sessions_are_found_by_endpoint_group_user_and_address()
    {
        await using var one = await OpenAsync("/present/a");
        await using var two = await OpenAsync("/present/b", $"{HeaderAuthentication.Header}: ada");

        Assert.Equal(2, Count(await GetAsync($"sessions?endpoint={typeof(PresentEndpoint).FullName}")).Count);
        Assert.Equal(2, Count(await GetAsync("sessions?endpoint=%2Fpresent%2F%7Broom%7D&address=127.0.0.1")).Count);
        Assert.Equal(0, Count(await GetAsync("sessions?endpoint=/echo")).Count);
        Assert.Equal("/present/a", Single(await GetAsync("sessions?group=a")));
        Assert.Equal("/present/b", Single(await GetAsync("sessions?user=ada&address=::ffff:127.0.0.1")));
        Assert.Equal(0, Count(await GetAsync("sessions?address=127.0.0.2")).Count);

        static string? Single(JsonElement page) => Assert.Single(page.GetProperty("sessions").EnumerateArray()).GetProperty("path").GetString();
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=many")]
    [InlineData("address=here")]
    public async Task A_query_that_cannot_be_read_is_a_problem(string query)
    {
        var response = await _client.GetAsync($"sessions?{query}");

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, $"'{query[..query.IndexOf('=', StringComparison.Ordinal)]}'");
    }

    [Fact]
    public async Task A_session_is_shown_with_what_is_known_of_it_and_without_its_query()
    {
        await using var peer = await OpenAsync("/present/a?token=secret", $"{HeaderAuthentication.Header}: ada");
        var id = await TellAsync(peer, "glad");

        var response = await _client.GetAsync($"sessions/{id}");
        var text = await response.Content.ReadAsStringAsync();
        var session = JsonDocument.Parse(text).RootElement;

        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal("ada", session.GetProperty("user").GetString());
        Assert.Equal("Open", session.GetProperty("state").GetString());
        Assert.Equal("aspnetcore", session.GetProperty("door").GetString());
        Assert.StartsWith("127.0.0.1:", session.GetProperty("remoteAddress").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, session.GetProperty("bufferedAmount").GetInt32());
        Assert.Equal("a", session.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal("glad", session.GetProperty("groups")[0].GetProperty("presence").GetProperty("Text").GetString());
    }

    [Fact]
    public async Task Since_when_a_session_is_open_does_not_change_with_what_is_heard()
    {
        var time = new TestClock();
        await using var door = await StartAsync(
            app => app.MapWebSocketAdministration("/admin", "operators"), addServices: services => services.AddSingleton<TimeProvider>(time));
        using var client = new HttpClient { BaseAddress = door.Address, DefaultRequestHeaders = { { HeaderAuthentication.Header, "operator" } } };
        time.Advance(TimeSpan.FromSeconds(1));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/present/a");
        var id = await TellAsync(peer, "glad");

        time.Advance(TimeSpan.FromSeconds(5));
        await TellAsync(peer, "still here");

        var listed = JsonDocument.Parse(await client.GetStringAsync("/admin/sessions")).RootElement.GetProperty("sessions")[0];
        var found = JsonDocument.Parse(await client.GetStringAsync($"/admin/sessions/{id}")).RootElement;
        Assert.All([listed, found], session =>
        {
            Assert.Equal(time.Start.AddSeconds(1), session.GetProperty("since").GetDateTimeOffset());
            Assert.Equal(time.Start.AddSeconds(6), session.GetProperty("lastReceived").GetDateTimeOffset());
        });
    }

    [Fact]
    public async Task A_session_is_closed_with_a_code_and_a_reason_and_the_log_says_by_whom()
    {
        await using var peer = await OpenAsync("/present/a");
        var id = await TellAsync(peer, "glad");

        Assert.Equal(HttpStatusCode.Accepted, (await CloseAsync(id, """{"code":4001,"reason":"maintenance"}""")).StatusCode);

        Assert.Equal(4001, await peer.ReadCloseAsync());
        Assert.Contains(_log.Entries, entry => entry.Contains($"operator has session {id} closed with 4001 maintenance", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_is_aborted_and_the_log_says_by_whom()
    {
        await using var peer = await OpenAsync("/present/a");
        var id = await TellAsync(peer, "glad");

        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync($"sessions/{id}")).StatusCode);

        Assert.Null(await ReadToEndAsync(peer));
        Assert.Contains(_log.Entries, entry => entry.Contains($"operator has session {id} aborted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "The body is")]
    [InlineData("code=1000", "The body is")]
    [InlineData("null", "The body is")]
    [InlineData("""{"code":1000,"resaon":"x"}""", "The body is")]
    [InlineData("""{"code":1006}""", "1006 may not be sent")]
    [InlineData("""{"code":999}""", "999 may not be sent")]
    [InlineData("long", "at most 123 bytes")]
    public async Task A_session_stays_where_the_status_cannot_be_sent(string body, string detail)
    {
        await using var peer = await OpenAsync("/present/a");
        var id = await TellAsync(peer, "glad");

        var response = await CloseAsync(id, body == "long" ? $$"""{"code":1000,"reason":"{{new string('x', 124)}}"}""" : body);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, detail);
        Assert.Equal(id, await TellAsync(peer, "still here"));
    }

    [Fact]
    public async Task Only_json_of_some_size_closes_a_session()
    {
        using var form = new FormUrlEncodedContent([new("code", "1000")]);
        await AssertProblemAsync(await _client.PostAsync("sessions/x/close", form), HttpStatusCode.UnsupportedMediaType, "application/json");

        var large = await CloseAsync("x", $$"""{"code":1000,"reason":"{{new string('x', 5000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_not_found()
    {
        await AssertProblemAsync(await _client.GetAsync("sessions/none"), HttpStatusCode.NotFound, "It has ended");
        await AssertProblemAsync(await CloseAsync("none", """{"code":1000}"""), HttpStatusCode.NotFound, "It has ended");
        await AssertProblemAsync(await _client.DeleteAsync("sessions/none"), HttpStatusCode.NotFound, "It has ended");
    }

    [Fact]
    public async Task Sessions_of_the_connection_door_are_seen_too()
    {
        await using var door = await StartAsync(
            app => app.MapWebSocketAdministration("/admin", new AuthorizationPolicyBuilder().RequireRole("operator").Build()), onConnections: true);
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        using var client = new HttpClient { BaseAddress = door.Address, DefaultRequestHeaders = { { HeaderAuthentication.Header, "operator" } } };

        var page = JsonDocument.Parse(await client.GetStringAsync("/admin/sessions")).RootElement;

        var session = Assert.Single(page.GetProperty("sessions").EnumerateArray());
        Assert.Equal(("/echo", "kestrel"), (session.GetProperty("path").GetString(), session.GetProperty("door").GetString()));
    }

    private Task<AspNetCoreDoor> StartAsync(
        Action<WebApplication> map, bool onConnections = false, Action<IServiceCollection>? addServices = null) => AspNetCoreDoor.StartAsync(
        addServices: services =>
        {
            addServices?.Invoke(services);
            services.AddSingleton(new Journal());
            services.AddLogging(logging => logging.AddProvider(_log));
            HeaderAuthentication.AddTo(services);
            services.AddAuthorization(options => options.AddPolicy("operators", policy => policy.RequireRole("operator")));
        },
        use: map,
        listen: listen =>
        {
            if (onConnections)
            {
                listen.UseWebSocketEndpoints();
            }
        });

    private async Task<RawPeer> OpenAsync(string path, params string[] headers)
    {
        var peer = new RawPeer(await _door.ConnectAsync());
        await peer.OpenAsync(path, headers);
        return peer;
    }

    private static async Task<string> TellAsync(RawPeer peer, string mood)
    {
        await peer.SendAsync(FrameBuilder.Text(mood));
        return await peer.ReadTextAsync();
    }

    // A reset and an end are the same to a client.
    private static async Task<SentFrame?> ReadToEndAsync(RawPeer peer)
    {
        try
        {
            return await peer.TryReadFrameAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _client.GetStringAsync(path)).RootElement;

    private async Task<HttpResponseMessage> CloseAsync(string id, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await _client.PostAsync($"sessions/{id}/close", content);
    }

    private static (int Count, string? Next) Count(JsonElement page) => (
        page.GetProperty("sessions").GetArrayLength(),
        page.TryGetProperty("next", out var next) ? next.GetString() : null);

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("id").GetString());

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string detail)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
