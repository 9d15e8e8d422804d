package org.llmspell.tools.utility;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.OneOf;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Cryptographic hashes of texts and files. */
@Component
@ToolSpec(
    name = "hash-calculator",
    description = "Calculates and verifies MD5, SHA-1, SHA-256 and SHA-512 hashes of text or files",
    level = SecurityLevel.RESTRICTED)
public final class HashCalculator implements RecordTool<HashCalculator.Params> {
  private static final int MAX_BYTES = 100 << 20;
  private static final List<String> FORMATS = List.of("hex", "base64");

  private final LocalFiles files;

  /** With the guard of files. */
  @Activate
  public HashCalculator(@Reference FileGuard guard) {
    this.files = new LocalFiles(guard, MAX_BYTES);
  }

  record Params(
      @Doc("hash or verify") String operation,
      @Doc("md5, sha1, sha256 or sha512") @Default("sha256") String algorithm,
      @Doc("string or file; file when only a file is given") @OneOf({"string", "file"})
          Optional<String> inputType,
      @Doc("the text") @Alias({"text", "data"}) Optional<String> input,
      @Doc("the file") Optional<String> file,
      @Doc("hex or base64") @Default("hex") String format,
      @Doc("the hash to compare with, for verify") @Alias("expected") Optional<String> expectedHash,
      @Doc("how expected_hash is written: hex or base64") @Default("hex") String expectedFormat) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return switch (params.operation()) {
      case "hash" -> hash(params, context);
      case "verify" -> verify(params, context);
      default -> throw Choice.invalid("operation", params.operation(), List.of("hash", "verify"));
    };
  }

  private ToolOutput hash(Params params, ExecutionContext context) {
    String algorithm = algorithm(params.algorithm());
    String format = format("format", params.format());
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("algorithm", algorithm);
    result.put("hash", write(digest(params, algorithm, context), format));
    result.put("format", format);
    return ToolOutput.success("hash", "Calculated %s hash".formatted(algorithm), result);
  }

  private ToolOutput verify(Params params, ExecutionContext context) {
    String algorithm = algorithm(params.algorithm());
    String format = format("expected_format", params.expectedFormat());
    String given = params.expectedHash().orElseThrow(() -> Choice.missing("expected_hash"));
    byte[] expected = read(given, format);
    byte[] actual = digest(params, algorithm, context);
    boolean same = MessageDigest.isEqual(expected, actual);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("verified", same);
    result.put("algorithm", algorithm);
    if (!same) {
      result.put("expected", given);
      result.put("actual", write(actual, format));
    }
    String message = same ? "Hash verification successful" : "Hash verification failed";
    return ToolOutput.success("verify", message, result);
  }

  private byte[] digest(Params params, String algorithm, ExecutionContext context) {
    boolean fromFile =
        params
            .inputType()
            .map(type -> type.equals("file"))
            .orElse(params.input().isEmpty() && params.file().isPresent());
    MessageDigest digest = digestOf(algorithm);
    if (!fromFile) {
      String input = params.input().orElseThrow(() -> Choice.missing("input"));
      return digest.digest(Limits.text("input", input, MAX_BYTES).getBytes(StandardCharsets.UTF_8));
    }
    String path = params.file().orElseThrow(() -> Choice.missing("file"));
    return files.read(
        path,
        "file",
        context,
        in -> {
          byte[] buffer = new byte[64 << 10];
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            context.cancellation().check();
          }
          return digest.digest();
        });
  }

  private static String algorithm(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "md5" -> "MD5";
      case "sha1", "sha-1" -> "SHA-1";
      case "sha256", "sha-256" -> "SHA-256";
      case "sha512", "sha-512" -> "SHA-512";
      default ->
          throw Choice.invalid("algorithm", name, List.of("md5", "sha1", "sha256", "sha512"));
    };
  }

  private static String format(String parameter, String name) {
    String format = name.toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw Choice.invalid(parameter, name, FORMATS);
    }
    return format;
  }

  private static MessageDigest digestOf(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw SpellException.tool("hash-calculator", "This Java has no " + algorithm, e);
    }
  }

  private static String write(byte[] hash, String format) {
    return format.equals("hex")
        ? HexFormat.of().formatHex(hash)
        : Base64.getEncoder().encodeToString(hash);
  }

  private static byte[] read(String hash, String format) {
    try {
      return format.equals("hex")
          ? HexFormat.of().parseHex(hash)
          : Base64.getDecoder().decode(hash);
    } catch (IllegalArgumentException e) {
      throw SpellException.validation(
          "expected_hash",
          "Invalid %s string in expected_hash: %s".formatted(format, e.getMessage()));
    }
  }
}
