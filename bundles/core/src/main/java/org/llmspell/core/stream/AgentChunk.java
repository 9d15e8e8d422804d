package org.llmspell.core.stream;

import java.time.Instant;

/**
 * One piece of a stream.
 *
 * @param streamId the stream that it belongs to
 * @param index its number, counted from 0
 * @param content what it carries
 * @param metadata what is known about it
 * @param timestamp when it was made
 */
public record AgentChunk(
    String streamId, int index, ChunkContent content, ChunkMetadata metadata, Instant timestamp) {}
