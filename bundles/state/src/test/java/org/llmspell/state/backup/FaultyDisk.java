package org.llmspell.state.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A file system of which one step fails: as if the process died there, or as if it were full. */
final class FaultyDisk implements Disk {
  private final long failing;
  private final boolean dies;
  private long steps;

  /** The process is dead. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("died", null, false, false);
    }
  }

  FaultyDisk(long failing, boolean dies) {
    this.failing = failing;
    this.dies = dies;
  }

  /** Whether the step that fails was reached. */
  boolean failed() {
    return steps >= failing;
  }

  private void step() throws IOException {
    steps++;
    if (dies ? steps >= failing : steps == failing) {
      if (dies) {
        throw new Death();
      }
      throw new IOException("No space left on device");
    }
  }

  /** The stream of a file. */
  private final class Faulty extends FilterOutputStream {
    final OutputStream real;

    Faulty(OutputStream real) {
      super(real);
      this.real = real;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int half = length / 2;
      real.write(bytes, from, half);
      step();
      real.write(bytes, from + half, length - half);
    }
  }

  @Override
  public OutputStream create(Path file) throws IOException {
    step();
    return new Faulty(REAL.create(file));
  }

  @Override
  public void sync(OutputStream out) throws IOException {
    step();
    REAL.sync(((Faulty) out).real);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    REAL.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    REAL.delete(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    step();
    REAL.syncFolder(folder);
  }
}
