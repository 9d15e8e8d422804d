package org.llmspell.workflows.checkpoint;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.definition.DefinitionReader;

/**
 * What is kept of a run besides its steps.
 *
 * @param id of the run
 * @param name of the workflow
 * @param status how far it is; one that nobody works at any more may say that it runs
 * @param started when it first began
 * @param changed when the status changed
 * @param problem why it has failed, or null
 * @param outline the definition, with stand-ins for functions
 * @param functions whether there are functions of a script in it
 * @param data what the steps shared at the start
 * @param origin where the workflow comes from
 * @param attempts how often it was gone on with
 */
public record Head(
    String id,
    String name,
    WorkflowStatus status,
    Instant started,
    Instant changed,
    @Nullable String problem,
    Map<String, @Nullable Object> outline,
    boolean functions,
    Map<String, @Nullable Object> data,
    Origin origin,
    long attempts) {

  /** The pattern, as it is written. */
  public String pattern() {
    return String.valueOf(outline.get("type"));
  }

  /**
   * Where a workflow differs from this one, as far as it matters to go on.
   *
   * @param form of the other one
   */
  public Optional<String> difference(Map<String, ? extends @Nullable Object> form) {
    return Difference.first(outline, Outline.of(DefinitionReader.read(form)).plain());
  }

  Head with(WorkflowStatus next, @Nullable String why) {
    return new Head(
        id,
        name,
        next,
        started,
        Instant.now(),
        why,
        outline,
        functions,
        data,
        origin,
        next == WorkflowStatus.RUNNING ? attempts + 1 : attempts);
  }

  Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("name", name);
    plain.put("status", status.name().toLowerCase(Locale.ROOT));
    plain.put("started", started.toString());
    plain.put("changed", changed.toString());
    plain.put("problem", problem);
    plain.put("outline", outline);
    plain.put("functions", functions);
    plain.put("data", data);
    plain.put("origin", origin.plain());
    plain.put("attempts", attempts);
    return plain;
  }

  static boolean isCompleted(Map<?, ?> plain) {
    return "completed".equals(plain.get("status"));
  }

  /**
   * Reads it.
   *
   * @throws SpellException of kind Storage when it was damaged
   */
  static Head read(String id, @Nullable Object plain) {
    if (!(plain instanceof Map<?, ?> map)) {
      throw damaged(id, "it is no table", null);
    }
    try {
      return new Head(
          id,
          text(id, map, "name"),
          WorkflowStatus.valueOf(text(id, map, "status").toUpperCase(Locale.ROOT)),
          Instant.parse(text(id, map, "started")),
          Instant.parse(text(id, map, "changed")),
          map.get("problem") instanceof String text ? text : null,
          table(id, map, "outline"),
          Boolean.TRUE.equals(map.get("functions")),
          table(id, map, "data"),
          Origin.read(table(id, map, "origin")),
          map.get("attempts") instanceof Long number ? number : 0);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw damaged(id, String.valueOf(e.getMessage()), e);
    }
  }

  private static String text(String id, Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw damaged(id, "'%s' is missing or no text".formatted(key), null);
  }

  @SuppressWarnings("unchecked") // plain tables have text keys
  private static Map<String, @Nullable Object> table(String id, Map<?, ?> map, String key) {
    if (map.get(key) instanceof Map<?, ?> table) {
      return (Map<String, @Nullable Object>) table;
    }
    throw damaged(id, "'%s' is missing or no table".formatted(key), null);
  }

  static SpellException damaged(String id, String why, @Nullable Throwable cause) {
    return SpellException.storage(
        "read",
        "The checkpoint of run '%s' is damaged: %s. 'llmspell workflow remove %s' clears it away"
            .formatted(id, why, id),
        cause);
  }
}
