package org.llmspell.tools.utility;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileEntry;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.GuardedFiles;

/**
 * The way from these tools to the guard of files. Every file has a largest size; errors name the
 * file and what it was for.
 *
 * @param guard decides which paths are allowed
 * @param maxBytes the largest file that is read, in bytes
 */
record LocalFiles(FileGuard guard, long maxBytes) {

  /** Something done with an open file. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * The content of a file.
   *
   * @param role what the file is for, for example {@code input file}
   */
  byte[] bytes(String path, String role, ExecutionContext context) {
    return read(path, role, context, InputStream::readAllBytes);
  }

  /** The content of a file as UTF-8 text. */
  String text(String path, String role, ExecutionContext context) {
    return read(
            path,
            role,
            context,
            in -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())))
        .toString();
  }

  /** What the reader makes of the content of a file; it gets at most the largest size. */
  <T> T read(String path, String role, ExecutionContext context, Reader<T> reader) {
    GuardedFiles files = guard.in(context);
    try {
      Optional<FileEntry> entry = files.entry(path);
      if (entry.filter(FileEntry::isFolder).isPresent()) {
        throw failed("read", role, path, "it is a folder", null);
      }
      long size = entry.map(FileEntry::size).orElse(0L);
      if (size > maxBytes) {
        throw tooLarge(role, size);
      }
      try (InputStream in = files.read(path)) {
        return reader.read(new LimitedStream(in, maxBytes, role));
      }
    } catch (IOException e) {
      throw failed("read", role, path, reason(e), e);
    }
  }

  /** Writes a file, replacing what was there. */
  void write(String path, byte[] content, String role, ExecutionContext context) {
    try {
      guard.in(context).write(path, out -> out.write(content));
    } catch (IOException e) {
      throw failed("write", role, path, reason(e), e);
    }
  }

  private SpellException tooLarge(String role, long size) {
    return tooLarge(role, size, maxBytes);
  }

  private static SpellException tooLarge(String role, long size, long max) {
    return SpellException.validation(
        role.replace(' ', '_'),
        "File size (%d bytes) exceeds maximum allowed size (%d bytes)".formatted(size, max));
  }

  private static SpellException failed(
      String verb, String role, String path, String reason, @Nullable Exception cause) {
    return SpellException.storage(
        verb, "Failed to %s %s: %s: %s".formatted(verb, role, path, reason), cause);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _, FileNotFoundException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case CharacterCodingException _ -> "it is no UTF-8 text";
      case FileSystemException failure when failure.getReason() != null -> failure.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null ? "the file system refused it" : message;
      }
    };
  }

  /** Guards against a file that grows, or that does not say how large it is. */
  private static final class LimitedStream extends InputStream {
    private final InputStream in;
    private final long max;
    private final String role;
    private long count;

    LimitedStream(InputStream in, long max, String role) {
      this.in = in;
      this.max = max;
      this.role = role;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int n) {
      count += n;
      if (count > max) {
        throw tooLarge(role, count, max);
      }
    }
  }
}
