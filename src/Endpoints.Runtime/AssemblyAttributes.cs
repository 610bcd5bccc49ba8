using System.Runtime.CompilerServices;

// Nothing here relies on zeroed stack memory.
[module: SkipLocalsInit]
