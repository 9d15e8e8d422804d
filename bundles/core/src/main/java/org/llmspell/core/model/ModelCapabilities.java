package org.llmspell.core.model;

import org.jspecify.annotations.Nullable;

/**
 * What a model can do.
 *
 * @param streaming whether its answers can come in pieces; without it a stream has one piece
 * @param tools whether it can call tools
 * @param images whether it takes images
 * @param json whether its answers can be held to JSON
 * @param maxContextTokens the longest conversation with its answer, in tokens; null when not known
 * @param maxOutputTokens the longest answer, in tokens; null when not known
 */
public record ModelCapabilities(
    boolean streaming,
    boolean tools,
    boolean images,
    boolean json,
    @Nullable Integer maxContextTokens,
    @Nullable Integer maxOutputTokens) {}
