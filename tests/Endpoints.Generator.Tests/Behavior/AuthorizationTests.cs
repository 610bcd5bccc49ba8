using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Generated;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted checks before handlers with [Authorize], run.</summary>
public sealed class AuthorizationTests
{
    private const string Source =
        """
        using Microsoft.AspNetCore.Authorization;
        namespace App;

        public sealed class Bystander : IWebSocketFilter
        {
            public static int Inner;
            public ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) { Inner++; return next.RunAsync(); }
        }

        public class Base { [Authorize(Roles = "reader")] public virtual string Binary(ReadOnlySpan<byte> payload) => "base"; }

        [Authorize("member")]
        [WebSocketEndpoint("/")] public sealed class E : Base
        {
            [Authorize("writer", Roles = "a,b"), Authorize] [UseFilter<Bystander>]
            [OnText] public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

            [OnBinary] public override string Binary(ReadOnlySpan<byte> payload) => "binary";

            [AllowAnonymous, Authorize] [OnOpen] public string Open() => "open";
        }
        """;

    [Fact]
    public void The_descriptor_says_what_handlers_demand()
    {
        var policies = EmittedEndpoint.Create(Source).Descriptor.Policies.OrderBy(p => p.Handler, StringComparer.Ordinal).ToArray();

        Assert.Equal(["App.E.Binary", "App.E.Text"], policies.Select(p => p.Handler));
        Assert.Equal("reader", Assert.IsType<AuthorizeAttribute>(Assert.Single(policies[0].Attributes)).Roles);
        Assert.Equal(["writer", null], policies[1].Attributes.Cast<AuthorizeAttribute>().Select(a => a.Policy));
        Assert.Equal(["a,b", null], policies[1].Attributes.Cast<AuthorizeAttribute>().Select(a => a.Roles));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_runs_only_where_the_authorizer_says_so(bool isLate)
    {
        var endpoint = EmittedEndpoint.Create(Source);
        var authorizer = new Authorizer { IsLate = isLate };
        endpoint.Handshake.Provider = new ServiceCollection()
            .AddSingleton<Endpoints.Generated.EndpointSingletons>()
            .AddSingleton<ISessionAuthorizer>(authorizer)
            .BuildServiceProvider();
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        await dispatcher.OpenAsync(session);
        await dispatcher.TextAsync(session, IncomingMessages.Of("yes"u8));
        authorizer.Forbidden = "App.E.Text";
        var error = await Assert.ThrowsAsync<WebSocketUnauthorizedException>(
            () => dispatcher.TextAsync(session, IncomingMessages.Of("no"u8)).AsTask());
        await dispatcher.BinaryAsync(session, IncomingMessages.Of([]));

        Assert.Equal("App.E.Text", error.Handler);
        Assert.Equal(["text:open", "text:yes", "text:binary"], session.Sent);
        Assert.Equal(["App.E.Text", "App.E.Text", "App.E.Binary"], authorizer.Asked);
        Assert.Equal(1, endpoint.Static("App.Bystander", "Inner"));
    }

    [Fact]
    public void Without_an_authorizer_there_is_no_session() =>
        Assert.Throws<InvalidOperationException>(() => EmittedEndpoint.Create(Source).Activate());

    private sealed class Authorizer : ISessionAuthorizer
    {
        public string? Forbidden { get; set; }

        public bool IsLate { get; init; }

        public List<string> Asked { get; } = [];

        public async ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy)
        {
            Asked.Add(policy.Handler);
            if (IsLate)
            {
                await Task.Yield();
            }

            return policy.Handler != Forbidden;
        }
    }
}
