using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes where codecs are kept: in a static field, or in one of the session's dispatcher where the host's services made them.</summary>
internal static class CodecEmitter
{
    /// <summary>The field.</summary>
    public static string Name(EndpointModel endpoint, int codec) => (endpoint.Codecs[codec].NeedsServices ? "_codec" : "Codec") + codec;

    public static void WriteStatics(SourceWriter writer, EndpointModel endpoint, string access)
    {
        for (var i = 0; i < endpoint.Codecs.Count; i++)
        {
            var type = endpoint.Codecs[i].Type.Annotated;
            if (!endpoint.Codecs[i].NeedsServices)
            {
                writer.Line(access + " static readonly " + type + " " + Name(endpoint, i) + " = new " + type + "();");
                writer.Blank();
            }
        }
    }

    public static void WriteActivation(SourceWriter writer, EndpointModel endpoint, int codec) =>
        ActivationEmitter.WriteInstance(
            writer, "codec" + codec, endpoint.Codecs[codec].Type, endpoint.Codecs[codec].Constructor, isSingleton: true);
}
