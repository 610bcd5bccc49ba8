namespace System.Runtime.CompilerServices;

/// <summary>What <c>required</c> needs and netstandard2.0 does not have.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class RequiredMemberAttribute : Attribute;
