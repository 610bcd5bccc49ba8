using Endpoints.Fuzz.Engine;

namespace Endpoints.Fuzz.Targets;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new HeadTarget(),
        new ResponseTarget(),
        new FramesTarget(),
        new AssemblyTarget(),
        new ClosePayloadTarget(),
        new Utf8Target(),
        new RoutesTarget(),
        new ConnectionTarget(),
        new ExtensionsTarget(),
        new DeflateTarget(),
        new BackplaneTarget(),
    ];
}
