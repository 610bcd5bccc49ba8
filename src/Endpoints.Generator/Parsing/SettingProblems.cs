using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Settings of an endpoint's attribute that cannot be meant so: blank (WSE0047) or without effect (WSE0048).</summary>
internal static class SettingProblems
{
    private const string Discriminator = "Discriminator";
    private const string ValidateMessages = "ValidateMessages";

    public static void CheckDiscriminator(EndpointScope scope)
    {
        if (KnownTypes.Argument(scope.Attribute, Discriminator)?.Value is string name && string.IsNullOrWhiteSpace(name))
        {
            scope.Problems.Report(
                DiagnosticDescriptors.EmptyDiscriminator,
                SourcePlaces.OfNamedArgument(scope.Attribute, Discriminator, scope.CancellationToken),
                TypeNames.Short(scope.Type));
        }
    }

    /// <summary>Reports what an endpoint that is emitted sets in vain.</summary>
    public static void ReportIdle(
        IProblemSink sink, INamedTypeSymbol type, AttributeData attribute, EndpointModel endpoint, CancellationToken cancellationToken)
    {
        var handlers = endpoint.Tables.SelectMany(t => t.Handlers).ToArray();
        if (KnownTypes.Argument(attribute, Discriminator)?.Value is string && !handlers.Any(IsToldByIt))
        {
            Report(Discriminator, "no message or reply of its handlers is a type with [Message]");
        }

        if (endpoint.Validation is { } validation
            && !handlers.Any(h => h.TypedPayload is { } payload && validation.Find(payload.Type)?.Inner is not null))
        {
            Report(ValidateMessages, "no message of its handlers is a type with a rule to check");
        }

        void Report(string setting, string reason) => sink.Report(
            DiagnosticDescriptors.SettingWithoutEffect,
            SourcePlaces.OfNamedArgument(attribute, setting, cancellationToken),
            setting,
            TypeNames.Short(type),
            reason);
    }

    private static bool IsToldByIt(HandlerModel handler) =>
        handler.Contract is { Base: null }
        || handler.Result is { Reply: ReplyKind.Json or ReplyKind.Message, Message.Contract: { Base: null } };
}
