using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>A <c>[UseCodec]</c> of the endpoint that is being parsed. Holds symbols, so it never leaves the parser.</summary>
internal sealed class CodecSource(EndpointScope scope, INamedTypeSymbol codec, int use, bool isOpen)
{
    /// <summary>The codec for a type; null where it is not one.</summary>
    /// <param name="payload">The type.</param>
    /// <param name="isComplete">Whether the type has all its interfaces; otherwise it is taken to have what the codec asks for.</param>
    public CodecModel? Close(ITypeSymbol payload, bool isComplete)
    {
        if (Closed(payload, isComplete) is not { } closed || !Implements(closed, CodecParser.Codec, payload))
        {
            return null;
        }

        var constructor = ConstructorParser.Find(closed);
        return new CodecModel(
            use,
            TypeNames.Of(closed),
            Implements(closed, CodecParser.TextCodec, payload),
            ConstructorParser.Parse(new ProblemReporter(null), scope, constructor, isSingleton: true));
    }

    private static bool Implements(INamedTypeSymbol codec, string name, ITypeSymbol payload) => codec.AllInterfaces.Any(
        i => i.Arity == 1
            && KnownTypes.Is(i.OriginalDefinition, "Endpoints", name)
            && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], payload));

    private INamedTypeSymbol? Closed(ITypeSymbol payload, bool isComplete)
    {
        if (!isOpen)
        {
            return codec;
        }

        var bare = payload.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        return CodecParser.Admits(codec.TypeParameters[0], bare, isComplete) ? codec.Construct(bare) : null;
    }
}
