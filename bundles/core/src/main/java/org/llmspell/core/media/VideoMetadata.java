package org.llmspell.core.media;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a video.
 *
 * @param durationMillis length in milliseconds
 * @param width in pixels
 * @param height in pixels
 * @param fps frames per second
 * @param codec name of the codec, when known
 */
public record VideoMetadata(
    long durationMillis, int width, int height, double fps, @Nullable String codec) {}
