namespace System.Diagnostics.CodeAnalysis;

/// <summary>What records with <c>required</c> members need and netstandard2.0 does not have.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
internal sealed class SetsRequiredMembersAttribute : Attribute;
