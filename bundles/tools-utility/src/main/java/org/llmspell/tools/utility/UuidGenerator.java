package org.llmspell.tools.utility;

import com.fasterxml.uuid.EthernetAddress;
import com.fasterxml.uuid.Generators;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** UUIDs of RFC 9562 and names made from them. */
@Component
@ToolSpec(
    name = "uuid-generator",
    description =
        "Generates UUIDs and component ids, the same id for the same name, and validates UUIDs",
    level = SecurityLevel.SAFE)
public final class UuidGenerator implements RecordTool<UuidGenerator.Params> {
  private static final List<String> VERSIONS = List.of("v1", "v4", "v5", "v6", "v7");
  private static final List<String> OPERATIONS =
      List.of("generate", "component_id", "deterministic", "custom", "validate");

  private final Clock clock;

  record Params(
      @Doc("generate, component_id, deterministic, custom or validate") @Default("generate")
          String operation,
      @Doc("v1, v4, v5, v6 or v7") @Default("v4") Object version,
      @Doc("hyphenated, simple, urn or braced") @Default("hyphenated") String format,
      @Doc("for v5: dns, url, oid, x500, agent, tool, workflow or a UUID")
          Optional<String> namespace,
      @Doc("the name that a v5 or deterministic id stands for") Optional<String> name,
      @Doc("first part of a component or custom id") Optional<String> prefix,
      @Doc("take 8 hexadecimal digits instead of a whole UUID") @Default("false") boolean short_,
      @Doc("put the time into a custom id, in Unix seconds") @Default("false") boolean timestamp,
      @Doc("last part of a custom id") Optional<String> suffix,
      @Doc("the UUID to validate") @Alias("input") Optional<String> uuid) {}

  /** A tool on the clock of the system. */
  @Activate
  public UuidGenerator() {
    this(Clock.systemUTC());
  }

  UuidGenerator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return switch (params.operation()) {
      case "generate" -> generate(params);
      case "component_id" -> componentId(params);
      case "deterministic" -> deterministic(params);
      case "custom" -> custom(params);
      case "validate" -> validate(params);
      default -> throw Choice.invalid("operation", params.operation(), OPERATIONS);
    };
  }

  private ToolOutput generate(Params params) {
    String version = version(params.version());
    UUID uuid =
        switch (version) {
          case "v1" -> Generators.timeBasedGenerator(node()).generate();
          case "v5" -> named(namespace(params.namespace().orElse("dns")), name(params, "UUID v5"));
          case "v6" -> Generators.timeBasedReorderedGenerator(node()).generate();
          case "v7" -> Generators.timeBasedEpochGenerator().generate();
          default -> UUID.randomUUID();
        };
    String format = params.format().toLowerCase(Locale.ROOT);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("uuid", write(uuid, format));
    result.put("version", version);
    result.put("format", format);
    return ToolOutput.success("generate", "Generated UUID " + version, result);
  }

  private static ToolOutput componentId(Params params) {
    String prefix = params.prefix().orElse("component");
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("id", prefix + "_" + random(params));
    result.put("prefix", prefix);
    result.put("short", params.short_());
    return ToolOutput.success("component_id", "Generated component id", result);
  }

  private static ToolOutput deterministic(Params params) {
    String given = params.namespace().orElse("agent");
    String namespace = List.of("agent", "tool", "workflow").contains(given) ? given : "agent";
    String name = name(params, "A deterministic id");
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("id", named(namespace(namespace), name).toString());
    result.put("namespace", namespace);
    result.put("name", name);
    return ToolOutput.success("deterministic", "Generated deterministic id", result);
  }

  private ToolOutput custom(Params params) {
    List<String> parts = new ArrayList<>();
    params.prefix().ifPresent(parts::add);
    if (params.timestamp()) {
      parts.add(Long.toString(Instant.now(clock).getEpochSecond()));
    }
    parts.add(random(params));
    params.suffix().ifPresent(parts::add);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("id", String.join("_", parts));
    result.put("timestamp", params.timestamp());
    result.put("short", params.short_());
    return ToolOutput.success("custom", "Generated custom id", result);
  }

  /** The keys stand in the envelope itself, as scripts for the original expect it. */
  private static ToolOutput validate(Params params) {
    String given = params.uuid().orElseThrow(() -> Choice.missing("uuid"));
    Map<String, @Nullable Object> verdict = new LinkedHashMap<>();
    try {
      UUID uuid = UuidText.parse(given);
      verdict.put("valid", true);
      verdict.put("uuid", uuid.toString());
      verdict.put("version", "v" + uuid.version());
      verdict.put("variant", UuidText.variant(uuid));
    } catch (IllegalArgumentException e) {
      verdict.put("valid", false);
      verdict.put("error", "Invalid UUID format");
    }
    ToolOutput output = ToolOutput.success("validate", verdict);
    for (var entry : verdict.entrySet()) {
      output = output.with(entry.getKey(), entry.getValue());
    }
    return output;
  }

  private static String random(Params params) {
    String uuid = UUID.randomUUID().toString();
    return params.short_() ? uuid.substring(0, 8) : uuid;
  }

  private static EthernetAddress node() {
    return EthernetAddress.constructMulticastAddress(); // random, so the machine stays unknown
  }

  private static UUID named(UUID namespace, String name) {
    return Generators.nameBasedGenerator(namespace).generate(name);
  }

  private static String name(Params params, String who) {
    return params
        .name()
        .orElseThrow(() -> SpellException.validation("name", who + " requires a name parameter"));
  }

  private static String version(Object given) {
    String text =
        given instanceof Number number
            ? Long.toString(number.longValue())
            : given.toString().toLowerCase(Locale.ROOT);
    String version = text.startsWith("v") ? text : "v" + text;
    if (!VERSIONS.contains(version)) {
      throw Choice.invalid("version", given, VERSIONS);
    }
    return version;
  }

  private static UUID namespace(String name) {
    return UuidText.namespace(name)
        .orElseGet(() -> {
          try {
            return UuidText.parse(name);
          } catch (IllegalArgumentException e) {
            throw SpellException.validation(
                "namespace",
                "Invalid namespace UUID: '%s'. Give a UUID or one of: %s"
                    .formatted(name, String.join(", ", UuidText.namespaces())));
          }
        });
  }

  private static String write(UUID uuid, String format) {
    String text = uuid.toString();
    return switch (format) {
      case "hyphenated", "standard" -> text;
      case "simple" -> text.replace("-", "");
      case "urn" -> "urn:uuid:" + text;
      case "braced" -> "{" + text + "}";
      default ->
          throw Choice.invalid("format", format, List.of("hyphenated", "simple", "urn", "braced"));
    };
  }
}
