package org.llmspell.config;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.llmspell.core.config.ContainerSettings.Following;

/**
 * Looks at files a few times in a second and says when they have changed: at a change that has come
 * to rest, so that a file that is being written is not read half. Looking works on every file
 * system and for links, and costs a few microseconds.
 */
final class Follower implements Following {
  private static final System.Logger LOG = System.getLogger("llmspell.config");

  private final List<Path> files;
  private final Runnable changed;
  private final Duration interval;
  private final Thread thread;
  private Map<Path, String> handled;
  private volatile boolean closed;

  /**
   * Starts to look.
   *
   * @param changed what to do; must not throw
   */
  Follower(List<Path> files, Runnable changed, Duration interval) {
    this.files = List.copyOf(files);
    this.changed = changed;
    this.interval = interval;
    this.handled = look();
    this.thread = Thread.ofVirtual().name("llmspell-settings").start(this::watch);
  }

  private void watch() {
    Map<Path, String> before = handled;
    while (!closed) {
      LockSupport.parkNanos(this, interval.toNanos());
      Map<Path, String> now = look();
      if (!closed && now.equals(before) && !now.equals(handled)) {
        handled = now;
        changed.run();
      }
      before = now;
    }
  }

  private Map<Path, String> look() {
    Map<Path, String> stamps = new LinkedHashMap<>();
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        stamps.put(file, stamp(file));
      }
    }
    return stamps;
  }

  private static String stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A settings file went away while it was looked at", e);
      return "gone";
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
