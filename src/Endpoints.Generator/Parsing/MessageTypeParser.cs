using System.Text;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads what a type says about itself as a message: <c>[Message]</c>, or how System.Text.Json tells it apart from its siblings.</summary>
internal static class MessageTypeParser
{
    private const string Json = "System.Text.Json.Serialization";
    private const string DefaultProperty = "type";

    /// <summary>What is known of the type; null where nothing makes it more than any other type.</summary>
    public static MessageTypeModel? Parse(EndpointScope scope, ITypeSymbol type)
    {
        var bare = KnownTypes.WithoutNullable(type);
        var contract = OfAttribute(scope, bare) ?? OfBase(bare);
        var isPolymorphic = DerivedTypes(bare).Any();
        var codecs = CodecsOf(scope, bare, isComplete: true);
        if (codecs.Count == 0 && scope.MayBeCompleted(bare))
        {
            codecs = CodecsOf(scope, bare, isComplete: false);
        }

        return contract is null && !isPolymorphic && codecs.Count == 0
            ? null
            : new MessageTypeModel(contract, isPolymorphic, bare.IsReferenceType, codecs);
    }

    private static EquatableArray<CodecModel> CodecsOf(EndpointScope scope, ITypeSymbol type, bool isComplete) =>
        new(scope.Codecs.Select(c => c.Close(type, isComplete)).OfType<CodecModel>());

    /// <summary>The types that a base knows, where they have a discriminator or not.</summary>
    public static IEnumerable<(INamedTypeSymbol Type, AttributeData Attribute)> DerivedTypes(ITypeSymbol type) =>
        type.GetAttributes()
            .Where(a => KnownTypes.Is(a.AttributeClass, Json, "JsonDerivedTypeAttribute") && a.ConstructorArguments.Length > 0)
            .Select(a => (Type: (a.ConstructorArguments[0].Value as INamedTypeSymbol)!, Attribute: a))
            .Where(d => d.Type is not null and not IErrorTypeSymbol);

    private static MessageContractModel? OfAttribute(EndpointScope scope, ITypeSymbol type)
    {
        if (KnownTypes.FindAttribute(type, "Endpoints", "MessageAttribute") is not { ConstructorArguments: { Length: 1 } arguments })
        {
            return null;
        }

        var property = KnownTypes.Argument(scope.Attribute, "Discriminator")?.Value as string ?? DefaultProperty;
        var text = arguments[0].Kind == TypedConstantKind.Primitive ? arguments[0].Value as string : null;
        return Contract(property, text, number: null, @base: null, "the discriminator of [Message] is empty; name the message");
    }

    // The nearest base or interface that lists exactly this type.
    private static MessageContractModel? OfBase(ITypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (OfBase(type, current) is { } contract)
            {
                return contract;
            }
        }

        return type.AllInterfaces.Select(i => OfBase(type, i)).FirstOrDefault(c => c is not null);
    }

    private static MessageContractModel? OfBase(ITypeSymbol type, INamedTypeSymbol candidate)
    {
        var derived = DerivedTypes(candidate).ToArray();
        var own = derived.FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Type, type)).Attribute;
        if (own is null)
        {
            return null;
        }

        var polymorphic = KnownTypes.FindAttribute(candidate, Json, "JsonPolymorphicAttribute");
        var property = polymorphic is null ? null : KnownTypes.Argument(polymorphic, "TypeDiscriminatorPropertyName")?.Value as string;
        var contracts = derived.Where(d => d.Attribute.ConstructorArguments.Length > 1).Select(d => TypeNames.Of(d.Type)).Distinct();
        var value = own.ConstructorArguments.Length > 1 ? own.ConstructorArguments[1].Value : null;
        return Contract(
            property ?? "$type",
            value as string,
            value as int?,
            new PolymorphicBaseModel(TypeNames.Of(candidate), new EquatableArray<TypeRef>(contracts)),
            $"[JsonDerivedType] of '{TypeNames.Short(candidate)}' gives it no discriminator; add one");
    }

    private static MessageContractModel Contract(string property, string? text, int? number, PolymorphicBaseModel? @base, string missing)
    {
        var fault = number is not null ? null
            : string.IsNullOrEmpty(text) ? missing
            : Encoding.UTF8.GetByteCount(text) > MessageContractModel.MaxDiscriminatorSize
                ? $"its discriminator is longer than {MessageContractModel.MaxDiscriminatorSize} bytes; shorten it"
            : !IsUnicode(text!) || !IsUnicode(property) ? "its discriminator holds half a surrogate pair, which JSON cannot; change it"
            : null;
        return new MessageContractModel(property, fault is null ? new DiscriminatorModel(text, number ?? 0) : null, fault, @base);
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
