package org.llmspell.security.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.audit.AuditEntry;
import org.llmspell.core.security.audit.AuditReport;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.security.redact.Redactor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Writes the log to the folder {@code audit} of the data folder; nothing is opened before. */
@Component
public final class AuditLog implements SecurityAudit {
  private static final System.Logger LOG = System.getLogger("llmspell.security");
  private static final long MAX_BYTES = 8 << 20;
  private static final int MAX_FILES = 20;
  private static final int MAX_TEXT = 1000;

  private final Optional<AuditFiles> files;
  private final SecretRedactor redactor;
  private final Clock clock;

  /** In the data folder of the container; without one nothing is written. */
  @Activate
  public AuditLog(BundleContext context, @Reference SecretRedactor redactor) {
    this(
        Optional.ofNullable(context.getProperty("llmspell.home"))
            .filter(home -> !home.isBlank())
            .map(home -> Path.of(home).toAbsolutePath().resolve("audit"))
            .map(folder -> new AuditFiles(folder, MAX_BYTES, MAX_FILES)),
        redactor,
        Clock.systemUTC());
  }

  AuditLog(Optional<AuditFiles> files, SecretRedactor redactor, Clock clock) {
    this.files = files;
    this.redactor = redactor;
    this.clock = clock;
  }

  /** A log that keeps nothing. */
  public static AuditLog nowhere() {
    return new AuditLog(Optional.empty(), new Redactor(), Clock.systemUTC());
  }

  @Override
  public synchronized void record(AuditEntry entry) {
    if (files.isEmpty()) {
      return;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    members.put("decision", entry.allowed() ? "allow" : "deny");
    members.put("rule", entry.rule());
    members.put("action", entry.action());
    members.put("target", clean(entry.target()));
    members.put("reason", clean(entry.reason()));
    if (entry.caller() != null) {
      members.put("caller", entry.caller());
    }
    members.put("pid", ProcessHandle.current().pid());
    boolean interrupted = Thread.interrupted(); // an interrupted thread may not lock a file
    try {
      files.get().append(members);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The audit log in {0} can not be written: {1}", files.get(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String clean(String text) {
    String clean = redactor.redact(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
  }

  @Override
  public synchronized List<Map<String, @Nullable Object>> latest(int max) throws IOException {
    if (files.isEmpty()) {
      return List.of();
    }
    AuditFiles log = files.get();
    return log.quiet(() -> {
      Deque<Map<String, @Nullable Object>> latest = new ArrayDeque<>();
      for (Path file : log.all()) {
        read(
            file,
            text ->
                Line.parse(text)
                    .ifPresent(line -> {
                      latest.add(line.members());
                      if (latest.size() > max) {
                        latest.removeFirst();
                      }
                    }));
      }
      return new ArrayList<>(latest);
    });
  }

  /** Gets each line. */
  private interface LineReader {
    void read(String text);
  }

  private static void read(Path file, LineReader reader) throws IOException {
    try (BufferedReader in =
        Files.newBufferedReader(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        reader.read(
            new String(
                text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public synchronized AuditReport verify() throws IOException {
    if (files.isEmpty()) {
      return new AuditReport(0, 0, List.of());
    }
    AuditFiles log = files.get();
    return log.quiet(() -> {
      var check = new ChainCheck();
      for (Path file : log.all()) {
        check.file(String.valueOf(file.getFileName()));
        read(file, check::line);
      }
      return check.end(log.head());
    });
  }
}
