using System.Collections.Immutable;
using System.Globalization;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>Limits and deadlines of the attribute that are out of range or contradict each other (WSE0070).</summary>
/// <remarks>
/// Only values that the attribute sets are compared: what the application sets is not known at build time, and is checked when it starts.
/// Zero is the application's value and always in range.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LimitAnalyzer : EndpointAttributeAnalyzer
{
    private const int ArrayMaxLength = 2_147_483_591;
    private const int MostHandlers = 1_024;
    private const int SecondsOfDay = 86_400;

    private static readonly ImmutableArray<Range> Ranges =
    [
        new("MaxMessageSize", ArrayMaxLength, canBeOff: false),
        new("MaxFrameSize", ArrayMaxLength, canBeOff: false),
        new("MaxSendQueueSize", int.MaxValue, canBeOff: false),
        new("MaxSendQueueMessages", int.MaxValue, canBeOff: false),
        new("KeepAliveIntervalSeconds", SecondsOfDay, canBeOff: true),
        new("KeepAliveTimeoutSeconds", SecondsOfDay, canBeOff: false),
        new("IdleTimeoutSeconds", SecondsOfDay, canBeOff: true),
        new("CloseTimeoutSeconds", SecondsOfDay, canBeOff: false),
        new("MaxConcurrency", MostHandlers, canBeOff: false),
        new("MaxSessions", int.MaxValue, canBeOff: false),
        new("MaxSessionsPerAddress", int.MaxValue, canBeOff: false),
        new("MaxSessionsPerUser", int.MaxValue, canBeOff: false),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.InvalidLimit];

    private protected override void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments)
    {
        foreach (var range in Ranges)
        {
            if (arguments.Number(range.Name) is { } number && !range.Contains(number.Value))
            {
                Report(context, number.Location, range.Name, number.Value, range.Description);
            }
        }

        const string Frame = "a frame is at most as large as its message";
        ReportUnlessBelow(context, arguments, "MaxFrameSize", "MaxMessageSize", mayBeEqual: true, Frame);

        // Silence ends the session before the first ping, or before the time for the pong is over.
        const string Idle = "the session is ended as idle before";
        ReportUnlessBelow(context, arguments, "KeepAliveIntervalSeconds", "IdleTimeoutSeconds", mayBeEqual: false, Idle);
        ReportUnlessBelow(context, arguments, "KeepAliveTimeoutSeconds", "IdleTimeoutSeconds", mayBeEqual: false, Idle);
    }

    private static void ReportUnlessBelow(
        SymbolAnalysisContext context, AttributeArguments arguments, string name, string boundName, bool mayBeEqual, string reason)
    {
        if (arguments.Number(name) is { Value: > 0 } number
            && arguments.Number(boundName) is { Value: > 0 } bound
            && (mayBeEqual ? number.Value > bound.Value : number.Value >= bound.Value))
        {
            var relation = mayBeEqual ? "at most" : "below";
            var why = $"it must be {relation} {boundName}, {Format(bound.Value)}, because {reason}";
            Report(context, number.Location, name, number.Value, why);
        }
    }

    private static void Report(SymbolAnalysisContext context, Location location, string name, int value, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InvalidLimit, location, name, Format(value), reason));

    private static string Format(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private readonly struct Range(string name, int maximum, bool canBeOff)
    {
        public string Name => name;

        public string Description => canBeOff
            ? $"it must be 1 to {Format(maximum)}, -1 for none, or 0 for the application's value"
            : $"it must be 1 to {Format(maximum)}, or 0 for the application's value";

        public bool Contains(int value) => (value >= 0 && value <= maximum) || (value == -1 && canBeOff);
    }
}
