package org.llmspell.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.llmspell.core.error.SpellException;

/**
 * The file with the secrets, encrypted as a whole and replaced as a whole. Changes exclude each
 * other, also those of other processes; readers see the file before a change or after it.
 * Thread-safe.
 */
final class SecretFile {
  private static final long MAX_BYTES = 1 << 20;

  private final Path folder;
  private final Path file;
  private final Sealer sealer;
  private final ReentrantLock lock = new ReentrantLock();

  SecretFile(Path folder, Sealer sealer) {
    this.folder = folder;
    this.file = folder.resolve("keys.bin");
    this.sealer = sealer;
  }

  /** What is kept; the caller closes it. */
  KeptSecrets read() {
    try {
      return load();
    } catch (IOException e) {
      throw unreachable("read", e);
    }
  }

  /** Changes what is kept; the change is on disk when this returns. */
  <T> T change(Function<KeptSecrets, T> change) {
    lock.lock();
    try {
      OwnerOnly.folder(folder);
      try (FileChannel guard =
              OwnerOnly.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = guard.lock();
          KeptSecrets secrets = load()) {
        T result = change.apply(secrets);
        save(secrets);
        return result;
      }
    } catch (IOException e) {
      throw unreachable("write", e);
    } finally {
      lock.unlock();
    }
  }

  private KeptSecrets load() throws IOException {
    byte[] plain;
    try {
      OwnerOnly.check(file);
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw Sealer.damaged(file, "it has %d bytes".formatted(size), null);
      }
      plain = sealer.open(Files.readAllBytes(file), file);
    } catch (NoSuchFileException _) {
      return new KeptSecrets();
    }
    try {
      return KeptSecrets.of(plain);
    } catch (IllegalArgumentException e) {
      throw Sealer.damaged(file, "what is in it makes no sense", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private void save(KeptSecrets secrets) throws IOException {
    byte[] plain = secrets.toBytes();
    byte[] sealed;
    try {
      sealed = sealer.seal(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    if (sealed.length > MAX_BYTES) {
      throw SpellException.validation(
          "secret", "All keys together would take more than %d bytes".formatted(MAX_BYTES));
    }
    Path fresh = folder.resolve("keys.new");
    Files.deleteIfExists(fresh); // what a process that died left behind
    try {
      OwnerOnly.write(fresh, ByteBuffer.wrap(sealed));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private SpellException unreachable(String operation, IOException e) {
    return SpellException.storage(
        operation,
        "The keys in '%s' can not be %s: %s"
            .formatted(folder, operation.equals("read") ? "read" : "written", e.getMessage()),
        e);
  }
}
