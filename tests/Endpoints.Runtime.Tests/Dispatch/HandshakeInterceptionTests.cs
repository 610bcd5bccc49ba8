using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Dispatch;

public sealed class HandshakeInterceptionTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public async Task All_are_called_in_order_and_told_in_the_opposite_order()
    {
        var interception = Start(new Interceptor("a", _calls), new Interceptor("b", _calls));

        Assert.True(interception.Decided.IsCompleted);
        Assert.Null(interception.Decide());
        interception.Complete(101);
        await interception.Ended;

        Assert.Equal(["a before", "b before", "b after 101 -", "a after 101 -"], _calls);
    }

    [Fact]
    public async Task After_one_that_refuses_none_is_called_and_it_is_told_as_well()
    {
        var interception = Start(
            new Interceptor("a", _calls), new Interceptor("b", _calls) { Before = context => Refuse(context) }, new Interceptor("c", _calls));

        var refusal = interception.Decide()!.Value;
        interception.Complete(refusal.Status);
        await interception.Ended;

        Assert.Equal((418, "rejected_by_interceptor", "Tea."), (refusal.Status, refusal.Reason, refusal.Text));
        Assert.Equal(["a before", "b before", "b after 418 -", "a after 418 -"], _calls);

        static Task Refuse(WebSocketHandshakeContext context)
        {
            context.Reject(418, "Tea.");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task One_that_throws_refuses_with_500_and_all_are_told_why()
    {
        var interception = Start(
            new Interceptor("a", _calls), new Interceptor("b", _calls) { Before = _ => throw new FormatException() }, new Interceptor("c", _calls));

        var refusal = interception.Decide()!.Value;
        interception.Complete(refusal.Status);
        await interception.Ended;

        Assert.Equal((500, "interceptor_failed"), (refusal.Status, refusal.Reason));
        Assert.Equal(["a before", "b before", "b after 500 FormatException", "a after 500 FormatException"], _calls);
    }

    [Fact]
    public async Task One_that_throws_afterwards_keeps_nobody_from_being_told()
    {
        var interception = Start(new Interceptor("a", _calls), new Interceptor("b", _calls) { ThrowsAfterwards = true });

        Assert.Null(interception.Decide());
        interception.Complete(101);
        await interception.Ended;

        Assert.Equal("a after 101 -", _calls[^1]);
    }

    [Fact]
    public async Task One_that_still_runs_when_it_is_over_is_told_to_stop_and_told_the_end_when_it_has()
    {
        var step = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new Interceptor("a", _calls) { Before = context => LateAsync(context, step.Task) };
        var interception = Start(slow, new Interceptor("b", _calls));
        Assert.False(interception.Decided.IsCompleted);

        interception.Complete(503, new TimeoutException());
        interception.Complete(101);

        Assert.True(slow.Token.IsCancellationRequested);
        Assert.Equal(["a before"], _calls);
        Assert.False(interception.Ended.IsCompleted);

        // It does not heed its token, and tries to change what was answered.
        step.SetResult();
        await interception.Ended;
        Assert.Equal(["a before", "a after 503 TimeoutException"], _calls);
        Assert.Null(interception.Context.Rejection);

        static async Task LateAsync(WebSocketHandshakeContext context, Task step)
        {
            await step;
            context.Reject(400);
        }
    }

    [Fact]
    public void What_is_given_to_the_session_is_in_its_items_before_its_first_handler()
    {
        var interception = Start(new Interceptor("a", _calls) { Before = context => Give(context) });
        var session = new ScriptedConnection(start: false).Connection;

        Assert.Null(interception.Decide());
        interception.Opened(session);

        Assert.Equal("value", session.Items["key"]);
        Assert.Equal(101, interception.Context.StatusCode);

        static Task Give(WebSocketHandshakeContext context)
        {
            context.Items["key"] = "value";
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Over_http2_a_session_is_answered_with_200()
    {
        var interception = Start(HandshakeKind.ExtendedConnect, new Interceptor("a", _calls));
        Assert.Null(interception.Decide());

        interception.Opened(new ScriptedConnection(start: false).Connection);

        Assert.Equal(["a before", "a after 200 -"], _calls);
    }

    [Fact]
    public async Task Constructors_that_throw_refuse_with_500()
    {
        var services = new ServiceCollection().AddSingleton(new HandshakeInterceptorRegistration(_ => throw new NotSupportedException())).BuildServiceProvider();
        var interception = Start(services, HandshakeKind.Upgrade);

        Assert.Equal(500, interception.Decide()!.Value.Status);
        interception.Complete(500);
        await interception.Ended;
    }

    private static HandshakeInterception Start(params Interceptor[] interceptors) => Start(HandshakeKind.Upgrade, interceptors);

    private static HandshakeInterception Start(HandshakeKind kind, params Interceptor[] interceptors)
    {
        var services = new ServiceCollection();
        foreach (var interceptor in interceptors)
        {
            services.AddSingleton(new HandshakeInterceptorRegistration(_ => interceptor));
        }

        return Start(services.BuildServiceProvider(), kind);
    }

    private static HandshakeInterception Start(ServiceProvider services, HandshakeKind kind)
    {
        var sessions = new EndpointSessions(
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance,
            new MemoryBudget(null),
            null);
        var descriptor = new Descriptor();
        var interceptors = HandshakeInterceptors.Of(descriptor, services, NullLogger.Instance)!;
        return HandshakeInterception.Start(interceptors, new EndpointRoute(descriptor, sessions, services), new FakeHandshake(), kind, isCompressed: false);
    }

    private sealed class Interceptor(string name, List<string> calls) : IWebSocketHandshakeInterceptor
    {
        public Func<WebSocketHandshakeContext, Task> Before { get; init; } = _ => Task.CompletedTask;

        public bool ThrowsAfterwards { get; init; }

        public CancellationToken Token { get; private set; }

        public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            calls.Add($"{name} before");
            await Before(context);
        }

        public ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure)
        {
            if (ThrowsAfterwards)
            {
                throw new FormatException();
            }

            calls.Add($"{name} after {context.StatusCode} {failure?.GetType().Name ?? "-"}");
            return default;
        }
    }

    private sealed class Descriptor : EndpointDescriptor
    {
        public override Type EndpointType => typeof(Descriptor);

        public override string Pattern => "/x";

        public override HandshakeVerdict Validate(in HandshakeHead head) => HandshakeVerdict.Accept(-1);

        public override EndpointActivation Activate(WebSocketHandshake handshake) => throw new NotSupportedException();
    }
}
