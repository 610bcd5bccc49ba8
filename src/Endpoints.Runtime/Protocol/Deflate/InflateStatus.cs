namespace Endpoints.Protocol.Deflate;

/// <summary>How far <see cref="Inflater.Inflate"/> came.</summary>
internal enum InflateStatus
{
    /// <summary>The source is used up or the destination is full.</summary>
    More,

    /// <summary>A final block (BFINAL) has ended; what was not consumed stands behind it.</summary>
    FinalBlockEnded,

    /// <summary>The source is no DEFLATE data, or refers to what lies behind the window.</summary>
    Invalid,
}
