using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>A <c>[UseCodec]</c> of the endpoint.</summary>
/// <param name="ProtocolIndex">The sub-protocol that it is for, as an index into the endpoint's list; -1 for none.</param>
/// <param name="Name">The codec as a reader knows it, for messages.</param>
internal sealed record CodecUseModel(int ProtocolIndex, string Name);

/// <summary>A codec for one type.</summary>
/// <param name="Use">The <c>[UseCodec]</c> that it comes from, as an index into the endpoint's list.</param>
/// <param name="Type">The codec's type, closed.</param>
/// <param name="IsText">Whether its messages are text.</param>
/// <param name="Constructor">What fills its constructor; empty where it is created once a process.</param>
internal sealed record CodecModel(int Use, TypeRef Type, bool IsText, EquatableArray<ConstructorArgumentModel> Constructor)
{
    /// <summary>Whether it is created once a host, with the host's services.</summary>
    public bool NeedsServices => Constructor.Count > 0;
}
