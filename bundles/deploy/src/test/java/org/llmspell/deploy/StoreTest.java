package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path home;

  @Test
  void tellsWhatIsNeededWhenTheDiskIsFull() throws IOException {
    Path jar = Jars.build(home.resolve("greet.jar"), "greeter", "1.0.0", Jars.greet());
    var store = new Store(home.resolve("plugins"), new FullDisk());
    store.lock().close();

    assertThatThrownBy(() -> store.add(jar, "greet.jar", _ -> Set.of()))
        .hasMessageMatching(
            "Can not store 'greet.jar', which needs [\\d.]+ KiB:.* No space left on device;"
                + " .*plugins has .*iB free");
    store.sweep(Index.EMPTY);
    assertThat(home.resolve("plugins")).isDirectoryNotContaining("glob:**incoming*");
    assertThat(store.jars()).isEmpty();
  }

  @Test
  void givesTheLockToOneAtATime() throws IOException {
    var store = new Store(home, new FileDisk());

    StoreLock first = store.lock();
    assertThatThrownBy(store::lock).hasMessageContaining("(" + ProcessHandle.current().pid() + ")");
    first.close();
    store.lock().close();
  }

  /** A disk with room for a few bytes. */
  private static final class FullDisk implements Disk {
    private final Disk disk = new FileDisk();

    @Override
    public void makeFolder(Path folder) throws IOException {
      disk.makeFolder(folder);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public Copied copy(Path from, Path to) throws IOException {
      Files.write(to, new byte[] {'P', 'K'});
      throw new IOException("No space left on device");
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      disk.replace(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
      disk.delete(path);
    }
  }
}
