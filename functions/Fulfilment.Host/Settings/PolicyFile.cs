using System.Text.Json;
using System.Text.Json.Serialization;
using Fulfilment.Domain;
using Fulfilment.Domain.Release;
using Fulfilment.Host.Cli;

namespace Fulfilment.Host.Settings;

/// <summary>A release policy as people write it: JSON with comments, nothing unknown in it.</summary>
public static class PolicyFile
{
    private static readonly JsonSerializerOptions Strict = new(DomainJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="UserError">With the line of the fault: it cannot be read, or makes no sense as a policy.</exception>
    public static ReleasePolicy Load(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            var policy = JsonSerializer.Deserialize<ReleasePolicy>(text, Strict) ?? throw new UserError($"{path}, line 1: the policy is null; write {{}} for the defaults.");
            return PolicyValidation.Validate(policy) is [var problem, ..]
                ? throw new UserError($"{path}, line {JsonLines.LineOf(text, problem.Path)}: {problem.Path}: {problem.Message}")
                : policy;
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}, line {e.LineNumber + 1}: {(e.Path is null or "$" ? "" : e.Path + ": ")}{JsonFault.Plain(e)}", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read the policy file {path}: {e.Message}", inner: e);
        }
    }
}
