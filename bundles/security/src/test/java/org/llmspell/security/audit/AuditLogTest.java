package org.llmspell.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.security.audit.AuditEntry;
import org.llmspell.security.redact.Redactor;

class AuditLogTest {
  @TempDir Path home;

  private AuditLog log(long maxBytes) {
    return new AuditLog(
        Optional.of(new AuditFiles(home.resolve("audit"), maxBytes, 3)),
        new Redactor(),
        Clock.systemUTC());
  }

  private AuditLog log() {
    return log(1 << 20);
  }

  private Path file() {
    return home.resolve("audit/security.log");
  }

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        false, "file_access", "read", "/etc/p" + number, "not \"allowed\"\n\u00e4", "ada");
  }

  private AuditLog written(int records) {
    AuditLog log = log();
    for (int i = 1; i <= records; i++) {
      log.record(entry(i));
    }
    return log;
  }

  @Test
  void keepsRecordsThatOnlyItsOwnerCanRead() throws IOException {
    AuditLog log = written(5);

    assertThat(log.latest(2))
        .extracting(record -> record.get("target"))
        .containsExactly("/etc/p4", "/etc/p5");
    assertThat(log.latest(1).getFirst())
        .containsEntry("decision", "deny")
        .containsEntry("seq", 5L)
        .containsEntry("caller", "ada")
        .containsEntry("reason", "not \"allowed\"\n\u00e4");
    assertThat(log.verify().isIntact()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit"))))
        .isEqualTo("rwx------");
  }

  @Test
  void writesNothingWithoutAFolderAndNoSecrets() throws IOException {
    AuditLog.nowhere().record(entry(1));
    AuditLog log = log();
    assertThat(log.verify().records()).isZero();
    assertThat(home.resolve("audit")).doesNotExist();

    log.record(new AuditEntry(false, "r", "a", "https://u:hunter22@h/", "password=hunter22", null));

    assertThat(Files.readString(file())).doesNotContain("hunter22");
  }

  @Test
  void findsEveryChangeOfEveryLine() throws IOException {
    AuditLog log = written(6);
    List<String> lines = Files.readAllLines(file());
    var random = new Random(7);
    for (int i = 0; i < lines.size(); i++) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(i, lines.get(i).replace("deny", "allow"));
      expectFound(log, changed);
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      expectFound(log, without);
      List<String> twice = new ArrayList<>(lines);
      twice.add(i, lines.get(i));
      expectFound(log, twice);
      List<String> moved = new ArrayList<>(lines);
      Collections.swap(moved, i, (i + 1) % lines.size());
      expectFound(log, moved);
      for (int n = 0; n < 50; n++) {
        List<String> flipped = new ArrayList<>(lines);
        int at = random.nextInt(lines.get(i).length());
        var line = new StringBuilder(lines.get(i));
        line.setCharAt(at, line.charAt(at) == 'x' ? 'y' : 'x');
        flipped.set(i, line.toString());
        expectFound(log, flipped);
      }
    }
    Files.write(file(), lines);
    assertThat(log.verify().isIntact()).isTrue();
  }

  private void expectFound(AuditLog log, List<String> lines) throws IOException {
    Files.write(file(), lines);
    assertThat(log.verify().problems()).as(String.join("\n", lines)).isNotEmpty();
  }

  @Test
  void findsACutOffEndAlsoWhenItWasWrittenOnAfterwards() throws IOException {
    AuditLog log = written(5);
    List<String> lines = Files.readAllLines(file());
    Files.write(file(), lines.subList(0, 3));

    assertThat(log.verify().problems()).singleElement().asString().contains("its end was cut off");
    log.record(entry(9));
    assertThat(log.verify().problems())
        .singleElement()
        .asString()
        .contains("record 5 had been written");
    Files.delete(file());
    log.record(entry(10));
    assertThat(log.verify().isIntact()).isFalse();
  }

  @Test
  void reportsALineThatACrashHasTornAndGoesOn() throws IOException {
    AuditLog log = written(3);
    Files.writeString(file(), "{\"hash\":\"0123", StandardOpenOption.APPEND);

    assertThat(log.verify()).matches(report -> report.isIntact() && report.torn() == 1);
    log.record(entry(4));

    assertThat(log.verify())
        .matches(report -> report.isIntact() && report.torn() == 1 && report.records() == 4);
  }

  @Test
  void goesOnInANewFileAndChecksAcrossFiles() throws IOException {
    AuditLog log = log(900);
    for (int i = 0; i < 30; i++) {
      log.record(entry(i));
    }

    try (var files = Files.list(home.resolve("audit"))) {
      assertThat(files.filter(path -> path.toString().endsWith(".log"))).hasSize(4);
    }
    assertThat(log.verify().isIntact()).isTrue();
    assertThat(log.latest(100))
        .hasSizeLessThan(30)
        .last()
        .satisfies(r -> assertThat(r).containsEntry("seq", 30L));
  }

  /** Writes until it is killed. */
  public static final class Writer {
    public static void main(String[] arguments) {
      var log =
          new AuditLog(
              Optional.of(new AuditFiles(Path.of(arguments[0]), 1 << 20, 3)),
              new Redactor(),
              Clock.systemUTC());
      while (true) {
        log.record(entry(1));
      }
    }
  }

  @Test
  @Tag("integration")
  void survivesAKillInTheMiddleOfWriting() throws Exception {
    AuditLog log = log();
    for (int round = 0; round < 3; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Writer.class.getName(),
                  home.resolve("audit").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      long before = log.verify().records();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (log.verify().records() < before + 50 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      writer.destroyForcibly().waitFor();

      log.record(entry(round));

      assertThat(log.verify().problems()).isEmpty();
      assertThat(log.verify().records()).isGreaterThan(before + 50);
    }
  }
}
