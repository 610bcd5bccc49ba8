using Endpoints.Dispatch;
using Endpoints.Generated;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Dispatch;

public class EndpointRouteTests
{
    private readonly EndpointRoute _route = new(null!, null!, null!);

    [Fact]
    public void Sessions_whose_dispatchers_are_the_same_share_what_runs_their_handlers()
    {
        var first = _route.InvokerOf(new Dispatcher(isSameForAll: true), NullLogger.Instance);

        Assert.Same(first, _route.InvokerOf(new Dispatcher(isSameForAll: true), NullLogger.Instance));
        Assert.NotSame(first, new EndpointRoute(null!, null!, null!).InvokerOf(new Dispatcher(isSameForAll: true), NullLogger.Instance));
    }

    [Fact]
    public void Sessions_whose_dispatchers_hold_something_of_theirs_share_nothing()
    {
        var dispatcher = new Dispatcher(isSameForAll: false);

        Assert.NotSame(_route.InvokerOf(dispatcher, NullLogger.Instance), _route.InvokerOf(dispatcher, NullLogger.Instance));
    }

    [Fact]
    public void A_route_is_the_same_whatever_its_sessions_leave_in_it()
    {
        var routes = new HashSet<EndpointRoute> { _route };

        _route.InvokerOf(new Dispatcher(isSameForAll: true), NullLogger.Instance);

        Assert.Contains(_route, routes);
    }

    private sealed class Dispatcher(bool isSameForAll) : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.Text;

        public override bool IsSameForAll => isSameForAll;
    }
}
