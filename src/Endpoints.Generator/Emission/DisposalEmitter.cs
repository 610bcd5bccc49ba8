using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>DisposeAsync</c>: what the session owns, one after the other, whatever becomes of those before.</summary>
internal static class DisposalEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint)
    {
        var owned = OwnedBy(endpoint).ToArray();
        if (owned.Length == 0)
        {
            return;
        }

        if (owned.Length == 1)
        {
            WriteOnly(writer, owned[0]);
        }
        else
        {
            var isAsynchronous = owned.Any(o => o.Kind == DisposalKind.AsyncDisposable);
            writer.Open("public override " + (isAsynchronous ? "async " : "") + Names.ValueTask + " DisposeAsync()");
            WriteFrom(writer, owned, 0);
            if (!isAsynchronous)
            {
                writer.Line("return default;");
            }

            writer.Close();
        }

        writer.Blank();
    }

    // From the inside out.
    private static IEnumerable<Owned> OwnedBy(EndpointModel endpoint)
    {
        if (!endpoint.IsSingleton && endpoint.Disposal != DisposalKind.None)
        {
            yield return new Owned("_endpoint", endpoint.Disposal);
        }

        if (endpoint.State is { Disposal: not DisposalKind.None } state)
        {
            yield return new Owned("_state", state.Disposal);
        }

        for (var i = endpoint.AllFilters.Count - 1; i >= 0; i--)
        {
            if (endpoint.AllFilters[i].Disposal != DisposalKind.None)
            {
                yield return new Owned("_filter" + i, endpoint.AllFilters[i].Disposal);
            }
        }
    }

    private static void WriteOnly(SourceWriter writer, Owned owned)
    {
        writer.Open("public override " + Names.ValueTask + " DisposeAsync()");
        if (owned.Kind == DisposalKind.AsyncDisposable)
        {
            writer.Line("return " + owned.Call + ";");
        }
        else
        {
            writer.Line(owned.Call + ";");
            writer.Line("return default;");
        }

        writer.Close();
    }

    private static void WriteFrom(SourceWriter writer, Owned[] owned, int index)
    {
        var statement = owned[index].Kind == DisposalKind.AsyncDisposable
            ? "await " + owned[index].Call + ".ConfigureAwait(false);"
            : owned[index].Call + ";";
        if (index == owned.Length - 1)
        {
            writer.Line(statement);
            return;
        }

        writer.Open("try");
        writer.Line(statement);
        writer.Close();
        writer.Open("finally");
        WriteFrom(writer, owned, index + 1);
        writer.Close();
    }

    private sealed record Owned(string Field, DisposalKind Kind)
    {
        public string Call => Kind == DisposalKind.AsyncDisposable
            ? "((global::System.IAsyncDisposable)" + Field + ").DisposeAsync()"
            : "((global::System.IDisposable)" + Field + ").Dispose()";
    }
}
