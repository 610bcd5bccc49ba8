namespace Endpoints.Protocol;

/// <summary>Is asked before memory is taken for what a peer sends, and told when it is given back.</summary>
internal interface IMemoryLedger
{
    /// <summary>Asks for bytes, and counts them when they may be taken.</summary>
    /// <param name="bytes">How many; not negative.</param>
    /// <returns><see cref="ProtocolRule.None"/>, or the limit that they would exceed.</returns>
    ProtocolRule TryTake(int bytes);

    /// <summary>Bytes that were taken are held no longer.</summary>
    void Return(int bytes);
}
