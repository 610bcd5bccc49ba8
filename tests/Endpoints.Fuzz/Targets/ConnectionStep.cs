namespace Endpoints.Fuzz.Targets;

/// <summary>What a byte of a <see cref="ConnectionTarget"/> program does. Some take the bytes behind them; a byte that is no step feeds itself.</summary>
internal enum ConnectionStep : byte
{
    /// <summary>[length] and so many bytes of the peer.</summary>
    Feed,

    /// <summary>[first byte] [length]: a proper masked frame of the peer, so that mutation does not break all of them.</summary>
    Frame,

    /// <summary>[handler]: what handlers do from here on.</summary>
    SetHandler,

    /// <summary>The oldest pending handler completes.</summary>
    CompleteHandler,

    /// <summary>The peer stops reading.</summary>
    Block,

    /// <summary>The peer reads again.</summary>
    Unblock,

    /// <summary>[seconds] pass.</summary>
    Advance,

    /// <summary>[length]: somebody outside of a handler sends.</summary>
    SendOutside,

    /// <summary>Somebody outside of a handler closes.</summary>
    CloseOutside,

    /// <summary>The connection breaks.</summary>
    Disconnect,
}
