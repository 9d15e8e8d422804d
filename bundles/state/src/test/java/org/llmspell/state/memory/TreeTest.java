package org.llmspell.state.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.backend.StateWrite;

class TreeTest {

  @Test
  void growsAndShrinksThroughSeveralDepthsLikeASortedMap() {
    var random = new SplittableRandom(17);
    var model = new TreeMap<String, String>();
    Tree tree = Tree.EMPTY;

    for (int round = 0; round < 400; round++) {
      // First mostly puts, later mostly deletes, down to nothing.
      int puts = round < 200 ? 90 : 10;
      var changes = new ArrayList<StateWrite>();
      for (int i = 0; i < 200; i++) {
        String key = "k" + random.nextInt(20_000);
        if (random.nextInt(100) < puts) {
          changes.add(StateWrite.put(bytes(key), bytes("v" + i)));
          model.put(key, "v" + i);
        } else {
          String gone = model.isEmpty() ? key : model.ceilingKey(key);
          changes.add(StateWrite.delete(bytes(gone == null ? key : gone)));
          model.remove(gone == null ? key : gone);
        }
      }
      tree = tree.with(changes);
      assertThat(tree.size()).isEqualTo(model.size());
    }

    assertThat(keys(tree)).isEqualTo(List.copyOf(model.keySet()));
    for (String key : List.copyOf(model.keySet())) {
      tree = tree.with(List.of(StateWrite.delete(bytes(key))));
    }
    assertThat(tree.size()).isZero();
    assertThat(keys(tree)).isEmpty();
    assertThat(tree.root()).isInstanceOf(Leaf.class);
  }

  @Test
  void leavesTheOldTreeAsItWas() {
    var first = new ArrayList<StateWrite>();
    for (int i = 0; i < 5_000; i++) {
      first.add(StateWrite.put(bytes("a" + i), bytes("old")));
    }
    Tree old = Tree.EMPTY.with(first);
    List<String> before = keys(old);

    Tree changed = old;
    for (int i = 0; i < 5_000; i++) {
      changed =
          changed.with(
              List.of(
                  StateWrite.put(bytes("b" + i), bytes("new")), StateWrite.delete(bytes("a" + i))));
    }

    assertThat(keys(old)).isEqualTo(before);
    assertThat(old.get(bytes("a4999"))).isEqualTo(bytes("old"));
    assertThat(keys(changed)).hasSize(5_000).allMatch(key -> key.startsWith("b"));
  }

  private static List<String> keys(Tree tree) {
    var keys = new ArrayList<String>();
    tree.scan(new byte[0], new byte[0], (key, value) -> keys.add(new String(key, UTF_8)));
    return keys;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
