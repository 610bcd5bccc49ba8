using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Endpoints.Runtime.Tests.Architecture;

/// <summary>
/// Reads from an assembly's metadata which type uses which: base types, interfaces, constraints, attributes, fields, signatures, local
/// variables, and what the method bodies refer to. A nested type counts as the type around it.
/// </summary>
internal sealed class TypeReferences
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly HashSet<(string User, string Used)> _pairs = [];
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly UsedTypes _signatures;
    private string _user = "";

    private TypeReferences(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new UsedTypes(Add);
    }

    /// <summary>All pairs of using and used type in an assembly, ordered by name.</summary>
    public static IReadOnlyList<(string User, string Used)> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var references = new TypeReferences(file);
        references.ReadAll();
        return [.. references._pairs.Where(pair => pair.User != pair.Used).Order()];
    }

    private void Add(string used) => _pairs.Add((_user, used));

    private void ReadAll()
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var type = _metadata.GetTypeDefinition(handle);
            _user = UsedTypes.NameOf(_metadata, handle);

            // Helpers of the compiler: <Module>, <PrivateImplementationDetails> and the like, and attributes that it embeds.
            if (_user.StartsWith('<') || _user.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal))
            {
                continue;
            }

            ReadType(type.BaseType);
            ReadAttributes(type.GetCustomAttributes());
            ReadParameters(type.GetGenericParameters());
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                ReadType(_metadata.GetInterfaceImplementation(implementation).Interface);
            }

            foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
            {
                field.DecodeSignature(_signatures, null);
                ReadAttributes(field.GetCustomAttributes());
            }

            foreach (var property in type.GetProperties())
            {
                ReadAttributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
            }

            foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            {
                method.DecodeSignature(_signatures, null);
                ReadAttributes(method.GetCustomAttributes());
                ReadParameters(method.GetGenericParameters());
                if (method.RelativeVirtualAddress != 0)
                {
                    ReadBody(_file.GetMethodBody(method.RelativeVirtualAddress));
                }
            }
        }
    }

    private void ReadParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(handle => _metadata.GetGenericParameter(handle).GetConstraints()))
        {
            ReadType(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
        {
            ReadMember(_metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private void ReadBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            ReadType(region.CatchType);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE)
            {
                value = (value << 8) | code.ReadByte();
            }

            ReadOperand(ref code, Operands[value]);
        }
    }

    private void ReadOperand(ref BlobReader code, OperandType operand)
    {
        switch (operand)
        {
            case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                ReadMember(MetadataTokens.EntityHandle(code.ReadInt32()));
                break;
            case OperandType.InlineSig:
                _metadata.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(code.ReadInt32() & 0xFFFFFF))
                    .DecodeMethodSignature(_signatures, null);
                break;
            case OperandType.InlineSwitch:
                var targets = code.ReadInt32();
                code.Offset += 4 * targets;
                break;
            default:
                code.Offset += operand switch
                {
                    OperandType.InlineNone => 0,
                    OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                    OperandType.InlineVar => 2,
                    OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
                    OperandType.InlineI8 or OperandType.InlineR => 8,
                    _ => throw new BadImageFormatException($"Unknown operand {operand}."),
                };
                break;
        }
    }

    private void ReadMember(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                var instance = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                instance.DecodeSignature(_signatures, null);
                ReadMember(instance.Method);
                break;
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                ReadType(method.GetDeclaringType());
                method.DecodeSignature(_signatures, null);
                break;
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                ReadType(field.GetDeclaringType());
                field.DecodeSignature(_signatures, null);
                break;
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                ReadType(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Field)
                {
                    member.DecodeFieldSignature(_signatures, null);
                }
                else
                {
                    member.DecodeMethodSignature(_signatures, null);
                }

                break;
            default:
                ReadType(handle);
                break;
        }
    }

    private void ReadType(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition when !handle.IsNil:
                Add(UsedTypes.NameOf(_metadata, (TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference when !handle.IsNil:
                Add(UsedTypes.NameOf(_metadata, (TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            default:
                break;
        }
    }

    /// <summary>Reports every type that a signature names.</summary>
    private sealed class UsedTypes(Action<string> report) : ISignatureTypeProvider<bool, object?>
    {
        public static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
        {
            var type = metadata.GetTypeDefinition(handle);
            return type.GetDeclaringType() is { IsNil: false } outer
                ? NameOf(metadata, outer)
                : Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        }

        public static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
        {
            var type = metadata.GetTypeReference(handle);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)
                : Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        }

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => 
            Report(NameOf(reader, handle));

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 
            Report(NameOf(reader, handle));

        public bool GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public bool GetSZArrayType(bool elementType) => true;

        public bool GetArrayType(bool elementType, ArrayShape shape) => true;

        public bool GetByReferenceType(bool elementType) => true;

        public bool GetPointerType(bool elementType) => true;

        public bool GetPinnedType(bool elementType) => true;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

        public bool GetGenericMethodParameter(object? genericContext, int index) => true;

        public bool GetGenericTypeParameter(object? genericContext, int index) => true;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

        private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

        private bool Report(string name)
        {
            report(name);
            return true;
        }
    }
}
