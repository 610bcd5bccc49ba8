using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Endpoints.Generated;

/// <summary>
/// Collects what is wrong with one message, as emitted code walks through it. It runs the attributes themselves, whose instances emitted
/// code holds, so nothing is looked up by reflection. In the order of <see cref="Validator"/>: members, then the type's attributes, then
/// <see cref="IValidatableObject"/>, each only where those before found nothing.
/// </summary>
/// <param name="services">What attributes may ask for.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadValidation(IServiceProvider services)
{
    private List<(string Name, string? Key)>? _path;
    private List<MessageValidationError>? _errors;

    /// <summary>Errors found so far.</summary>
    public int Count => _errors?.Count ?? 0;

    /// <summary>Checks a member. Where it is required and missing, nothing else is said of it.</summary>
    /// <param name="instance">The object that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="displayName">Its name in messages.</param>
    /// <param name="value">Its value.</param>
    /// <param name="attributes">Its rules; <see cref="RequiredAttribute"/> comes first.</param>
    public void Member(object instance, string name, string displayName, object? value, ValidationAttribute[] attributes)
    {
        var context = new ValidationContext(instance, displayName, services, items: null) { MemberName = name };
        foreach (var attribute in attributes)
        {
            if (attribute.GetValidationResult(value, context) is { } failure)
            {
                Add(name, failure);
                if (attribute is RequiredAttribute)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Checks an object by the attributes of its type.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="displayName">The type's name in messages.</param>
    /// <param name="attributes">The type's rules.</param>
    public void Type(object instance, string displayName, ValidationAttribute[] attributes)
    {
        var context = new ValidationContext(instance, displayName, services, items: null);
        foreach (var attribute in attributes)
        {
            if (attribute.GetValidationResult(instance, context) is { } failure)
            {
                Add(null, failure);
            }
        }
    }

    /// <summary>Lets an object check itself.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="displayName">The type's name in messages.</param>
    public void Itself(IValidatableObject instance, string displayName)
    {
        foreach (var failure in instance.Validate(new ValidationContext(instance, displayName, services, items: null)))
        {
            if (failure is not null)
            {
                Add(null, failure);
            }
        }
    }

    /// <summary>Goes into a member, an element of a list, or a value of a dictionary.</summary>
    /// <param name="name">The member's name; empty where the message itself is the collection.</param>
    /// <param name="key">The element's index or key; <see langword="null"/> for neither.</param>
    public void Enter(string name, IFormattable? key = null) => Enter(name, key?.ToString(null, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Enter(string, IFormattable?)"/>
    public void Enter(string name, string? key) => (_path ??= []).Add((name, key));

    /// <summary>Goes back.</summary>
    public void Leave() => _path!.RemoveAt(_path.Count - 1);

    /// <summary>Ends the walk.</summary>
    /// <param name="messageType">The type of the message.</param>
    /// <exception cref="MessageValidationException">Something is wrong with it.</exception>
    public void ThrowIfFailed(Type messageType)
    {
        if (_errors is not null)
        {
            throw new MessageValidationException(messageType, _errors);
        }
    }

    private void Add(string? member, ValidationResult failure)
    {
        var text = failure.ErrorMessage ?? "It is not valid.";
        _errors ??= [];
        var count = _errors.Count;
        if (member is null)
        {
            foreach (var name in failure.MemberNames)
            {
                _errors.Add(new MessageValidationError(PathOf(name), text));
            }
        }

        if (_errors.Count == count)
        {
            _errors.Add(new MessageValidationError(PathOf(member ?? ""), text));
        }
    }

    private string PathOf(string member)
    {
        if (_path is not { Count: > 0 })
        {
            return member;
        }

        var path = new StringBuilder();
        foreach (var (name, key) in _path)
        {
            if (path.Length > 0 && name.Length > 0)
            {
                path.Append('.');
            }

            path.Append(name);
            if (key is not null)
            {
                path.Append('[').Append(key).Append(']');
            }
        }

        return member.Length == 0 ? path.ToString() : path.Append('.').Append(member).ToString();
    }
}
