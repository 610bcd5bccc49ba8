using Endpoints.Connections.Limiting;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Connections.Limiting;

public sealed class HandshakeRatesTests
{
    private static readonly RateBound TwoInTenSeconds = new(2, TimeSpan.FromSeconds(10), 2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_address_has_a_rate_of_its_own_and_is_told_when_to_come_again()
    {
        var rates = new HandshakeRates(_time);

        Assert.True(rates.TryBegin(1u, TwoInTenSeconds, out _));
        Assert.True(rates.TryBegin(1u, TwoInTenSeconds, out _));
        Assert.False(rates.TryBegin(1u, TwoInTenSeconds, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(5), wait);
        Assert.True(rates.TryBegin(2u, TwoInTenSeconds, out wait));
        Assert.Equal(TimeSpan.Zero, wait);

        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(rates.TryBegin(1u, TwoInTenSeconds, out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(rates.TryBegin(1u, TwoInTenSeconds, out _));
    }

    [Fact]
    public void Those_who_were_away_for_long_enough_are_forgotten_and_the_others_are_not()
    {
        var rates = new HandshakeRates(_time);
        for (var address = 0; address < 1000; address++)
        {
            rates.TryBegin((UInt128)address, TwoInTenSeconds, out _);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        for (var address = 2000; address < 2024; address++)
        {
            rates.TryBegin((UInt128)address, TwoInTenSeconds, out _);
        }

        Assert.True(rates.TryBegin(2000u, TwoInTenSeconds, out _));
        Assert.True(rates.Remembered <= 25);
        Assert.False(rates.TryBegin(2000u, TwoInTenSeconds, out _));
    }
}
