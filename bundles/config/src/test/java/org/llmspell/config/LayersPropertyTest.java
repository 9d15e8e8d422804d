package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.config.Settings;

/** Random layers against a simple model: a flat map into which one layer after the other is put. */
class LayersPropertyTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStrongestLayerHolds(long seed) {
    var random = new Random(seed);
    List<Layer> layers = new ArrayList<>();
    Map<String, Object> model = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      Map<String, @Nullable Object> tree = Tree.create();
      for (int n = random.nextInt(6); n > 0; n--) {
        List<String> path = path(random);
        Tree.set(tree, path, i * 100L + n);
      }
      flat(tree, "")
          .forEach((key, value) -> {
            // A value takes the place of a section, and a section that of a value.
            model.keySet().removeIf(old -> old.startsWith(key + '.') || key.startsWith(old + '.'));
            model.put(key, value);
          });
      layers.add(Layer.named("layer " + i, tree, Map.of()));
    }
    var all = new Layers(layers);

    Settings settings = all.settings();

    assertThat(flat(settings.values(), "")).isEqualTo(model);
    model.forEach((key, value) -> {
      Optional<Layer> holder = all.holder(KeyPath.parse(key));
      assertThat(holder.flatMap(layer -> layer.find(KeyPath.parse(key)))).contains(value);
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changesAreExactlyWhatIsDifferent(long seed) {
    var random = new Random(seed);
    Map<String, @Nullable Object> before = tree(random);
    Map<String, @Nullable Object> after = tree(random);
    Map<String, Object> replayed = flat(before, "");

    for (Change change : Change.between(new Settings(before), new Settings(after))) {
      assertThat(change.before()).isNotEqualTo(change.after());
      if (change.before() instanceof Map<?, ?> gone) {
        replayed.keySet().removeAll(flat(gone, change.key() + '.').keySet());
      }
      replayed.remove(change.key());
      if (change.after() instanceof Map<?, ?> fresh) {
        replayed.putAll(flat(fresh, change.key() + '.'));
      } else if (change.after() != null) {
        replayed.put(change.key(), change.after());
      }
    }

    assertThat(replayed).isEqualTo(flat(after, ""));
  }

  private static Map<String, @Nullable Object> tree(Random random) {
    Map<String, @Nullable Object> tree = Tree.create();
    for (int n = random.nextInt(8); n > 0; n--) {
      Tree.set(tree, path(random), (long) random.nextInt(3));
    }
    return tree;
  }

  private static List<String> path(Random random) {
    List<String> path = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      path.add(String.valueOf((char) ('a' + random.nextInt(3))));
    }
    return path;
  }

  private static Map<String, Object> flat(Map<?, ?> tree, String prefix) {
    Map<String, Object> flat = new TreeMap<>();
    tree.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        flat.putAll(flat(inner, prefix + name + '.'));
      } else if (value != null) {
        flat.put(prefix + name, value);
      }
    });
    return flat;
  }
}
