package org.llmspell.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.media.MediaType;

/**
 * What a component is asked.
 *
 * @param text the prompt or text
 * @param media further input
 * @param context a context that goes before the one of the call, or null
 * @param parameters plain values by name
 * @param outputModalities what the caller can take; text when it says nothing
 */
public record AgentInput(
    String text,
    List<MediaContent> media,
    @Nullable ExecutionContext context,
    Map<String, @Nullable Object> parameters,
    Set<MediaType> outputModalities) {

  /** Copies the collections. */
  public AgentInput {
    media = List.copyOf(media);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    outputModalities = Set.copyOf(outputModalities);
  }

  /** Input of text alone. */
  public static AgentInput text(String text) {
    return new AgentInput(text, List.of(), null, Map.of(), Set.of(MediaType.TEXT));
  }

  /** Input of parameters alone, as for a tool. */
  public static AgentInput parameters(Map<String, @Nullable Object> parameters) {
    return new AgentInput("", List.of(), null, parameters, Set.of(MediaType.TEXT));
  }

  /** A builder that starts with the given text. */
  public static Builder builder(String text) {
    return new Builder(text);
  }

  /** Whether there is any media. */
  public boolean hasMedia() {
    return !media.isEmpty();
  }

  /** The media of one kind, in order. */
  public List<MediaContent> mediaOf(MediaType type) {
    return media.stream().filter(item -> item.type() == type).toList();
  }

  /** The parameter of a name, if it is there and not null. */
  public Optional<Object> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Builds an input. Not safe to share between threads. */
  public static final class Builder {
    private final String text;
    private final List<MediaContent> media = new ArrayList<>();
    private @Nullable ExecutionContext context;
    private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    private Set<MediaType> outputModalities = Set.of(MediaType.TEXT);

    private Builder(String text) {
      this.text = text;
    }

    /** Adds an item of media. */
    public Builder media(MediaContent item) {
      media.add(item);
      return this;
    }

    /** Sets the context. */
    public Builder context(ExecutionContext value) {
      context = value;
      return this;
    }

    /** Sets a parameter. */
    public Builder parameter(String name, @Nullable Object value) {
      parameters.put(name, value);
      return this;
    }

    /** Sets what the caller can take. */
    public Builder outputModalities(Set<MediaType> types) {
      outputModalities = types;
      return this;
    }

    /** The input. */
    public AgentInput build() {
      return new AgentInput(text, media, context, parameters, outputModalities);
    }
  }
}
