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

    /// <exception cref="UserError">With the line of the fault.</exception>
    public static ReleasePolicy Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ReleasePolicy>(File.ReadAllText(path), Strict) ?? throw new UserError($"{path}, line 1: the policy is null; write {{}} for the defaults.");
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
