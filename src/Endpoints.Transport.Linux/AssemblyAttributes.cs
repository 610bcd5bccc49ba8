using System.Runtime.CompilerServices;

// Everything that goes to the kernel is blittable.
[assembly: DisableRuntimeMarshalling]

// Nothing here relies on zeroed stack memory.
[module: SkipLocalsInit]
