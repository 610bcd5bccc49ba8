namespace System.Runtime.CompilerServices;

/// <summary>What <c>required</c> needs and netstandard2.0 does not have.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    public string FeatureName { get; } = featureName;
}
