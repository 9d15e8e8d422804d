package org.llmspell.security;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.audit.AuditReport;
import org.llmspell.core.security.audit.SecurityAudit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code security audit}. */
@Component
@CommandSpec(
    name = "security audit",
    summary = "Shows the log of security decisions, or verifies it",
    options = {
      "-l, --limit N: how many of the latest records; 20 without it",
      "--verify: check that nobody has changed the log"
    })
public final class SecurityAuditCommand implements Command {
  private static final int LIMIT = 20;

  private final SecurityAudit audit;

  /** With the log. */
  @Activate
  public SecurityAuditCommand(@Reference SecurityAudit audit) {
    this.audit = audit;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    return call.flag("verify") ? verify(call) : show(call);
  }

  private int show(CommandCall call) throws IOException {
    List<Map<String, @Nullable Object>> records = audit.latest(limit(call));
    call.answer(
        records.isEmpty()
            ? "No security decision was logged"
            : records.stream().map(SecurityAuditCommand::line).collect(Collectors.joining("\n")),
        records);
    return CommandRunner.OK;
  }

  private static int limit(CommandCall call) {
    String text = call.option("limit").orElse(String.valueOf(LIMIT));
    if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) == 0) {
      throw new UsageException("--limit must be a number from 1 on, not '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static String line(Map<String, @Nullable Object> entry) {
    return "%s  %-5s %s %s: %s"
        .formatted(
            entry.get("time"),
            entry.get("decision"),
            entry.get("action"),
            entry.get("target"),
            entry.get("reason"));
  }

  private int verify(CommandCall call) throws IOException {
    AuditReport report = audit.verify();
    if (!report.isIntact()) {
      report.problems().forEach(call::progress);
      throw new SpellException(
          new ErrorKind.Security("audit"),
          "The audit log was changed: %d problems, named above"
              .formatted(report.problems().size()));
    }
    String torn =
        report.torn() == 0
            ? ""
            : "; %d records were cut off by a crash while they were written"
                .formatted(report.torn());
    call.answer(
        "The audit log is intact: %d records%s".formatted(report.records(), torn),
        Map.of("intact", true, "records", report.records(), "torn", (long) report.torn()));
    return CommandRunner.OK;
  }
}
