package org.llmspell.deploy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.UpgradeOptions;
import org.osgi.framework.Version;

/**
 * Keeps plugins equal to the files of a folder. Used by one thread. A file counts when nothing has
 * happened to it for a moment and, if it is a jar, its end is there; so half a copy is never taken.
 */
final class FolderPlugins {
  private static final UpgradeOptions ANY_VERSION =
      new UpgradeOptions(true, UpgradeOptions.DEFAULT.drain());

  private static final int END = 0x504b0506;
  private static final int END_SIZE = 22;

  /**
   * How long to wait.
   *
   * @param quiet until a file counts as finished
   * @param gone until a file counts as removed, and not as about to be replaced
   * @param stalled until a jar whose end is missing is no longer expected to grow
   */
  record Times(Duration quiet, Duration gone, Duration stalled) {
    static final Times DEFAULT =
        new Times(Duration.ofMillis(30), Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  /** What a file looked like. */
  private record Look(long size, long modifiedNanos, @Nullable Object key) {
    static @Nullable Look at(Path file) {
      try {
        var found = Files.readAttributes(file, BasicFileAttributes.class);
        return found.isRegularFile()
            ? new Look(
                found.size(),
                found.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                found.fileKey())
            : null;
      } catch (IOException e) {
        return null; // not there, or not any more
      }
    }
  }

  /** A file to which something happened. */
  private record Pending(@Nullable Look look, long since) {}

  /** The plugin that was made of a file; {@code name} is null when the file was refused. */
  private record Known(Look look, @Nullable String name, @Nullable String version) {}

  private final FolderWatch.Target target;
  private final Progress progress;
  private final Times times;
  private final Map<Path, Pending> pending = new TreeMap<>();
  private final Map<Path, Known> known = new TreeMap<>();
  private final Map<String, Path> owners = new HashMap<>();

  FolderPlugins(FolderWatch.Target target, Progress progress, Times times) {
    this.target = target;
    this.progress = progress;
    this.times = times;
  }

  /** The files that were taken or refused. */
  List<Path> known() {
    return List.copyOf(known.keySet());
  }

  /** Something happened to a file, or may have. */
  void touched(Path file, long now) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean temporary =
        name.startsWith(".")
            || name.startsWith("#")
            || name.endsWith("~")
            || name.matches(".*\\.(tmp|part|partial|crdownload|filepart|swp)");
    if (!temporary && target.handles(file)) {
      pending.put(file, new Pending(Look.at(file), now));
    }
  }

  /**
   * Does what is due.
   *
   * @return how many nanoseconds later the next thing is due, negative when nothing is
   */
  long settle(long now) throws InterruptedException {
    long next = -1;
    for (Path file : List.copyOf(pending.keySet())) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long rest = settle(file, now);
      next = rest < 0 ? next : next < 0 ? rest : Math.min(next, rest);
    }
    return next;
  }

  /** Returns the time until the file is to be looked at again, negative when it is done. */
  private long settle(Path file, long now) {
    Pending seen = java.util.Objects.requireNonNull(pending.get(file));
    Look look = Look.at(file);
    if (!java.util.Objects.equals(look, seen.look())) {
      pending.put(file, new Pending(look, now));
      return (look == null ? times.gone() : times.quiet()).toNanos();
    }
    long age = now - seen.since();
    if (look == null) {
      return after(age, times.gone(), file, () -> removed(file));
    }
    Known before = known.get(file);
    if (before != null && before.look().equals(look)) {
      pending.remove(file);
      return -1;
    }
    boolean whole = isWhole(file);
    return after(age, whole ? times.quiet() : times.stalled(), file, () -> take(file, look));
  }

  private long after(long age, Duration wait, Path file, Runnable work) {
    if (age < wait.toNanos()) {
      return wait.toNanos() - age;
    }
    pending.remove(file);
    work.run();
    return pending.containsKey(file) ? times.gone().toNanos() : -1;
  }

  /**
   * Whether the last record of a jar is there; it is not looked into. Other kinds of files have no
   * mark at their end.
   */
  private static boolean isWhole(Path file) {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(Store.JAR)) {
      return true;
    }
    try (var content = new RandomAccessFile(file.toFile(), "r")) {
      if (content.length() < END_SIZE) {
        return false;
      }
      content.seek(content.length() - END_SIZE);
      return content.readInt() == END;
    } catch (IOException e) {
      return false; // not there any more, or shorter by now
    }
  }

  private void take(Path file, Look look) {
    try {
      Known before = known.get(file);
      boolean mayGoDown = before != null && before.name() != null && isOwner(file, before.name());
      PluginInfo info =
          target.put(file, mayGoDown ? ANY_VERSION : UpgradeOptions.DEFAULT, told(file));
      owners.put(info.name(), file);
      known.put(file, new Known(look, info.name(), info.version()));
      progress.step(
          "%s: %s %s is active".formatted(file.getFileName(), info.name(), info.version()));
      if (before != null && before.name() != null && !before.name().equals(info.name())) {
        giveUp(file, before.name());
      }
    } catch (SpellException e) {
      if (e.kind() instanceof ErrorKind.Storage(String operation) && "lock".equals(operation)) {
        pending.put(file, new Pending(look, System.nanoTime())); // somebody is at work: later
      } else {
        refused(file, look, e.message());
      }
    } catch (RuntimeException e) {
      refused(file, look, Words.of(e)); // a handler of somebody else
    }
  }

  private boolean isOwner(Path file, String name) {
    return file.equals(owners.get(name));
  }

  private void refused(Path file, Look look, String why) {
    Known before = known.get(file);
    known.put(
        file,
        new Known(
            look, before == null ? null : before.name(), before == null ? null : before.version()));
    progress.step("%s: %s".formatted(file.getFileName(), why));
  }

  private void removed(Path file) {
    Known before = known.remove(file);
    if (before != null && before.name() != null && isOwner(file, before.name())) {
      giveUp(file, before.name());
    }
  }

  /** The file that a plugin came from is no more: another one takes over, or the plugin goes. */
  private void giveUp(Path file, String name) {
    if (!isOwner(file, name)) {
      return;
    }
    owners.remove(name);
    Optional<Path> other = best(name);
    try {
      if (other.isPresent()) {
        PluginInfo info = target.put(other.get(), ANY_VERSION, told(other.get()));
        owners.put(name, other.get());
        progress.step(
            "%s: %s %s is active"
                .formatted(other.get().getFileName(), info.name(), info.version()));
      } else {
        target.remove(name, told(file));
      }
    } catch (SpellException e) {
      progress.step("%s: %s".formatted(file.getFileName(), e.message()));
    } catch (RuntimeException e) {
      progress.step("%s: %s".formatted(file.getFileName(), Words.of(e)));
    }
  }

  private Optional<Path> best(String name) {
    List<Map.Entry<Path, Known>> others = new ArrayList<>();
    for (var entry : known.entrySet()) {
      if (name.equals(entry.getValue().name()) && Files.exists(entry.getKey())) {
        others.add(entry);
      }
    }
    return others.stream()
        .max(
            java.util.Comparator.comparing(
                entry -> Version.parseVersion(entry.getValue().version()), VersionOrder.ORDER))
        .map(Map.Entry::getKey);
  }

  private Progress told(Path file) {
    return what -> progress.step("%s: %s".formatted(file.getFileName(), what));
  }
}
