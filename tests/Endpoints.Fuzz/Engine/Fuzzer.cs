namespace Endpoints.Fuzz.Engine;

/// <summary>Runs a target on mutated inputs. The same seed and corpus give the same inputs.</summary>
internal sealed class Fuzzer
{
    private const int MostKept = 4096;

    private readonly FuzzTarget _target;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _pool;
    private readonly HashSet<ulong> _seen = [];
    private FuzzRandom _random;
    private long _executions;
    private byte[] _current = [];

    public Fuzzer(FuzzTarget target, IEnumerable<byte[]> corpus, ulong seed)
    {
        _target = target;
        _mutator = new Mutator(target.Dictionary, target.MaxInputLength);
        _pool = [.. corpus, .. target.Seeds().Select(start => start.Input)];
        _random = new FuzzRandom(seed);
    }

    /// <summary>Inputs begun. May be read from any thread.</summary>
    public long Executions => Volatile.Read(ref _executions);

    /// <summary>The input that runs now, or ran last. To be read from another thread when it does not end.</summary>
    public byte[] Current => Volatile.Read(ref _current);

    /// <summary>Different behaviours met.</summary>
    public int Behaviors => _seen.Count;

    /// <summary>Runs the inputs that mutation starts from, unchanged.</summary>
    public Finding? RunStarts()
    {
        foreach (var start in _pool.ToArray())
        {
            if (Try(start, out _) is { } error)
            {
                return Shrink(start, error);
            }
        }

        return null;
    }

    /// <summary>Runs mutated inputs.</summary>
    public Finding? Run(int executions)
    {
        for (var i = 0; i < executions; i++)
        {
            var input = _mutator.Mutate(Pick(), Pick(), ref _random);
            var error = Try(input, out var isNew);
            if (error is not null)
            {
                return Shrink(input, error);
            }

            if (isNew)
            {
                Keep(input);
            }
        }

        return null;
    }

    private byte[] Pick() => _pool[_random.Next(_pool.Count)];

    private void Keep(byte[] input)
    {
        if (_pool.Count < MostKept)
        {
            _pool.Add(input);
        }
        else
        {
            _pool[_random.Next(_pool.Count)] = input;
        }
    }

    private Exception? Try(byte[] input, out bool isNew)
    {
        Volatile.Write(ref _current, input);
        Volatile.Write(ref _executions, _executions + 1);
        isNew = false;
        try
        {
            isNew = _target.Run(input) is var behavior && _seen.Count < 1 << 20 && _seen.Add(behavior);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>Takes away pieces as long as the same thing goes wrong.</summary>
    private Finding Shrink(byte[] input, Exception error)
    {
        for (var piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length;)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + piece)];
                if (Try(shorter, out _) is { } same && same.GetType() == error.GetType())
                {
                    (input, error) = (shorter, same);
                }
                else
                {
                    at += piece;
                }
            }
        }

        return new Finding(input, error);
    }
}
