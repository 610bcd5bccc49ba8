using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class ExtensionReaderTests
{
    private static string Read(string line)
    {
        var reader = new ExtensionReader(Encoding.Latin1.GetBytes(line));
        var parts = new List<string>();
        while (true)
        {
            var part = reader.Read();
            if (part == ExtensionPart.End)
            {
                return string.Join(' ', parts);
            }

            var name = Encoding.Latin1.GetString(reader.Name);
            switch (part)
            {
                case ExtensionPart.Malformed:
                    Assert.Equal(ExtensionPart.End, reader.Read());
                    return "malformed";
                case ExtensionPart.Extension:
                    parts.Add(name);
                    break;
                default:
                    parts.Add(reader.HasValue ? $";{name}={Encoding.Latin1.GetString(reader.Value)}" : $";{name}");
                    break;
            }
        }
    }

    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo, bar", "foo bar")]
    [InlineData("foo; baz=2", "foo ;baz=2")]
    [InlineData("bar; baz=2, foo;a;b=c", "bar ;baz=2 foo ;a ;b=c")]
    [InlineData("deflate-stream", "deflate-stream")]
    [InlineData("mux; max-channels=4; flow-control, deflate-stream", "mux ;max-channels=4 ;flow-control deflate-stream")]
    [InlineData("private-extension", "private-extension")]
    [InlineData(" foo\t;\ta = 1 ,bar ", "foo ;a=1 bar")]
    [InlineData(",, foo ,,bar,", "foo bar")]
    [InlineData("foo; a=\"1\"; b=\"x\\y\"", "foo ;a=1 ;b=x\\y")]
    [InlineData("foo; a=\"1\" , bar", "foo ;a=1 bar")]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    public void Lists_of_extensions_are_read(string line, string parts) => Assert.Equal(parts, Read(line));

    [Theory]
    [InlineData(";")]
    [InlineData("foo;")]
    [InlineData("foo;;a")]
    [InlineData("foo; , bar")]
    [InlineData("foo bar")]
    [InlineData("foo=1")]
    [InlineData("foo; a=")]
    [InlineData("foo; a=, bar")]
    [InlineData("foo; =1")]
    [InlineData("foo; a b")]
    [InlineData("foo; a=1 2")]
    [InlineData("foo; a=\"")]
    [InlineData("foo; a=\"\"")]
    [InlineData("foo; a=\"1")]
    [InlineData("foo; a=\"1\\")]
    [InlineData("foo; a=\"1\\\"")]
    [InlineData("foo; a=\"1,2\"")]
    [InlineData("foo; a=\"1 2\"")]
    [InlineData("foo; a=\"1\"2")]
    [InlineData("f\u00f6\u00f6")]
    [InlineData("\"foo\"")]
    [InlineData("foo/1")]
    public void Anything_else_is_malformed(string line)
    {
        Assert.Equal("malformed", Read(line));

        // Behind a good one, too.
        Assert.Equal("malformed", Read($"good; a=1, {line}"));
    }
}
