package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.state.StateScope;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** Updates the bundle of Xodus many times, uses each, and counts what is left. */
@RunWith(PaxExam.class)
public class FiftyLivesOfABackendLeaveNothingBehindTest {
  private static final int LIVES = 50;

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin settings;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void afterTheLastOne() throws Exception {
    var state = new State(context, settings);
    state.configure("xodus", Map.of("enabled", true));
    Bundle xodus = state.bundle(State.XODUS);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    use(state, xodus, 0, loaders);
    Set<String> threads = threads();

    for (int life = 1; life < LIVES; life++) {
      xodus.update();
      use(state, xodus, life, loaders);
    }

    assertThat(threads()).as("threads that were not there before").isSubsetOf(threads);
    xodus.stop();
    Path folder = Path.of(context.getProperty("llmspell.home"), "state", "xodus");
    assertThat(locked(folder)).isEmpty();
    assertThat(openFiles(folder)).isEmpty();
    assertThat(threads()).noneMatch(name -> name.contains("odus"));
    xodus.update();
    Await.until(
        () -> "the old class loaders are gone; left: " + left(loaders),
        () -> {
          System.gc();
          return left(loaders) == 0;
        });
    xodus.start();
    assertThat(state.store().get(StateScope.GLOBAL, "life")).contains((long) LIVES - 1);
  }

  private static void use(
      State state, Bundle xodus, long life, List<WeakReference<ClassLoader>> loaders) {
    state.store().set(StateScope.GLOBAL, "life", life);
    state.store().sync();
    assertThat(state.store().get(StateScope.GLOBAL, "life")).contains(life);
    loaders.add(new WeakReference<>(xodus.adapt(BundleWiring.class).getClassLoader()));
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("ForkJoinPool-1-worker-"))
        .collect(Collectors.toSet());
  }

  /** The files of a folder that somebody in this process or another one has locked. */
  private static List<String> locked(Path folder) throws Exception {
    List<String> locked = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          if (lock == null) {
            locked.add(file.toString());
          }
        } catch (java.nio.channels.OverlappingFileLockException e) {
          locked.add(file.toString());
        }
      }
    }
    return locked;
  }

  /** The files of a folder that this process has open, where the system tells. */
  private static List<String> openFiles(Path folder) throws Exception {
    Path all = Path.of("/proc/self/fd");
    List<String> open = new ArrayList<>();
    if (Files.isDirectory(all)) {
      try (Stream<Path> links = Files.list(all)) {
        for (Path link : links.toList()) {
          if (Files.exists(link)) {
            String target = Files.readSymbolicLink(link).toString();
            if (target.startsWith(folder.toString())) {
              open.add(target);
            }
          }
        }
      }
    }
    return open;
  }
}
