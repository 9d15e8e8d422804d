package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.PluginManager.Watch;
import org.llmspell.core.plugin.UpgradeOptions;

/**
 * Watches a folder without polling: it sleeps until the system tells of a change, and looks again
 * only while a file is not finished. {@link FolderPlugins} decides what is to be done.
 */
final class FolderWatch implements Watch {
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(900);

  /** What the files of the folder are for. */
  interface Target {
    /** Whether the file is of a kind that can be a plugin. */
    boolean handles(Path file);

    /** Installs the plugin of a file, or upgrades to it. */
    PluginInfo put(Path file, UpgradeOptions options, Progress progress);

    /** Uninstalls. */
    void remove(String name, Progress progress);
  }

  private final Path folder;
  private final WatchService service;
  private final FolderPlugins plugins;
  private final Progress progress;
  private final Consumer<FolderWatch> closed;
  private final Thread thread;

  private FolderWatch(
      Path folder,
      WatchService service,
      FolderPlugins plugins,
      Progress progress,
      Consumer<FolderWatch> closed) {
    this.folder = folder;
    this.service = service;
    this.plugins = plugins;
    this.progress = progress;
    this.closed = closed;
    this.thread = Thread.ofVirtual().name("llmspell-watch").unstarted(this::run);
  }

  /**
   * Starts to watch.
   *
   * @param closed hears of the end
   */
  static FolderWatch open(
      Path folder, Target target, Progress progress, Consumer<FolderWatch> closed) {
    if (!Files.isDirectory(folder)) {
      throw SpellException.validation(
          "folder", "'%s' is no folder, so it can not be watched".formatted(folder));
    }
    try {
      WatchService service = folder.getFileSystem().newWatchService();
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      var plugins = new FolderPlugins(target, progress, FolderPlugins.Times.DEFAULT);
      var watch = new FolderWatch(folder, service, plugins, progress, closed);
      watch.thread.start();
      return watch;
    } catch (IOException e) {
      throw SpellException.storage(
          "read", "'%s' can not be watched: %s".formatted(folder, Words.of(e)), e);
    }
  }

  private void run() {
    try (service) {
      scan();
      boolean there = true;
      while (there) {
        long patience = plugins.settle(System.nanoTime());
        WatchKey key =
            patience < 0
                ? service.take()
                : service.poll(Math.max(1, patience / 1_000_000), TimeUnit.MILLISECONDS);
        there = key == null || handle(key);
      }
      progress.step("the folder %s is gone; it is no longer watched".formatted(folder));
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // the watch was closed
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      progress.step("the folder %s can not be watched: %s".formatted(folder, Words.of(e)));
    } finally {
      closed.accept(this);
    }
  }

  private boolean handle(WatchKey key) throws IOException {
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        plugins.touched(folder.resolve(name), System.nanoTime());
      } else {
        scan(); // events were lost
      }
    }
    return key.reset();
  }

  private void scan() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(file -> plugins.touched(file, System.nanoTime()));
    }
    plugins.known().forEach(file -> plugins.touched(file, System.nanoTime()));
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.interrupt();
      if (Thread.currentThread() != thread && !thread.join(CLOSE_LIMIT)) {
        progress.step("the watch of %s ends with the change it is making".formatted(folder));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      progress.step("the watch of %s was not closed: %s".formatted(folder, Words.of(e)));
    }
  }
}
