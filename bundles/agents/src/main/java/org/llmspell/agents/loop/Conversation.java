package org.llmspell.agents.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.agent.Message;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelToolCall;

/**
 * What was said so far. It is cut at the front when it gets too long: messages of the system stay,
 * and an answer that calls tools goes together with the results of these calls. A turn is added as
 * a whole, so a turn that fails leaves nothing. Safe to share between threads.
 */
public final class Conversation {
  /** A message and when it was said. */
  public record Entry(ModelMessage message, Instant at) {}

  private final int limit;
  private final long maxChars;
  private List<Entry> entries = new ArrayList<>();

  /**
   * An empty conversation.
   *
   * @param limit messages that are kept
   * @param maxChars characters that are kept
   */
  public Conversation(int limit, long maxChars) {
    this.limit = limit;
    this.maxChars = maxChars;
  }

  /** Adds messages that belong together and cuts what is too much. */
  public synchronized void append(List<? extends ModelMessage> turn) {
    Instant now = Instant.now();
    turn.forEach(message -> entries.add(new Entry(message, now)));
    entries = trimmed(entries, limit, maxChars);
  }

  /** Adds one message. */
  public synchronized void append(ModelMessage message, Instant at) {
    entries.add(new Entry(message, at));
    entries = trimmed(entries, limit, maxChars);
  }

  /** Cuts what is too much. */
  public synchronized void trim() {
    entries = trimmed(entries, limit, maxChars);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    entries = new ArrayList<>();
  }

  /** Says something else instead. */
  public synchronized void restore(List<Entry> other) {
    entries = trimmed(complete(other), limit, maxChars);
  }

  /** All of it, oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** How many messages there are. */
  public synchronized int length() {
    return entries.size();
  }

  /** How many characters there are. */
  public synchronized long chars() {
    return chars(entries);
  }

  /** All of it as text. */
  public synchronized List<Message> messages() {
    return entries.stream()
        .map(entry -> new Message(role(entry.message()), entry.message().text(), entry.at()))
        .toList();
  }

  private static Message.Role role(ModelMessage message) {
    return switch (message) {
      case ModelMessage.System _ -> Message.Role.SYSTEM;
      case ModelMessage.User _ -> Message.Role.USER;
      case ModelMessage.Assistant _ -> Message.Role.ASSISTANT;
      case ModelMessage.ToolResult _ -> Message.Role.TOOL;
    };
  }

  /**
   * What a model is told of it: no more than so many characters, and beginning with the user, as
   * some vendors insist on.
   */
  public synchronized List<ModelMessage> view(long mostChars) {
    List<ModelMessage> view = new ArrayList<>();
    boolean begun = false;
    for (Entry entry : trimmed(entries, Integer.MAX_VALUE, mostChars)) {
      boolean system = entry.message() instanceof ModelMessage.System;
      begun |= entry.message() instanceof ModelMessage.User;
      if (begun || system) {
        view.add(entry.message());
      }
    }
    return view;
  }

  private static long chars(List<Entry> list) {
    return list.stream().mapToLong(entry -> chars(entry.message())).sum();
  }

  static long chars(ModelMessage message) {
    long text = message.text().length();
    return message instanceof ModelMessage.Assistant(_, List<ModelToolCall> calls, _)
        ? text + calls.stream().mapToLong(call -> call.arguments().length()).sum()
        : text;
  }

  /** Drops the oldest units until the rest fits; the newest unit stays, however long it is. */
  private static List<Entry> trimmed(List<Entry> list, int limit, long maxChars) {
    int size = list.size();
    long chars = chars(list);
    if (size <= limit && chars <= maxChars) {
      return list;
    }
    List<List<Entry>> units = units(list);
    List<Entry> kept = new ArrayList<>();
    int newest = units.size() - 1;
    for (int i = 0; i < units.size(); i++) {
      List<Entry> unit = units.get(i);
      boolean system = unit.getFirst().message() instanceof ModelMessage.System;
      if (system || i == newest || size <= limit && chars <= maxChars) {
        kept.addAll(unit);
      } else {
        size -= unit.size();
        chars -= chars(unit);
      }
    }
    return kept;
  }

  /** What must not be taken apart: calls with their results; any other message for itself. */
  private static List<List<Entry>> units(List<Entry> list) {
    List<List<Entry>> units = new ArrayList<>();
    for (Entry entry : list) {
      if (entry.message() instanceof ModelMessage.ToolResult && !units.isEmpty()) {
        units.getLast().add(entry);
      } else {
        units.add(new ArrayList<>(List.of(entry)));
      }
    }
    return units;
  }

  /** Without calls that have no result and results that have no call; vendors refuse both. */
  private static List<Entry> complete(List<Entry> list) {
    List<Entry> complete = new ArrayList<>();
    for (List<Entry> unit : units(list)) {
      long wanted =
          unit.getFirst().message() instanceof ModelMessage.Assistant answer
              ? answer.toolCalls().size()
              : 0;
      boolean stray = unit.getFirst().message() instanceof ModelMessage.ToolResult;
      if (!stray && unit.size() - 1 == wanted) {
        complete.addAll(unit);
      }
    }
    return complete;
  }
}
