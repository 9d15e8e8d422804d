package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RetentionDecision;
import org.llmspell.core.state.backup.RetentionPriority;

class RetentionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static BackupInfo backup(String id, Duration age, @Nullable String parent) {
    return new BackupInfo(
        id,
        1,
        NOW.minus(age),
        parent != null,
        parent,
        "",
        "1.0.0",
        10,
        1,
        1,
        1,
        List.of(),
        "none",
        3,
        null,
        "",
        0);
  }

  private static Map<String, RetentionDecision> decide(
      RetentionPolicy policy, BackupInfo... backups) {
    return policy.decide(List.of(backups), NOW).stream()
        .collect(Collectors.toMap(RetentionDecision::backupId, one -> one));
  }

  private static RetentionDecision one(Map<String, RetentionDecision> found, String id) {
    return Objects.requireNonNull(found.get(id));
  }

  @Test
  void timeKeepsWhatIsExactlyAsOldAsAllowed() {
    var policy = new RetentionPolicy.TimeBased(Duration.ofDays(10));
    var found =
        decide(
            policy,
            backup("young", Duration.ofDays(4), null),
            backup("edge", Duration.ofDays(10), null),
            backup("old", Duration.ofDays(10).plusMillis(1), null));

    assertThat(one(found, "young").priority()).isEqualTo(RetentionPriority.IMPORTANT);
    assertThat(one(found, "edge").retain()).isTrue();
    assertThat(one(found, "old").retain()).isFalse();
  }

  @Test
  void countKeepsTheNewest() {
    var found =
        decide(
            new RetentionPolicy.CountBased(2),
            backup("c", Duration.ofDays(1), null),
            backup("b", Duration.ofDays(2), null),
            backup("a", Duration.ofDays(3), null));

    assertThat(found.values().stream().filter(RetentionDecision::retain))
        .extracting(RetentionDecision::backupId)
        .containsExactlyInAnyOrder("b", "c");
    assertThat(one(found, "c").priority()).isEqualTo(RetentionPriority.IMPORTANT);
    assertThat(one(found, "b").priority()).isEqualTo(RetentionPriority.STANDARD);
  }

  @Test
  void importanceKeepsFullOnesAndTheFirstOfADay() {
    var found =
        decide(
            new RetentionPolicy.ImportanceBased(),
            backup("newest full", Duration.ofHours(1), null),
            backup("later", Duration.ofHours(30), "first"),
            backup("first", Duration.ofHours(40), "full"),
            backup("full", Duration.ofHours(90), null));

    assertThat(one(found, "newest full").priority()).isEqualTo(RetentionPriority.CRITICAL);
    assertThat(one(found, "later").retain()).isFalse();
    assertThat(one(found, "first").priority()).isEqualTo(RetentionPriority.IMPORTANT);
    assertThat(one(found, "full").retain()).isTrue();
  }

  @Test
  void compositeDeletesOnlyWhatAllDelete() {
    var policy =
        new RetentionPolicy.Composite(
            List.of(
                new RetentionPolicy.TimeBased(Duration.ofDays(5)),
                new RetentionPolicy.CountBased(1)));
    var found =
        decide(
            policy,
            backup("old but newest", Duration.ofDays(9), null),
            backup("old", Duration.ofDays(10), null));

    assertThat(one(found, "old but newest").retain()).isTrue();
    assertThat(one(found, "old").retain()).isFalse();
    assertThat(one(found, "old").reason()).contains("10 days").contains("number 2 of at most 1");
  }

  @Test
  void parentsOfWhatIsKeptAreKept() {
    List<BackupInfo> chain = new ArrayList<>();
    chain.add(backup("leaf", Duration.ofDays(1), "middle"));
    chain.add(backup("middle", Duration.ofDays(50), "root"));
    chain.add(backup("root", Duration.ofDays(60), null));
    chain.add(backup("alone", Duration.ofDays(61), null));
    var policy =
        new RetentionPolicy.ProtectingParents(new RetentionPolicy.TimeBased(Duration.ofDays(30)));

    var found = decide(policy, chain.toArray(BackupInfo[]::new));

    assertThat(one(found, "root").priority()).isEqualTo(RetentionPriority.CRITICAL);
    assertThat(one(found, "middle").retain()).isTrue();
    assertThat(one(found, "root").reason()).contains("middle builds on it");
    assertThat(one(found, "alone").retain()).isFalse();
  }
}
