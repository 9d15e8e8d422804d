package org.llmspell.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.secret.Secret;

/** The key that a command is given: its second word, or a line of standard input. */
final class GivenKey {
  private static final int MOST = 1 << 16;

  private GivenKey() {}

  static Secret of(CommandCall call) throws IOException {
    if (call.parameters().size() > 1) {
      return new Secret(call.parameters().get(1).strip().toCharArray());
    }
    if (call.request().interactive()) {
      call.progress("Key: ");
    }
    byte[] line = line(call.request().input());
    CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line));
    Arrays.fill(line, (byte) 0);
    try {
      String text = chars.toString().strip();
      if (text.isEmpty()) {
        throw new UsageException("No key given: name it, or write it to standard input");
      }
      return new Secret(text.toCharArray());
    } finally {
      Arrays.fill(chars.array(), '\0');
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    byte[] bytes = new byte[MOST];
    int length = 0;
    for (int next = in.read(); next >= 0 && next != '\n' && length < MOST; next = in.read()) {
      bytes[length++] = (byte) next;
    }
    byte[] line = Arrays.copyOf(bytes, length);
    Arrays.fill(bytes, (byte) 0);
    return line;
  }
}
