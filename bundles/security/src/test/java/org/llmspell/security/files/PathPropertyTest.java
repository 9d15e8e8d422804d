package org.llmspell.security.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Policies;
import org.llmspell.security.policy.PolicyService;

/**
 * Many paths through a tree full of links, judged by a walk of our own that knows only the tree.
 */
@Tag("security")
class PathPropertyTest {
  private static final int PATHS = Integer.getInteger("security.paths", 6_000);

  @TempDir Path dir;

  @Test
  void allowsWhatTheWalkFindsInsideAndNothingElse() throws IOException {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("PathPropertyTest: -Dtest.seed=" + seed);
    var random = new Random(seed);
    dir = dir.toRealPath();
    Path open = Files.createDirectories(dir.resolve("open"));
    List<String> names =
        List.of("a", "b", "open", "openx", "secret", "l1", "l2", "l3", "..", ".", "", "tmp.");
    plant(random);
    PolicyService policies = Policies.container(dir);
    ExecutionContext context =
        Policies.run(
            policies,
            dir,
            Map.of(),
            "tools.file_operations.allowed_paths",
            List.of(open.toString()),
            "limits.file_operations_per_second",
            0L);
    GuardedFiles files = new FileGuardService(policies, new Policies.Recorded()).in(context);
    int allowed = 0;
    for (int i = 0; i < PATHS; i++) {
      String path = path(random, names);
      boolean inside = oracle(path, open);

      boolean lets = files.isAllowed(path, FileAction.READ);

      assertThat(lets).as("seed %d, path '%s'", seed, path).isEqualTo(inside);
      allowed += lets ? 1 : 0;
      checkWhatIsRead(files, path, lets);
    }
    System.out.printf("PathPropertyTest: %d paths, %d allowed, 0 escapes%n", PATHS, allowed);
    assertThat(allowed).isBetween(PATHS / 50, PATHS - PATHS / 50);
  }

  private void plant(Random random) throws IOException {
    for (String folder : List.of("open/a/b", "open/b", "openx/a", "secret/a/b", "a/open")) {
      Files.createDirectories(dir.resolve(folder));
      String content = folder.startsWith("open/") ? "inside" : "outside";
      Files.writeString(dir.resolve(folder).resolve("file"), content);
    }
    List<String> places = List.of("", "open", "open/a", "open/b", "secret", "secret/a", "openx");
    List<String> targets =
        List.of(
            "..",
            "../..",
            "../secret",
            "secret",
            "a",
            "../open",
            "b/..",
            "./a",
            "l1",
            "l2",
            "nowhere",
            "/",
            dir + "/secret",
            dir + "/open/b");
    for (String place : places) {
      for (String name : List.of("l1", "l2", "l3")) {
        Path link = dir.resolve(place).resolve(name);
        Files.createSymbolicLink(link, Path.of(targets.get(random.nextInt(targets.size()))));
      }
    }
  }

  private String path(Random random, List<String> names) {
    var path = new StringBuilder();
    if (random.nextInt(4) == 0) {
      path.append(dir).append('/');
    }
    for (int i = random.nextInt(7); i >= 0; i--) {
      path.append(names.get(random.nextInt(names.size())));
      path.append(i > 0 || random.nextInt(5) == 0 ? "/".repeat(1 + random.nextInt(2)) : "");
    }
    if (random.nextInt(3) == 0) {
      path.append("/file");
    }
    return path.toString();
  }

  /**
   * Where a path leads: dots of the text are taken out first, as documented; then name by name, a
   * link putting its target's names in front of the rest.
   */
  private boolean oracle(String text, Path open) throws IOException {
    if (text.isEmpty()) {
      return false;
    }
    String start = text.startsWith("/") ? text : dir + "/" + text;
    Deque<String> lexical = new ArrayDeque<>();
    for (String name : start.split("/")) {
      if (name.equals("..")) {
        if (lexical.pollLast() == null) {
          return false;
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        lexical.addLast(name);
      }
    }
    Deque<String> rest = new ArrayDeque<>(lexical);
    List<String> at = new ArrayList<>();
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!at.isEmpty()) {
          at.removeLast();
        }
        continue;
      }
      Path here = Path.of("/" + String.join("/", at), name);
      if (Files.isSymbolicLink(here)) {
        if (++links > 200) {
          return false;
        }
        String target = Files.readSymbolicLink(here).toString();
        if (target.startsWith("/")) {
          at.clear();
        }
        List<String> names = Arrays.asList(target.split("/"));
        names.reversed().forEach(rest::addFirst);
      } else {
        at.add(name);
      }
    }
    List<String> root = Arrays.asList(open.toString().substring(1).split("/"));
    return at.size() >= root.size() && at.subList(0, root.size()).equals(root);
  }

  private static void checkWhatIsRead(GuardedFiles files, String path, boolean lets) {
    try {
      String content =
          new String(files.readBytes(path, 100), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(lets).isTrue();
      assertThat(content).isEqualTo("inside");
    } catch (IOException e) {
      assertThat(lets).isTrue();
    } catch (SpellException e) {
      assertThat(lets).as(path + ": " + e.text()).isFalse();
    }
  }
}
