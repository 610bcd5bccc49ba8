using Endpoints.Generator.Analyzers;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Gives the problems of dispatch tables their place in the source.</summary>
internal static class ContractProblems
{
    /// <summary>Reports a problem that concerns handlers together, or the whole endpoint.</summary>
    /// <returns>False for a problem of one handler's payload alone; see <see cref="PayloadProblems"/>.</returns>
    public static bool Report(
        IProblemSink sink,
        INamedTypeSymbol type,
        AttributeData attribute,
        List<HandlerSource> handlers,
        PayloadProblem problem,
        CancellationToken cancellationToken)
    {
        switch (problem.Kind)
        {
            case PayloadProblemKind.DuplicateHandler:
                sink.Report(
                    DiagnosticDescriptors.DuplicateHandler,
                    SourcePlaces.OfIdentifier(handlers[problem.Handler].Method),
                    handlers[problem.Handler].Method.Name,
                    problem.Protocol < 0 ? problem.Detail : problem.Detail + " of \"" + Protocol(handlers[problem.Handler]) + "\"",
                    handlers[problem.Other].Method.Name);
                return true;
            case PayloadProblemKind.Discriminator:
                sink.Report(
                    DiagnosticDescriptors.InvalidDiscriminator,
                    PlaceOf(handlers[problem.Handler], problem, cancellationToken),
                    problem.Type!.ShortName,
                    handlers[problem.Handler].Method.Name,
                    problem.Detail);
                return true;
            case PayloadProblemKind.NoCodec:
                sink.Report(
                    DiagnosticDescriptors.UnfitCodec,
                    PlaceOf(handlers[problem.Handler], problem, cancellationToken),
                    problem.Detail,
                    $"it implements no IWebSocketCodec<{problem.Type!.ShortName}>; implement it, or add a codec that does");
                return true;
            case PayloadProblemKind.UntypedPayload:
                var parameter = handlers[problem.Handler].Method.Parameters[problem.Argument];
                sink.Report(
                    DiagnosticDescriptors.UntypedPayload,
                    SourcePlaces.OfParameter(parameter, cancellationToken),
                    parameter.Name,
                    problem.Type!.ShortName,
                    handlers[problem.Handler].Method.Name);
                return true;
            case PayloadProblemKind.UnhandledContract:
                sink.Report(
                    DiagnosticDescriptors.UnhandledContract,
                    SourcePlaces.OfIdentifier(type),
                    problem.Type!.ShortName,
                    problem.Detail,
                    TypeNames.Short(type));
                return true;
            case PayloadProblemKind.UnusedCodec:
                sink.Report(
                    DiagnosticDescriptors.UnusedCodec,
                    SourcePlaces.OfAttribute(CodecParser.UsesOf(type).ElementAt(problem.Other).Attribute, cancellationToken),
                    problem.Detail,
                    TypeNames.Short(type));
                return true;
            case PayloadProblemKind.UnservedProtocol:
                var (unserved, place) = OfferOf(attribute, problem.Protocol, cancellationToken);
                sink.Report(DiagnosticDescriptors.SubprotocolNotServed, place, unserved, TypeNames.Short(type));
                return true;
            case PayloadProblemKind.ProtocolFraming:
                var (name, location) = OfferOf(attribute, problem.Protocol, cancellationToken);
                sink.Report(DiagnosticDescriptors.SubprotocolFraming, location, name, problem.Detail, TypeNames.Short(type));
                return true;
            default:
                return false;
        }
    }

    private static Location PlaceOf(HandlerSource handler, PayloadProblem problem, CancellationToken cancellationToken) =>
        problem.Argument < 0
            ? SourcePlaces.OfReturnType(handler.Method, cancellationToken)
            : SourcePlaces.OfParameter(handler.Method.Parameters[problem.Argument], cancellationToken);

    private static string Protocol(HandlerSource handler) => KnownTypes.Argument(handler.Attribute, "Protocol")?.Value as string ?? "";

    private static (string Name, Location Place) OfferOf(AttributeData attribute, int protocol, CancellationToken cancellationToken) =>
        new AttributeArguments(attribute, cancellationToken).Strings("Protocols").ElementAt(protocol);
}
