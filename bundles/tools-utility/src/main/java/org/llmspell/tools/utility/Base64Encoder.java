package org.llmspell.tools.utility;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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

/** Base64 of texts and files, in both alphabets of RFC 4648, with padding. */
@Component
@ToolSpec(
    name = "base64-encoder",
    description = "Encodes text or a file to Base64, and decodes it again",
    level = SecurityLevel.SAFE)
public final class Base64Encoder implements RecordTool<Base64Encoder.Params> {
  private static final int MAX_BYTES = 50 << 20;

  private final LocalFiles files;

  /** With the guard of files. */
  @Activate
  public Base64Encoder(@Reference FileGuard guard) {
    this.files = new LocalFiles(guard, MAX_BYTES);
  }

  record Params(
      @Doc("encode or decode") @OneOf({"encode", "decode"}) String operation,
      @Doc("text to encode, or Base64 to decode") @Alias({"text", "data"}) Optional<String> input,
      @Doc("file to take instead of input") Optional<String> inputFile,
      @Doc("file that takes the result") Optional<String> outputFile,
      @Doc("alphabet") @Default("standard") @OneOf({"standard", "url-safe", "url_safe"})
          String variant,
      @Doc("whether input is hexadecimal, to encode bytes that are no text") @Default("false")
          boolean binaryInput) {

    boolean urlSafe() {
      return !variant.equals("standard");
    }
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return params.operation().equals("encode") ? encode(params, context) : decode(params, context);
  }

  private ToolOutput encode(Params params, ExecutionContext context) {
    byte[] bytes =
        params.inputFile().isPresent()
            ? files.bytes(params.inputFile().get(), "input file", context)
            : bytesOf(params);
    var encoder = params.urlSafe() ? Base64.getUrlEncoder() : Base64.getEncoder();
    String encoded = encoder.encodeToString(bytes);
    return answer(params, encoded, false, encoded.getBytes(StandardCharsets.US_ASCII), context);
  }

  private ToolOutput decode(Params params, ExecutionContext context) {
    String encoded =
        params.input().isPresent()
            ? given(params)
            : files.text(
                params.inputFile().orElseThrow(Base64Encoder::nothingGiven), "input file", context);
    byte[] bytes;
    try {
      var decoder = params.urlSafe() ? Base64.getUrlDecoder() : Base64.getDecoder();
      bytes = decoder.decode(params.input().isPresent() ? encoded : encoded.strip());
    } catch (IllegalArgumentException e) {
      throw SpellException.validation("input", "Base64 decode error: " + e.getMessage());
    }
    String text = asText(bytes);
    boolean ascii = text != null && text.chars().allMatch(c -> c < 128);
    return answer(
        params, text != null ? text : HexFormat.of().formatHex(bytes), !ascii, bytes, context);
  }

  private ToolOutput answer(
      Params params, String output, boolean binary, byte[] bytes, ExecutionContext context) {
    String variant = params.urlSafe() ? "url-safe" : "standard";
    if (params.outputFile().isEmpty()) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("output", output);
      result.put("variant", variant);
      result.put("binary", binary);
      return ToolOutput.success(params.operation(), result);
    }
    String path = params.outputFile().get();
    files.write(path, bytes, "output file", context);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("variant", variant);
    metadata.put("file_path", path);
    metadata.put("file_size", bytes.length);
    String message = "Wrote %d bytes to %s".formatted(bytes.length, path);
    return ToolOutput.success(params.operation(), message, null).with("metadata", metadata);
  }

  private static byte[] bytesOf(Params params) {
    String input = given(params);
    if (!params.binaryInput()) {
      return input.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return HexFormat.of().parseHex(input);
    } catch (IllegalArgumentException e) {
      throw SpellException.validation("input", "Failed to parse hex input: " + e.getMessage());
    }
  }

  private static String given(Params params) {
    return Limits.text("input", params.input().orElseThrow(Base64Encoder::nothingGiven), MAX_BYTES);
  }

  private static SpellException nothingGiven() {
    return SpellException.validation("input", "Either 'input' or 'input_file' must be provided");
  }

  private static @Nullable String asText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null; // no text, so it is shown as hexadecimal
    }
  }
}
