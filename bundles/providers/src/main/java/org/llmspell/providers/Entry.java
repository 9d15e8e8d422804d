package org.llmspell.providers;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelProvider;

/**
 * One provider service: what it says of itself, the service once it was needed, and the calls that
 * are inside. Guarded by the table.
 */
final class Entry implements Comparable<Entry> {
  private final Description description;
  private final Source source;
  private final Set<Call> inside = new HashSet<>();
  private boolean closed;
  private @Nullable ModelProvider provider;

  /** Where the service comes from. The best one first. */
  interface Source extends Comparable<Source> {
    /** The service; null when it can not be made. */
    @Nullable ModelProvider get();

    /** Gives it back. */
    void release();
  }

  Entry(Description description, Source source) {
    this.description = description;
    this.source = source;
  }

  Description description() {
    return description;
  }

  @Override
  public int compareTo(Entry other) {
    return source.compareTo(other.source);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The service, made when it is asked for first. */
  synchronized @Nullable ModelProvider provider() {
    if (provider == null) {
      provider = source.get();
    }
    return provider;
  }

  /** Lets go of the service. */
  synchronized void dispose() {
    if (provider != null) {
      provider = null;
      source.release();
    }
  }

  boolean enter(Call call) {
    return !closed && inside.add(call);
  }

  void exit(Call call) {
    inside.remove(call);
  }

  void close() {
    closed = true;
  }

  List<Call> inside() {
    return List.copyOf(inside);
  }
}
