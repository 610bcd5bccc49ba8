namespace Endpoints.Transports;

/// <summary>
/// A feature of a connection whose transport can carry a session itself, without the pipes that it gives to a server: doors ask for it among
/// the features once a connection has been upgraded.
/// </summary>
internal interface IDirectTransport
{
    /// <summary>
    /// Takes the connection from its pipes. What was written and flushed to them leaves first, what came and was not read yet is the session's.
    /// The caller must not touch the pipes any more until <see cref="ISessionTransport.RunAsync"/> has completed, which it must call, and finds
    /// the end of the input there after that.
    /// </summary>
    /// <returns>
    /// The transport of the session; <see langword="null"/> when something stands between the pipes and the door, as TLS does, or the connection
    /// was taken before. Then nothing has changed.
    /// </returns>
    ISessionTransport? TryTakeOver();
}
