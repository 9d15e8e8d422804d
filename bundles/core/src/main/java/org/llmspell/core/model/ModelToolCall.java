package org.llmspell.core.model;

/**
 * A call of a tool that a model asks for.
 *
 * @param id names the call among those of the answer; never empty
 * @param name the tool's name, which may be none that was offered
 * @param arguments JSON as the model has written it; it may be invalid, and no object
 */
public record ModelToolCall(String id, String name, String arguments) {}
