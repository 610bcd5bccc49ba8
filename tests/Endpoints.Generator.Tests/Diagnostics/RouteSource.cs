using System.Globalization;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that differ by their routes only.</summary>
internal static class RouteSource
{
    /// <summary>Classes <c>E0</c>, <c>E1</c> and so on, each with the attribute arguments given.</summary>
    public static string Of(params string[] attributeArguments) => string.Join(
        '\n',
        attributeArguments.Select((arguments, i) =>
            $$"""
            [WebSocketEndpoint({{arguments}})]
            public sealed class E{{i.ToString(CultureInfo.InvariantCulture)}}
            {
                [OnOpen] public void Open() { }
            }
            """));

    /// <summary>A library whose build emitted one row.</summary>
    public static MetadataReference Library(string name, string endpoint, string pattern, int order) => AnalyzerCompilation.Library(
        name,
        $"[assembly: Endpoints.Generated.WebSocketEndpointRow(0, \"{endpoint}\", \"{pattern}\", {order.ToString(CultureInfo.InvariantCulture)})]");
}
