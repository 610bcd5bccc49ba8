using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace BackplaneBenchmark;

/// <summary>
/// Says messages on the first process and counts them at sessions that are spread over all: as many as come with eight under way, and then, at a hundred a second,
/// how long they take to sessions of the same process and of others.
/// </summary>
internal sealed class Measurement(int sessions) : IDisposable
{
    private const int UnderWay = 8;

    private readonly ConcurrentQueue<double> _near = [];
    private readonly ConcurrentQueue<double> _far = [];
    private readonly long[] _saidAt = new long[1 << 20];
    private readonly int[] _arrived = new int[1 << 20];
    private readonly SemaphoreSlim _room = new(UnderWay);
    private bool _isTiming;
    private long _deliveries;

    public static async Task<int> RunAsync(string kind, int sessions, TimeSpan time, Uri[] addresses)
    {
        using var measurement = new Measurement(sessions);
        var wire = new Wire(kind == "signalr");
        var subscribers = new List<Subscriber>();
        for (var i = 0; i < sessions; i++)
        {
            var isNear = i % addresses.Length == 0;
            subscribers.Add(await Subscriber.ConnectAsync(
                new UriBuilder(addresses[i % addresses.Length]) { Scheme = "ws", Path = "/feed" }.Uri, wire, number => measurement.Note(number, isNear)));
        }

        // Warm-up, and all subscriptions are there.
        await Task.Delay(1000);
        var next = await measurement.SayManyAsync(subscribers[0], 0, time);
        var before = Interlocked.Read(ref measurement._deliveries);
        var clock = Stopwatch.StartNew();
        next = await measurement.SayManyAsync(subscribers[0], next, time);
        var rate = (Interlocked.Read(ref measurement._deliveries) - before) / clock.Elapsed.TotalSeconds;

        await Task.Delay(500);
        measurement._isTiming = true;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        clock.Restart();
        while (clock.Elapsed < time && await pace.WaitForNextTickAsync())
        {
            await measurement.SayAsync(subscribers[0], next++);
        }

        await Task.Delay(500);
        var lost = Enumerable.Range(0, next).Count(number => measurement._arrived[number] != sessions);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {kind} | {addresses.Length} | {rate:n0} | {Of(measurement._near, 0.5)} | {Of(measurement._near, 0.99)} | {Of(measurement._far, 0.5)} | {Of(measurement._far, 0.99)} | {lost} |"));
        subscribers.ForEach(subscriber => subscriber.Dispose());
        return 0;
    }

    public void Dispose() => _room.Dispose();

    private async Task<int> SayManyAsync(Subscriber speaker, int next, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            // A message that was lost would stop it otherwise.
            await _room.WaitAsync(TimeSpan.FromSeconds(1));
            await SayAsync(speaker, next++);
        }

        return next;
    }

    private Task SayAsync(Subscriber speaker, int number)
    {
        _saidAt[number] = Stopwatch.GetTimestamp();
        return speaker.SayAsync(number);
    }

    private void Note(int number, bool isNear)
    {
        Interlocked.Increment(ref _deliveries);
        if (_isTiming)
        {
            (isNear ? _near : _far).Enqueue(Stopwatch.GetElapsedTime(_saidAt[number]).TotalMicroseconds);
        }

        if (Interlocked.Increment(ref _arrived[number]) == sessions && !_isTiming)
        {
            _room.Release();
        }
    }

    private static string Of(ConcurrentQueue<double> times, double part)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? "" : sorted[(int)(part * (sorted.Length - 1))].ToString("n0", CultureInfo.InvariantCulture);
    }
}
