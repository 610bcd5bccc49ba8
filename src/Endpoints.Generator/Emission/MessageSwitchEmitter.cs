using System.Text;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the switch over a message's discriminator: by length, then by bytes; numbers by their value.</summary>
internal static class MessageSwitchEmitter
{
    // Of an escaped text: \u0061 for one byte is the most.
    private const int MostBytesOfEscape = 6;

    public static void Write(SourceWriter writer, HandlerCallEmitter calls, DispatcherEvent @event, EventModel handlers)
    {
        var texts = handlers.Cases.Where(c => c.Discriminator.Text is not null).ToArray();
        var numbers = handlers.Cases.Where(c => c.Discriminator.Text is null).OrderBy(c => c.Discriminator.Number).ToArray();
        var scratch = "default";
        if (texts.Length > 0)
        {
            scratch = "scratch";
            var size = texts.Max(c => Length(c)) * MostBytesOfEscape;
            writer.Line("global::System.Span<byte> scratch = stackalloc byte[" + size + "];");
        }

        writer.Line("var discriminator = " + Names.Discriminator + ".Read(message.Payload, " + Literals.Utf8(handlers.Property!) + ", " + scratch + ");");
        if (texts.Length > 0)
        {
            WriteTexts(writer, calls, @event, texts);
        }

        if (numbers.Length > 0)
        {
            WriteNumbers(writer, calls, @event, numbers);
        }

        if (handlers.Handler >= 0)
        {
            calls.WriteBody(writer, handlers.Handler, @event);
        }
        else
        {
            writer.Line("throw discriminator.Unknown();");
        }
    }

    private static void WriteTexts(SourceWriter writer, HandlerCallEmitter calls, DispatcherEvent @event, MessageCaseModel[] cases)
    {
        writer.Open("switch (discriminator.Text.Length)");
        foreach (var length in cases.GroupBy(Length).OrderBy(g => g.Key))
        {
            writer.Line("case " + length.Key + ":");
            writer.Indent();
            foreach (var @case in length)
            {
                writer.Open("if (" + Names.SpanExtensions + ".SequenceEqual(discriminator.Text, " + Literals.Utf8(@case.Discriminator.Text!) + "))");
                calls.WriteBody(writer, @case.Handler, @event);
                writer.Close();
                writer.Blank();
            }

            writer.Line("break;");
            writer.Outdent();
        }

        writer.Close();
        writer.Blank();
    }

    private static void WriteNumbers(SourceWriter writer, HandlerCallEmitter calls, DispatcherEvent @event, MessageCaseModel[] cases)
    {
        writer.Open("if (discriminator.IsNumber)");
        writer.Open("switch (discriminator.Number)");
        foreach (var @case in cases)
        {
            writer.Line("case " + Literals.Number(@case.Discriminator.Number) + ":");
            writer.Indent();
            calls.WriteBody(writer, @case.Handler, @event);
            writer.Outdent();
        }

        writer.Close();
        writer.Close();
        writer.Blank();
    }

    private static int Length(MessageCaseModel @case) => Encoding.UTF8.GetByteCount(@case.Discriminator.Text!);
}
