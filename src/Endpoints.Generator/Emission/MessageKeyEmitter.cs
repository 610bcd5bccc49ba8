using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes what reads the keys of <c>[KeepLatest]</c> messages, and makes it known when the assembly is used for the first time: before there is
/// a value of one of its types.
/// </summary>
internal static class MessageKeyEmitter
{
    public const string HintName = "MessageKeys.g.cs";

    /// <param name="types">The types, in ordinal order.</param>
    /// <param name="namespace">That of the assembly's table.</param>
    public static SourceText Emit(EquatableArray<KeyedTypeModel> types, string @namespace)
    {
        var writer = new SourceWriter();
        EndpointEmitter.WriteHeader(writer);
        writer.Blank();
        writer.Open("namespace " + @namespace);
        writer.Line("/// <summary>What makes messages of the assembly the same thing at different times.</summary>");
        writer.Line(Names.GeneratedCode);
        writer.Open("internal static class MessageKeyReaders");
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Open("internal static void Add()");
        foreach (var type in types)
        {
            writer.Line("global::Endpoints.Generated.MessageKeys.Add<" + type.Name + ">(static message => " + KeyOf(type.Properties) + ");");
        }

        writer.Close();
        writer.Close();
        writer.Close();
        return writer.ToSourceText();
    }

    private static string KeyOf(EquatableArray<string> properties) => properties.Count == 1
        ? "message." + properties[0]
        : "(" + string.Join(", ", properties.Select(property => "message." + property)) + ")";
}
