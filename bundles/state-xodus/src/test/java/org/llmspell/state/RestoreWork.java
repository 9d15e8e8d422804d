package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.OpenStore;

/**
 * Restores one of two states after the other; in some processes the whole state, in the others two
 * scopes, while another thread writes in a third one.
 */
final class RestoreWork implements Work {
  private static final StateScope DATA = StateScope.parse("custom:data");
  private static final StateScope USER = StateScope.parse("user:u");
  private static final RestoreOptions WHOLE = RestoreOptions.DEFAULT.backup(false);
  private static final RestoreOptions PART = WHOLE.only(Set.of(DATA, USER));

  private final Ring ring = new Ring("ring");

  @Override
  public Map<String, Object> settings() {
    return Map.of("backup_enabled", true, "backup.max_backups", 1_000);
  }

  /** The entries of both scopes in the state A or B: some of each, some changed, many the same. */
  private static Map<String, Object> entries(String name) {
    boolean first = name.equals("A");
    Map<String, Object> all = new LinkedHashMap<>();
    for (long i = first ? 0 : 300; i < (first ? 2_000 : 2_300); i++) {
      all.put("k%05d".formatted(i), i % 3 == 0 ? Map.of("is", name, "n", i) : (Object) i);
    }
    return all;
  }

  private static void fill(Product product, String name) {
    for (StateScope scope : Set.of(DATA, USER)) {
      product.state.clear(scope);
      entries(name).forEach((key, value) -> product.state.set(scope, key, value));
    }
  }

  @Override
  public void prepare(Product product) {
    fill(product, "A");
    product.backup(false, "A");
    fill(product, "B");
    product.backup(true, "B");
  }

  private static String backup(Product product, String name) {
    return product.backups.list().stream()
        .filter(info -> info.description().equals(name))
        .map(BackupInfo::id)
        .findFirst()
        .orElseThrow();
  }

  /** The name of the present state; fails when it is a mixture. */
  private static String present(Product product) {
    Map<String, ?> data = product.state.all(DATA);
    String name = data.containsKey("k00000") ? "A" : "B";
    assertThat(data).isEqualTo(entries(name));
    assertThat(product.state.all(USER)).isEqualTo(entries(name));
    return name;
  }

  @Override
  public void run(Product product, Voice voice, RandomGenerator random) {
    boolean whole = random.nextInt(3) == 0;
    if (whole) {
      voice.say("mode whole");
    } else {
      ring.start(product, voice);
    }
    RestoreOptions options = whole ? WHOLE : PART;
    String now = present(product);
    while (true) {
      String next = now.equals("A") ? "B" : "A";
      voice.say("state changes");
      String id = backup(product, next);
      voice.tell(() -> product.restore(id, options.backup(random.nextInt(8) == 0)));
      voice.say("state " + next);
      Voice.rest(random);
      now = next;
    }
  }

  @Override
  public boolean isInTheMiddle(OpenStore store) {
    return !store.pending().isEmpty();
  }

  @Override
  public void check(Product product, Heard heard, RandomGenerator random) throws IOException {
    String now = present(product);
    heard
        .last("state")
        .filter(last -> !last.equals("changes"))
        .ifPresent(last -> assertThat(now).isEqualTo(last));
    if (heard.last("mode").isEmpty()) {
      ring.check(product, heard);
    }
    for (BackupInfo info : product.backups.list()) {
      assertThat(product.validate(info.id()).errors()).as(info.id()).isEmpty();
      if (!Set.of("A", "B").contains(info.description())) {
        product.backups.delete(info.id());
      }
    }
    product.backups.cleanup(false);
  }
}
