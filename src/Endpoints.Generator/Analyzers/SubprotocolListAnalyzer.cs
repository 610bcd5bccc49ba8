using System.Collections.Immutable;
using System.Globalization;
using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>The sub-protocols that an endpoint offers are tokens (WSE0020), each offered once (WSE0021).</summary>
/// <remarks>
/// Names are compared exactly in the handshake (RFC 6455 section 1.9), so two that differ by case only are a trap, not a choice.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SubprotocolListAnalyzer : EndpointAttributeAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.InvalidSubprotocol, DiagnosticDescriptors.DuplicateSubprotocol];

    private protected override void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments)
    {
        var offered = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, location) in arguments.Strings("Protocols"))
        {
            if (!SubprotocolToken.IsValid(name))
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InvalidSubprotocol, location, name, Explain(name)));
            }
            else if (offered.TryGetValue(name, out var earlier))
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.DuplicateSubprotocol, location, name, earlier));
            }
            else
            {
                offered.Add(name, name);
            }
        }
    }

    private static string Explain(string name)
    {
        const string Allowed = "letters, digits and ! # $ % & ' * + - . ^ _ ` | ~ are";
        if (name.Length == 0)
        {
            return "it is empty; write the name, or leave it out";
        }

        var invalid = name[SubprotocolToken.FirstInvalid(name)];
        var shown = invalid switch
        {
            ' ' => "a space",
            ',' => "a comma",
            > ' ' and < '\u007F' => "'" + invalid + "'",
            _ => "U+" + ((int)invalid).ToString("X4", CultureInfo.InvariantCulture),
        };
        return invalid == ','
            ? "a comma separates names in the header; write each name as a string of its own"
            : $"{shown} is not allowed in a token; {Allowed}";
    }
}
