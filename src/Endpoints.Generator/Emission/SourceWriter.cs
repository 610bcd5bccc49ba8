using System.Text;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Emission;

/// <summary>Writes indented lines, ended by <c>\n</c> on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _needsBlankLine;

    public void Line(string line)
    {
        if (_needsBlankLine)
        {
            _needsBlankLine = false;
            _text.Append('\n');
        }

        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Puts a blank line before the next line, unless a block ends or begins there.</summary>
    public void Blank() => _needsBlankLine = true;

    public void Open(string head)
    {
        Line(head);
        Open();
    }

    public void Open()
    {
        Line("{");
        _depth++;
    }

    public void Close(string tail = "")
    {
        _needsBlankLine = false;
        _depth--;
        Line("}" + tail);
    }

    /// <summary>Opens a namespace, unless it is the global one, and the types in it that contain what follows.</summary>
    /// <returns>How many blocks that were, for <see cref="CloseAll"/>.</returns>
    public int OpenPlace(string @namespace, EquatableArray<ContainingTypeModel> types)
    {
        var blocks = types.Count;
        if (@namespace.Length > 0)
        {
            Open("namespace " + @namespace);
            blocks++;
        }

        foreach (var type in types)
        {
            Open("partial " + type.Keyword + " " + type.Name);
        }

        return blocks;
    }

    /// <summary>Closes so many blocks.</summary>
    public void CloseAll(int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            Close();
        }
    }

    public void Indent() => _depth++;

    public void Outdent() => _depth--;

    /// <summary>Takes over what another writer wrote, with that one's indentation.</summary>
    public void Append(SourceWriter other)
    {
        if (_needsBlankLine)
        {
            _needsBlankLine = false;
            _text.Append('\n');
        }

        _text.Append(other._text);
    }

    public override string ToString() => _text.ToString();

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);
}
