namespace Endpoints.Handshake;

/// <summary>
/// How far reading a head has come when it was not whole, so that <see cref="RequestHeadParser"/> takes it up there: no byte is searched
/// twice, and a head that comes byte by byte costs no more than one that comes at once. <see langword="default"/> is the start.
/// </summary>
internal struct HeadProgress
{
    /// <summary>Where the first line begins that has not ended yet.</summary>
    public int Position;

    /// <summary>How many bytes of that line were searched for its end.</summary>
    public int Searched;

    /// <summary>Where the request line begins; it is read when <see cref="TargetLength"/> is not 0.</summary>
    public int MethodStart;

    public int MethodLength;

    public int TargetLength;

    /// <summary>How many header lines were read.</summary>
    public int FieldCount;
}
