namespace Endpoints;

/// <summary>What runs the steps of emitted filter chains.</summary>
internal interface IFilterSteps
{
    ValueTask RunStepAsync(int step, WebSocketSession session, FilteredMessage message);
}
