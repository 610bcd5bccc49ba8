// Not product code: violations for the architecture test to find. One namespace for each layer that takes part.
#pragma warning disable CA1812 // never instantiated: only its metadata is read

namespace Endpoints.Runtime.Tests.Architecture.Control.Protocol
{
    internal sealed class InField
    {
        public const List<Connections.Connection[]>? Field = null;
    }

    internal sealed class InSignature
    {
        public static Connections.Connection? Find() => null;
    }

    internal sealed class InBody
    {
        public static int Count() => Connections.Connection.Count;
    }

    internal sealed class InLambda
    {
        public static readonly Func<object> Create = () => new Connections.Connection();
    }

    internal sealed class InGenericMethod
    {
        public static object? Find() => Array.Find<Connections.Connection>([], static connection => connection is not null);
    }

    internal sealed class InConstraint<T>
        where T : Connections.Connection;

    internal sealed class InBase : Connections.Connection;

    internal sealed class InCatch
    {
        public static void Run(Action action)
        {
            try
            {
                action();
            }
            catch (Connections.ConnectionException)
            {
            }
        }
    }

    internal sealed class Waiting
    {
        public static Task WaitAsync() => Task.CompletedTask;
    }

    internal sealed class Timed
    {
        public static long Now() => DateTime.UtcNow.Ticks;
    }

    internal sealed class Innocent
    {
        public static int Length(ReadOnlySpan<byte> span) => span.Length;
    }
}

namespace Endpoints.Runtime.Tests.Architecture.Control
{
    internal sealed class Session
    {
        public static object Options => Control.Options.Settings.Default;

        public static int Length => Protocol.Innocent.Length([]);
    }
}

namespace Endpoints.Runtime.Tests.Architecture.Control.Options
{
    internal sealed class Settings
    {
        public static readonly Settings Default = new();
    }
}

namespace Endpoints.Runtime.Tests.Architecture.Control.Connections
{
    internal class Connection
    {
        public static readonly int Count = Options.Settings.Default.GetHashCode() + Control.Session.Length;
    }

    internal sealed class ConnectionException : Exception;
}

namespace Endpoints.Runtime.Tests.Architecture.Control.AspNetCore
{
    internal sealed class Door
    {
        public static readonly object Other = new Client.Door();

        public static readonly object Below = new Connections.Connection();
    }
}

namespace Endpoints.Runtime.Tests.Architecture.Control.Client
{
    internal sealed class Door;
}

namespace Endpoints.Runtime.Tests.Architecture.Control.Utils
{
    internal sealed class Nowhere;
}
