package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.OpenStore;

/** Makes full and incremental backups and throws old ones away, while two threads write. */
final class BackupWork implements Work {
  private static final List<Ring> RINGS = List.of(new Ring("red"), new Ring("blue"));

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "backup_enabled",
        true,
        "backup.max_backups",
        6,
        "backup.max_backup_age",
        "1ms",
        "backup.max_chain_length",
        4);
  }

  @Override
  public void prepare(Product product) {
    product.backup(false, "0 0");
  }

  @Override
  public void run(Product product, Voice voice, RandomGenerator random) {
    RINGS.forEach(ring -> ring.start(product, voice));
    while (true) {
      // What is in the store now was acknowledged before the backup began.
      String least = RINGS.get(0).newest(product) + " " + RINGS.get(1).newest(product);
      voice.tell(() -> voice.say("backup " + product.backup(random.nextInt(3) > 0, least).id()));
    }
  }

  private static int leftovers(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      var backups = new AtomicInteger();
      files
          .map(file -> String.valueOf(file.getFileName()))
          .forEach(name ->
              backups.addAndGet(
                  name.endsWith(".tmp")
                      ? 1 << 16
                      : name.endsWith(".backup") ? 1 : name.endsWith(".meta") ? -1 : 0));
      return backups.get();
    }
  }

  @Override
  public boolean isInTheMiddle(OpenStore store) throws IOException {
    Path state = store.folder().orElseThrow();
    return leftovers(state.resolveSibling("backups")) != 0;
  }

  @Override
  public void check(Product product, Heard heard, RandomGenerator random) throws IOException {
    RINGS.forEach(ring -> ring.check(product, heard));
    List<BackupInfo> all = product.backups.list();
    heard
        .last("backup")
        .ifPresent(
            id -> assertThat(all).extracting(BackupInfo::id).as("acknowledged").contains(id));
    for (BackupInfo info : all) {
      assertThat(product.validate(info.id()).errors()).as(info.id()).isEmpty();
    }
    BackupInfo any = all.get(random.nextInt(all.size()));
    product.restore(any.id(), RestoreOptions.DEFAULT.backup(false));
    String[] least = any.description().split(" ");
    for (int i = 0; i < RINGS.size(); i++) {
      assertThat(RINGS.get(i).check(product))
          .as("what %s holds", any.id())
          .isGreaterThanOrEqualTo(Long.parseLong(least[i]));
    }
    product.backups.cleanup(false);
    assertThat(leftovers(product.backups.folder())).as("what is left of dead backups").isZero();
    assertThat(product.backups.list()).hasSizeBetween(1, 9);
  }
}
