namespace Endpoints.Runtime.Tests.Architecture;

/// <summary>
/// The order of the namespaces, and what each may use. The names are relative to a root, so that a control can have its own.
/// </summary>
/// <param name="root">The root namespace; <c>Endpoints</c> for the product.</param>
internal sealed class Layers(string root)
{
    // A namespace may use those before it; those in one line may use each other.
    private static readonly string[][] Order =
    [
        ["Grammar"],
        ["Protocol"],
        ["Handshake"],
        ["Routing"],
        [""],
        ["Generated"],
        ["Options", "Diagnostics"],
        ["Connections"],
        ["Backplanes"],
        ["Dispatch"],
        ["Transports"],
        ["Hosting"],
    ];

    // Doors stand behind all layers and never use each other.
    private static readonly string[] Doors = ["AspNetCore", "Testing", "Transport", "Client", "RabbitMQ", "Postgres"];

    private static readonly string[] PureLayers = ["Grammar", "Protocol", "Handshake", "Routing"];

    // Pure layers neither wait, nor log, nor look at a clock.
    private static readonly string[] BannedInPureLayers =
    [
        "System.Threading.Tasks.", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder",
        "System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder",
        "System.IO.", "System.Net.", "System.Threading.Timer", "System.Threading.Thread", "Microsoft.Extensions.", "Microsoft.AspNetCore.",
        "System.TimeProvider", "System.DateTime", "System.Diagnostics.Stopwatch", "System.Environment",
    ];

    // The constraints {x:datetime} and {x:guid} parse a text; that is no clock.
    private static readonly (string User, string Used)[] Exceptions =
        [("Routing.RouteConstraints", "System.DateTime"), ("Grammar.RouteConstraintTest", "System.DateTime")];

    /// <summary>Why a type may not use another one; <see langword="null"/> when it may.</summary>
    /// <param name="user">The full name of the using type, without generic arguments.</param>
    /// <param name="used">The full name of the used type.</param>
    /// <param name="door">The door whose assembly the using type is in; its types belong to it whatever their namespace.</param>
    public string? Judge(string user, string used, string? door = null)
    {
        var isKnown = door is not null;
        var userLayer = door ?? LayerOf(user, out isKnown);
        if (userLayer is null)
        {
            return null;
        }

        if (!isKnown)
        {
            return "is in a namespace without a layer";
        }

        var usedLayer = LayerOf(used, out var isUsedKnown);
        if (usedLayer is null)
        {
            return IsBanned(userLayer, user, used) ? $"uses {used}, which a pure layer may not" : null;
        }

        if (!isUsedKnown)
        {
            return $"uses {used}, which is in a namespace without a layer";
        }

        return MayUse(userLayer, usedLayer) ? null : $"uses {used}";
    }

    private static bool MayUse(string user, string used)
    {
        if (user == used)
        {
            return true;
        }

        if (Doors.Contains(used))
        {
            return false;
        }

        return Doors.Contains(user) || RankOf(used) <= RankOf(user);
    }

    private static int RankOf(string layer) => Array.FindIndex(Order, line => line.Contains(layer));

    private bool IsBanned(string layer, string user, string used) =>
        PureLayers.Contains(layer)
        && BannedInPureLayers.Any(banned => used.StartsWith(banned, StringComparison.Ordinal))
        && !Exceptions.Any(exception => user == $"{root}.{exception.User}" && used == exception.Used);

    // The first name behind the root; null for a type outside of it.
    private string? LayerOf(string type, out bool isKnown)
    {
        isKnown = false;
        if (!type.StartsWith(root + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var names = type[(root.Length + 1)..].Split('.');
        var layer = names.Length == 1 ? "" : names[0];
        isKnown = RankOf(layer) >= 0 || Doors.Contains(layer);
        return layer;
    }
}
